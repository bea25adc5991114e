using System.Buffers;
using System.Text.Json;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Formats;

/// <summary>Makes JSON of a YAML value of any shape. Keys become texts: JSON has no others.</summary>
internal static class YamlJson
{
    /// <summary>Converts a value.</summary>
    /// <param name="item">The value.</param>
    /// <param name="problems">Takes what JSON cannot say: keys that are lists or sections.</param>
    public static JsonElement Convert(YamlItem item, FileProblems problems)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, item, problems);
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter writer, YamlItem item, FileProblems problems)
    {
        switch (item)
        {
            case YamlText { IsPlain: true } plain when YamlScalar.ToJson(plain.Text) is { } json:
                writer.WriteRawValue(json);
                break;
            case YamlText text:
                writer.WriteStringValue(text.Text);
                break;
            case YamlList list:
                writer.WriteStartArray();
                foreach (var child in list.Items)
                {
                    Write(writer, child, problems);
                }

                writer.WriteEndArray();
                break;
            case YamlMap map:
                writer.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    if (!entry.IsText)
                    {
                        problems.Add(entry.Line, $"a key of a section is a text or a number, and not '{Names.Printable(entry.Key)}'.");
                    }

                    writer.WritePropertyName(entry.Key);
                    Write(writer, entry.Value, problems);
                }

                writer.WriteEndObject();
                break;
            default:
                throw new InvalidOperationException($"'{item.GetType().Name}' is no YAML value.");
        }
    }
}
