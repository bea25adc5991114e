using System.CommandLine;
using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Nodes;
using Warewulf.Cli.Output;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Overlays;
using Warewulf.Core.Hostlists;

namespace Warewulf.Cli.Commands.Overlays;

/// <summary>
/// <c>wwctl overlay build</c>: renders the overlays of nodes before they ask. All nodes are tried; an error on any of them is an error of the
/// verb. What templates could not read is told, and no error.
/// </summary>
internal sealed class OverlayBuildCommand : VerbCommand
{
    private const int AtOnce = 200;

    private readonly Argument<string[]> _nodes = NodesArgument("The nodes; all if none is named.");

    // A head uses the processors it has.
    private readonly Option<string?> _workers = new("--workers") { Hidden = true };

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("build", [], "Render the overlays of nodes and tell what is wrong with them.", () => new OverlayBuildCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_nodes);
        command.Options.Add(_workers);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var hosts = invocation.Get(_nodes);
        var nodes = Hostlist.Expand(hosts.Length > 0 ? hosts : NodeNames.All(invocation, cancellationToken)).Distinct(StringComparer.Ordinal).ToList();
        var done = 0;
        var failures = new List<JsonElement>();
        var warnings = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var some in nodes.Chunk(AtOnce))
        {
            var request = new OverlayBuildRequest([Hostlist.Fold(some)]);
            var reply = await Progress.ShowAsync(
                invocation.Environment,
                () => $"Rendering overlays: {done} of {nodes.Count} nodes",
                () => Task.Run(() => invocation.Heads.Post(Routes.OverlaysBuild, request, ApiJsonContext.Default.OverlayBuildRequest, cancellationToken), CancellationToken.None));
            failures.AddRange(reply.Required(reply.Document(), "failures"));
            Take(reply.Document(), warnings);
            done += some.Length;
        }

        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(JsonOutput.Make(json => Write(json, nodes.Count, failures, warnings)));
        }
        else if (failures.Count == 0)
        {
            invocation.Out.Write($"Rendered the overlays of {(nodes.Count == 1 ? "1 node" : $"{nodes.Count} nodes")}.\n");
        }

        invocation.Warn(warnings.Select(warning => $"{Hostlist.Fold(warning.Value)}: {warning.Key}"));
        foreach (var failure in failures)
        {
            ErrorText.Write(invocation.Environment.Terminal.Error, Line.Clean($"{failure.Text("nodes")}: {failure.Text("message")}"));
        }

        return failures.Count == 0 ? ExitCode.Ok : ExitCode.Error;
    }

    // Nodes of several requests that lack the same share a line.
    private static void Take(JsonElement document, SortedDictionary<string, List<string>> warnings)
    {
        if (!document.TryGetProperty("warnings", out var told) || told.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var warning in told.EnumerateArray())
        {
            var message = warning.Text("message") ?? "";
            if (!warnings.TryGetValue(message, out var nodes))
            {
                warnings[message] = nodes = [];
            }

            nodes.AddRange(Hostlist.Expand([warning.Text("nodes") ?? ""]));
        }
    }

    private static void Write(Utf8JsonWriter json, int nodes, List<JsonElement> failures, SortedDictionary<string, List<string>> warnings)
    {
        json.WriteStartObject();
        json.WriteNumber("nodes", nodes);
        json.WriteStartArray("failures");
        failures.ForEach(failure => failure.WriteTo(json));
        json.WriteEndArray();
        json.WriteStartArray("warnings");
        foreach (var (message, names) in warnings)
        {
            json.WriteStartObject();
            json.WriteString("nodes", Hostlist.Fold(names));
            json.WriteNumber("count", names.Count);
            json.WriteString("message", message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
