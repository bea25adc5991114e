using System.CommandLine;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Commands.Changes;
using Warewulf.Cli.Commands.Declared;
using Warewulf.Core.Api.Catalogs;
using Warewulf.Core.Formats;
using Warewulf.Core.Nodes;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary><c>wwctl node edit</c>: nodes as declared, in an editor.</summary>
internal sealed class NodeEditCommand : VerbCommand
{
    private readonly Argument<string[]> _nodes = NodesArgument("The nodes to edit; all if none is named.");
    private readonly Option<bool> _noHeader = Flag("--noheader", null, "Leave out the comment that lists every key.");
    private readonly ChangeOptions _change = new();

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new("edit", [], "Edit nodes as text in $EDITOR.", () => new NodeEditCommand());

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(_nodes);
        command.Options.Add(_noHeader);
        _change.AddTo(command);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        _change.RequireAnswer(invocation);
        var declared = DeclaredCatalog.Read(invocation, invocation.Get(_nodes), cancellationToken);
        var edited = new EditedSettings(
            "node",
            declared.Nodes.ToDictionary(node => node.Name.ToString(), node => node.Settings, StringComparer.Ordinal),
            (file, text, warn) => NodesConfReader.ReadNodes(file, text, warn).Select(node => KeyValuePair.Create(node.Name.ToString(), node.Settings)),
            (changed, removed) => new DeclareRequest([], [.. changed.Select(node => new NodeConfig(NodeName.Parse(node.Key), node.Value))])
            {
                RemoveNodes = removed,
                Seen = declared.Revision,
                Comment = "node edit",
            });
        return SettingsEditor.RunAsync(invocation, _change, edited, !invocation.Get(_noHeader), cancellationToken);
    }
}
