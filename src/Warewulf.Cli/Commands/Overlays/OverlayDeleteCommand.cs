using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Overlays;
using Warewulf.Core.Archives;
using Warewulf.Core.Overlays;

namespace Warewulf.Cli.Commands.Overlays;

/// <summary><c>wwctl overlay delete</c>: an overlay, or a file of one.</summary>
internal sealed class OverlayDeleteCommand : VerbCommand
{
    private readonly Argument<string[]> _words = OverlayWords.Argument("OVERLAY PATH", "The overlay, and a file of it; without a file the whole overlay.");
    private readonly Option<bool> _force = Flag("--force", "-f", "Delete it although something is in it, or nodes use it.");
    private readonly Option<bool> _parents = Flag("--parents", "-p", "Delete directories that are empty then.");
    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("delete", ["rm", "remove", "del"], "Delete an overlay or a file of one.", () => new OverlayDeleteCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_words);
        command.Options.Add(_force);
        command.Options.Add(_parents);
        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var words = OverlayWords.Given(invocation, _words, 1, 2, "delete OVERLAY [PATH]");
        var request = new OverlayDeleteRequest(OverlayName.Parse(words[0]))
        {
            Path = words.Length > 1 ? OverlayWords.Path(words[1]) : (BytePath?)null,
            Force = invocation.Get(_force),
            Parents = invocation.Get(_parents),
        };
        var change = new Change<OverlayDeleteRequest>(Routes.OverlaysDelete, ApiJsonContext.Default.OverlayDeleteRequest, request)
        {
            Noun = "overlay",
            Done = request.Path is null ? "Deleted" : "Changed",
            Asks = false,
        };
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }
}
