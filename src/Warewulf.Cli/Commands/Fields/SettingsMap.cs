using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.Output;

namespace Warewulf.Cli.Commands.Fields;

/// <summary>The map from name to node or profile that Warewulf writes for <c>--json</c> and <c>--yaml</c>.</summary>
internal static class SettingsMap
{
    /// <summary>Spaces per level that Warewulf's YAML has.</summary>
    public const int Indent = 4;

    /// <summary>Makes the map with the keys that nodes.conf has.</summary>
    public static JsonElement Make(IEnumerable<JsonElement> items) => Make(items, (member, json) => member.WriteTo(json));

    /// <summary>Makes the map with the keys that Warewulf's JSON has.</summary>
    public static JsonElement MakeJson(IEnumerable<JsonElement> items) => Make(items, WriteAsJson);

    private static JsonElement Make(IEnumerable<JsonElement> items, Action<JsonProperty, Utf8JsonWriter> write) => JsonOutput.Make(json =>
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
                write(member, json);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    });

    // Warewulf's JSON has the same keys as its YAML but for one, a slip that programs rely on.
    private static void WriteAsJson(JsonProperty member, Utf8JsonWriter json)
    {
        if (!member.NameEquals("network devices") || member.Value.ValueKind != JsonValueKind.Object)
        {
            member.WriteTo(json);
            return;
        }

        json.WriteStartObject(member.Name);
        foreach (var device in member.Value.EnumerateObject())
        {
            json.WriteStartObject(device.Name);
            foreach (var value in device.Value.EnumerateObject())
            {
                json.WritePropertyName(value.NameEquals("onboot") ? "onbot" : value.Name);
                value.Value.WriteTo(json);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
