using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Overlays;
using Warewulf.Core.Overlays;

namespace Warewulf.Cli.Commands.Overlays;

/// <summary><c>wwctl overlay chmod</c>.</summary>
internal sealed class OverlayChmodCommand : VerbCommand
{
    private readonly Argument<string[]> _words = OverlayWords.Argument("OVERLAY PATH MODE", "The overlay, the file, and the permissions in octal.");
    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("chmod", [], "Change the permissions of a file of an overlay.", () => new OverlayChmodCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_words);
        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var words = OverlayWords.Given(invocation, _words, 3, 3, "chmod OVERLAY PATH MODE");
        var request = new OverlayAttributesRequest(OverlayName.Parse(words[0]), OverlayWords.Path(words[1])) { Mode = OverlayWords.Mode(words[2]) };
        var change = new Change<OverlayAttributesRequest>(Routes.OverlaysAttributes, ApiJsonContext.Default.OverlayAttributesRequest, request)
        {
            Noun = "overlay",
            Asks = false,
        };
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }
}
