using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Overlays;
using Warewulf.Core.Overlays;

namespace Warewulf.Cli.Commands.Overlays;

/// <summary><c>wwctl overlay mkdir</c>. A directory that exists is only warned about.</summary>
internal sealed class OverlayMkdirCommand : VerbCommand
{
    private const string StandardMode = "0755";

    private readonly Argument<string[]> _words = OverlayWords.Argument("OVERLAY PATH", "The overlay, and the directory to make.");
    private readonly Option<string?> _mode = new("--mode", "-m") { HelpName = "MODE", Description = $"The permissions in octal. Default: {StandardMode}." };
    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("mkdir", [], "Make a directory in an overlay.", () => new OverlayMkdirCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_words);
        command.Options.Add(_mode);
        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var words = OverlayWords.Given(invocation, _words, 2, 2, "mkdir OVERLAY PATH");
        var request = new OverlayDirectoryRequest(OverlayName.Parse(words[0]), OverlayWords.Path(words[1]), OverlayWords.Mode(invocation.Get(_mode) ?? StandardMode));
        var change = new Change<OverlayDirectoryRequest>(Routes.OverlaysMkdir, ApiJsonContext.Default.OverlayDirectoryRequest, request)
        {
            Noun = "overlay",
            Asks = false,
        };
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }
}
