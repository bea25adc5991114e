using System.CommandLine;
using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Declared;
using Warewulf.Cli.Commands.Fields;
using Warewulf.Cli.Output;
using Warewulf.Core;
using Warewulf.Core.Formats;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary>
/// <c>wwctl node export</c>: nodes as they are declared, without what they get from profiles. Warewulf writes merged nodes, which lose their
/// profiles when they are imported again.
/// </summary>
internal sealed class NodeExportCommand : VerbCommand
{
    private readonly Argument<string[]> _nodes = NodesArgument("The nodes; all if none is named.");
    private readonly Option<bool> _csv = Flag("--csv", null, "Write a table of comma-separated text, one row for each node.");

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("export", [], "Write nodes as they are declared, as YAML.", () => new NodeExportCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_nodes);
        command.Options.Add(_csv);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var isCsv = invocation.Get(_csv);
        if (isCsv && invocation.Format != OutputFormat.Table)
        {
            throw WarewulfException.Invalid("--csv and --output name two formats: leave one of the two out.");
        }

        var reply = DeclaredCatalog.Ask(invocation, invocation.Get(_nodes), null, cancellationToken);
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(SettingsMap.Make(reply.Required(reply.Document(), "nodes")));
            return Done;
        }

        var nodes = DeclaredCatalog.Read(reply).Nodes;
        invocation.Out.Write(isCsv
            ? NodeCsv.Write(nodes)
            : NodesConfWriter.WriteMap(nodes.Select(node => KeyValuePair.Create(node.Name.ToString(), node.Settings))));
        return Done;
    }
}
