using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Overlays;
using Warewulf.Core.Overlays;

namespace Warewulf.Cli.Commands.Overlays;

/// <summary><c>wwctl overlay create</c>.</summary>
internal sealed class OverlayCreateCommand : VerbCommand
{
    private readonly Argument<string[]> _name = OverlayWords.Argument("NAME", "The name of the new overlay.");
    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("create", ["new", "add"], "Create an empty overlay.", () => new OverlayCreateCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_name);
        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var words = OverlayWords.Given(invocation, _name, 1, 1, "create NAME");
        var change = new Change<OverlayCreateRequest>(
            Routes.OverlaysCreate, ApiJsonContext.Default.OverlayCreateRequest, new OverlayCreateRequest(OverlayName.Parse(words[0])))
        {
            Noun = "overlay",
            Done = "Created",
            Asks = false,
        };
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }
}
