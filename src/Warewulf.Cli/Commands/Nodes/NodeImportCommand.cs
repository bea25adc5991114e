using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Cli.Commands.Declared;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Catalogs;
using Warewulf.Core.Formats;
using Warewulf.Core.Nodes;
using Warewulf.Core.Validation;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary>
/// <c>wwctl node import</c>: nodes from a file. As YAML each node is afterwards what the file says, and nothing else; of a table of
/// comma-separated text only the columns that are there are touched.
/// </summary>
internal sealed class NodeImportCommand : VerbCommand
{
    private readonly Argument<string[]> _file =
        new("FILE") { Arity = ArgumentArity.ZeroOrMore, Description = "A file as 'wwctl node export' writes it; - for standard input." };

    private readonly Option<bool> _csv = Flag("--csv", null, "The file is comma-separated text, as are those that end in .csv.");
    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("import", [], "Add and replace nodes from a file.", () => new NodeImportCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_file);
        command.Options.Add(_csv);
        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Get(_file) is not [var file])
        {
            throw WarewulfException.Invalid("Name one file: write 'wwctl node import nodes.yaml'.");
        }

        _change.RequireAnswer(invocation);
        var text = SourceText.Read(invocation, file);
        var isCsv = invocation.Get(_csv) || file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
        var request = isCsv ? Table(invocation, file, text, cancellationToken) : Yaml(invocation, file, text);
        var change = new Change<DeclareRequest>(
            Routes.CatalogDeclare, ApiJsonContext.Default.DeclareRequest, request with { Comment = $"node import {Names.Printable(file)}" });
        return ChangeRunner.RunAsync(invocation, _change, change, cancellationToken);
    }

    private static DeclareRequest Yaml(Invocation invocation, string file, string text)
    {
        var nodes = NodesConfReader.ReadNodes(file, text, warning => invocation.Say("WARN: " + warning));
        return nodes.Count > 0 && nodes.All(node => node.Name.ToString() is "nodes" or "nodeprofiles" or "WW_INTERNAL")
            ? throw WarewulfException.Invalid($"'{Names.Printable(file)}' is a whole nodes.conf: import it with 'wwctl import {Names.Printable(file)}'.")
            : new DeclareRequest([], nodes);
    }

    // Cells are put into the nodes as they are, so what others change meanwhile must not be put back: it was not looked at.
    private static DeclareRequest Table(Invocation invocation, string file, string text, CancellationToken cancellationToken)
    {
        var rows = NodeCsv.Read(file, text);
        var declared = DeclaredCatalog.Read(invocation, [], cancellationToken);
        var before = declared.Nodes.ToDictionary(node => node.Name, node => node.Settings);
        return new DeclareRequest([], [.. rows.Select(row => new NodeConfig(row.Node, row.Apply(before.GetValueOrDefault(row.Node, NodeSettings.Empty))))])
        {
            Seen = declared.Revision,
        };
    }
}
