using System.CommandLine;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core.Api;
using Warewulf.Core.Overlays;

namespace Warewulf.Cli.Commands.Overlays;

/// <summary><c>wwctl overlay info</c>: what a template reads.</summary>
internal sealed class OverlayInfoCommand : VerbCommand
{
    private readonly Argument<string[]> _words = OverlayWords.Argument("OVERLAY PATH", "The overlay, and a template of it.");

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("info", ["variables", "vars"], "Show what a template reads, and the flags that set it.", () => new OverlayInfoCommand());

    /// <inheritdoc/>
    public override void Configure(Command command) => command.Arguments.Add(_words);

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var words = OverlayWords.Given(invocation, _words, 2, 2, "info OVERLAY TEMPLATE.ww");
        var reply = invocation.Heads.Get(OverlayWords.Query(Routes.OverlaysInfo, OverlayName.Parse(words[0]), OverlayWords.Path(words[1])), cancellationToken);
        var document = reply.Document();
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document);
            return Done;
        }

        foreach (var line in document.Items("documentation"))
        {
            invocation.Out.Write(Line.Clean(line.Text() ?? "") + "\n");
        }

        var table = new Table("VARIABLE", "OPTION", "TYPE", "HELP") { Empty = "" };
        foreach (var variable in reply.Required(document, "variables"))
        {
            table.Add(variable.Text("name"), variable.Text("flag") is { } flag ? "--" + flag : null, variable.Text("type"), variable.Text("help"));
        }

        table.WriteTo(invocation.Out);
        return Done;
    }
}
