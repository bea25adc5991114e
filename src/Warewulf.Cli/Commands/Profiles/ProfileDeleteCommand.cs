using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Profiles;

namespace Warewulf.Cli.Commands.Profiles;

/// <summary><c>wwctl profile delete</c>. The head refuses a profile that something is built on.</summary>
internal sealed class ProfileDeleteCommand : VerbCommand
{
    private readonly Argument<string[]> _profiles = ProfileNames.Argument("The profiles to delete.");
    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("delete", ["remove", "rm", "del"], "Delete profiles.", () => new ProfileDeleteCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_profiles);
        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var names = ProfileNames.Required(invocation, _profiles, "wwctl profile delete gpu");
        if (names.Contains("default"))
        {
            throw WarewulfException.Invalid("The profile 'default' is the one that new nodes get, and stays: empty it with 'wwctl profile unset default'.");
        }

        var request = new ProfileDeleteRequest(names);
        var change = new Change<ProfileDeleteRequest>(Routes.ProfilesDelete, ApiJsonContext.Default.ProfileDeleteRequest, request)
        {
            Noun = "profile",
            Done = "Deleted",
        };
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }
}
