using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.Output;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary>The table of <c>wwctl node list --all</c>: one row per value that a node or one of its profiles says, and who says it.</summary>
internal static class NodeFieldView
{
    /// <summary>What stands for a secret.</summary>
    public const string Hidden = "********";

    /// <summary>Makes the table. What nobody says, and programs take for granted, is not in it.</summary>
    public static Table Make(IEnumerable<JsonElement> nodes)
    {
        var table = new Table("NODE", "FIELD", "PROFILE", "VALUE");
        foreach (var node in nodes)
        {
            var name = NodeViews.Name(node);
            foreach (var field in node.Items("fields"))
            {
                if (field.Text("kind") != "Default")
                {
                    var isSecret = field.Member("isSecret") is { ValueKind: JsonValueKind.True };
                    table.Add(name, field.Text("field"), field.Text("source"), isSecret ? Hidden : field.Text("value"));
                }
            }
        }

        return table;
    }
}
