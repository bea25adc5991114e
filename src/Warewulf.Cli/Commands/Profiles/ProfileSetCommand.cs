using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Cli.Commands.Fields;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Profiles;

namespace Warewulf.Cli.Commands.Profiles;

/// <summary><c>wwctl profile set</c>: changes fields of profiles that exist. <c>UNDEF</c> removes a value.</summary>
internal sealed class ProfileSetCommand : VerbCommand
{
    private readonly Argument<string[]> _profiles = ProfileNames.Argument("The profiles to change.");
    private readonly FieldOptions _fields = new(isProfile: true, new FieldDeletions());
    private readonly ChangeOptions _change = new();

    // Without effect in Warewulf for years; scripts may still write it.
    private readonly Option<bool> _force = new("--force", "-f") { Hidden = true };

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("set", ["modify"], "Change fields of profiles.", () => new ProfileSetCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_profiles);
        _fields.AddTo(command);
        _change.AddTo(command);
        command.Options.Add(_force);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Rewrite(IReadOnlyList<string> arguments) => FieldOptions.FillBareFlags(arguments);

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var names = ProfileNames.Required(invocation, _profiles, "wwctl profile set gpu --image rocky9");
        var edit = _fields.Read(invocation);
        if (edit.IsEmpty)
        {
            throw WarewulfException.Invalid("No field is given: write 'wwctl profile set PROFILES --image rocky9', or see 'wwctl profile set --help'.");
        }

        var request = new ProfileChangeRequest(names, edit);
        var change = new Change<ProfileChangeRequest>(Routes.ProfilesSet, ApiJsonContext.Default.ProfileChangeRequest, request) { Noun = "profile" };
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }
}
