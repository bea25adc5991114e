using System.CommandLine;
using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Fields;
using Warewulf.Cli.Output;
using Warewulf.Core.Api;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary>
/// <c>wwctl node list</c>. <c>--json</c> and <c>--yaml</c> write Warewulf's own shape, a map from name to node; <c>--output</c> writes
/// the head's answer, with <c>--all</c> also the values that nobody said. Of several views the first of json, yaml, all, ipmi, net, long
/// wins, as in Warewulf.
/// </summary>
internal sealed class NodeListCommand : VerbCommand
{
    private readonly Argument<string[]> _nodes = NodesArgument("The nodes; all if none is named.");
    private readonly Option<bool> _all = Flag("--all", "-a", "Show every field that has a value, and the profile it comes from.");
    private readonly Option<bool> _long = Flag("--long", "-l", "Show kernel, image and overlays.");
    private readonly Option<bool> _net = Flag("--net", "-n", "Show network devices.");
    private readonly Option<bool> _ipmi = Flag("--ipmi", "-i", "Show management controllers.");
    private readonly Option<bool> _yaml = Flag("--yaml", "-y", "Write a map from name to node as YAML.");
    private readonly Option<bool> _json = Flag("--json", "-j", "Write a map from name to node as JSON.");

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("list", ["ls"], "List nodes with their profiles merged in.", () => new NodeListCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_nodes);
        foreach (var option in (Option[])[_all, _long, _net, _ipmi, _yaml, _json])
        {
            command.Options.Add(option);
        }
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var isFields = invocation.Get(_all) && !invocation.Get(_json) && !invocation.Get(_yaml);
        var route = isFields ? Routes.NodesFields : Routes.Nodes;
        var reply = invocation.Heads.Get(HostQuery.Path(route, invocation.Get(_nodes)), cancellationToken);
        var document = reply.Document();
        var nodes = reply.Required(document, "nodes");
        if (invocation.Get(_json))
        {
            JsonOutput.Write(invocation.Out, SettingsMap.MakeJson(nodes));
        }
        else if (invocation.Get(_yaml))
        {
            YamlOutput.Write(invocation.Out, SettingsMap.Make(nodes), SettingsMap.Indent);
        }
        else if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document);
        }
        else
        {
            View(invocation)(nodes).WriteTo(invocation.Out);
        }

        return Done;
    }

    private Func<IEnumerable<JsonElement>, Table> View(Invocation invocation) =>
        invocation.Get(_all) ? NodeFieldView.Make
        : invocation.Get(_ipmi) ? NodeViews.Ipmi
        : invocation.Get(_net) ? NodeViews.Net
        : invocation.Get(_long) ? NodeViews.Long
        : NodeViews.Simple;
}
