using System.CommandLine;
using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Nodes;
using Warewulf.Cli.Output;
using Warewulf.Core.Api;

namespace Warewulf.Cli.Commands.Overlays;

/// <summary><c>wwctl overlay trace</c>: how a file came onto a node.</summary>
internal sealed class OverlayTraceCommand : VerbCommand
{
    private readonly Argument<string[]> _words = OverlayWords.Argument("NODE PATH", "The node, and a file on it.");

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new(
        "trace", [], "Show which overlay, template and values make a file of a node, and who set them.", () => new OverlayTraceCommand());

    /// <inheritdoc/>
    public override void Configure(Command command) => command.Arguments.Add(_words);

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var words = OverlayWords.Given(invocation, _words, 2, 2, "trace NODE PATH");
        var query = $"{Routes.OverlaysTrace}?{Routes.NodeParameter}={Uri.EscapeDataString(words[0])}"
            + $"&{Routes.PathParameter}={Uri.EscapeDataString(OverlayWords.Path(words[1]).ToEscaped())}";
        var reply = invocation.Heads.Get(query, cancellationToken);
        var document = reply.Document();
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document);
            return Done;
        }

        var separator = "";
        foreach (var trace in reply.Required(document, "archives"))
        {
            invocation.Out.Write(separator);
            Write(invocation.Out, trace);
            separator = "\n";
        }

        return Done;
    }

    private static void Write(TextWriter writer, JsonElement trace)
    {
        var overlay = Text(trace, "overlay");
        var kind = Is(trace, "isSite") ? "site" : "distribution";
        var shared = Is(trace, "isOwn") ? "this node's own" : "the same for every node";
        writer.Write($"{Text(trace, "archive")} overlay '{overlay}' ({kind}): {Text(trace, "source")}, {(Is(trace, "isTemplate") ? "a template" : "a file")}, {shared}\n");
        foreach (var hidden in trace.Items("hidden"))
        {
            writer.Write($"  hides that of overlay '{Line.Clean(hidden.Text() ?? "")}'\n");
        }

        foreach (var field in trace.Items("fields"))
        {
            var value = Is(field, "isSecret") ? NodeFieldView.Hidden : Text(field, "value");
            var source = Text(field, "source");
            writer.Write($"  {Text(field, "field")} = {value} ({(source.Length == 0 ? "the node" : source)})\n");
        }

        WriteList(writer, "reads", trace.Items("reads"));
        WriteList(writer, "input", trace.Items("inputs"));
    }

    private static void WriteList(TextWriter writer, string what, IEnumerable<JsonElement> items)
    {
        foreach (var item in items)
        {
            writer.Write($"  {what} {Line.Clean(item.Text() ?? "")}\n");
        }
    }

    private static string Text(JsonElement element, string name) => Line.Clean(element.Text(name) ?? "");

    private static bool Is(JsonElement element, string name) => element.Member(name) is { ValueKind: JsonValueKind.True };
}
