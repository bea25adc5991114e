using System.Buffers;
using System.Text.Json;

namespace Warewulf.Core.Nodes;

/// <summary>Makes new JSON values out of parts of others.</summary>
internal static class JsonElementWriter
{
    /// <summary>An array of the given values.</summary>
    public static JsonElement Array(IEnumerable<JsonElement> items) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    });

    /// <summary>An object of the given members.</summary>
    public static JsonElement Object(IEnumerable<KeyValuePair<string, JsonElement>> members) => Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    private static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
