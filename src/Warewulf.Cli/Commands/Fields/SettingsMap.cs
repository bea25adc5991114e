using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.Output;

namespace Warewulf.Cli.Commands.Fields;

/// <summary>The map from name to node or profile that Warewulf writes for <c>--json</c> and <c>--yaml</c>.</summary>
internal static class SettingsMap
{
    /// <summary>Spaces per level that Warewulf's YAML has.</summary>
    public const int Indent = 4;

    /// <summary>Makes the map.</summary>
    public static JsonElement Make(IEnumerable<JsonElement> items) => JsonOutput.Make(json =>
    {
        json.WriteStartObject();
        foreach (var item in items)
        {
            json.WriteStartObject(item.Text("name") ?? "");
            foreach (var member in item.EnumerateObject().Where(member => !member.NameEquals("name") && !member.NameEquals("settings")))
            {
                member.WriteTo(json);
            }

            foreach (var member in item.Entries("settings"))
            {
                member.WriteTo(json);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    });
}
