using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Cli.Commands.Fields;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Profiles;

namespace Warewulf.Cli.Commands.Profiles;

/// <summary><c>wwctl profile add</c>. It does not ask, as in Warewulf.</summary>
internal sealed class ProfileAddCommand : VerbCommand
{
    private readonly Argument<string[]> _profiles = ProfileNames.Argument("The profiles to add.");
    private readonly FieldOptions _fields = new(isProfile: true);
    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("add", ["new", "create"], "Add profiles.", () => new ProfileAddCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_profiles);
        _fields.AddTo(command);
        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Rewrite(IReadOnlyList<string> arguments) => FieldOptions.FillBareFlags(arguments);

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var names = ProfileNames.Required(invocation, _profiles, "wwctl profile add gpu --image rocky9");
        var request = new ProfileChangeRequest(names, _fields.Read(invocation));
        var change = new Change<ProfileChangeRequest>(Routes.ProfilesAdd, ApiJsonContext.Default.ProfileChangeRequest, request)
        {
            Noun = "profile",
            Done = "Added",
            OnePerLine = true,
            Asks = false,
        };
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }
}
