using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Overlays;
using Warewulf.Core.Overlays;

namespace Warewulf.Cli.Commands.Overlays;

/// <summary><c>wwctl overlay chown</c>.</summary>
internal sealed class OverlayChownCommand : VerbCommand
{
    private readonly Argument<string[]> _words = OverlayWords.Argument("OVERLAY PATH OWNER", "The overlay, the file, and UID, UID:GID or :GID as numbers.");
    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("chown", [], "Change the owner of a file of an overlay.", () => new OverlayChownCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_words);
        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var words = OverlayWords.Given(invocation, _words, 3, 3, "chown OVERLAY PATH OWNER");
        var (uid, gid) = OverlayWords.Owner(words[2]);
        var request = new OverlayAttributesRequest(OverlayName.Parse(words[0]), OverlayWords.Path(words[1])) { Uid = uid, Gid = gid };
        var change = new Change<OverlayAttributesRequest>(Routes.OverlaysAttributes, ApiJsonContext.Default.OverlayAttributesRequest, request)
        {
            Noun = "overlay",
            Asks = false,
        };
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }
}
