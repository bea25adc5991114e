using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.Output;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary>The map from name to node that Warewulf writes for <c>--json</c> and <c>--yaml</c>: node fields and settings side by side.</summary>
internal static class NodeMap
{
    /// <summary>Spaces per level that Warewulf's YAML has.</summary>
    public const int Indent = 4;

    /// <summary>Makes the map.</summary>
    public static JsonElement Make(IEnumerable<JsonElement> nodes) => JsonOutput.Make(json =>
    {
        json.WriteStartObject();
        foreach (var node in nodes)
        {
            json.WriteStartObject(node.Text("name") ?? "");
            foreach (var member in node.EnumerateObject().Where(member => !member.NameEquals("name") && !member.NameEquals("settings")))
            {
                member.WriteTo(json);
            }

            foreach (var member in node.Entries("settings"))
            {
                member.WriteTo(json);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    });
}
