using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Cli.Commands.Fields;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Profiles;

namespace Warewulf.Cli.Commands.Profiles;

/// <summary><c>wwctl profile unset</c>: removes fields, tags, network devices, disks, partitions and file systems of profiles.</summary>
internal sealed class ProfileUnsetCommand : VerbCommand
{
    private readonly Argument<string[]> _profiles = ProfileNames.Argument("The profiles to change.");
    private readonly UnsetOptions _fields = new(isProfile: true);
    private readonly ChangeOptions _change = new();
    private readonly Option<bool> _force = Flag("--force", "-f", "Warn of profiles that do not exist, and go on.");

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("unset", [], "Remove fields of profiles.", () => new ProfileUnsetCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_profiles);
        _fields.AddTo(command);
        _change.AddTo(command);
        command.Options.Add(_force);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var names = ProfileNames.Required(invocation, _profiles, "wwctl profile unset gpu --comment");
        var edit = _fields.Read(invocation);
        if (edit.IsEmpty)
        {
            throw WarewulfException.Invalid("No field is given: write 'wwctl profile unset PROFILES --comment', or see 'wwctl profile unset --help'.");
        }

        _change.RequireAnswer(invocation);
        if (invocation.Get(_force))
        {
            names = ProfileList.Existing(invocation, names, cancellationToken);
        }

        var request = new ProfileChangeRequest(names, edit);
        var change = new Change<ProfileChangeRequest>(Routes.ProfilesSet, ApiJsonContext.Default.ProfileChangeRequest, request) { Noun = "profile" };
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }
}
