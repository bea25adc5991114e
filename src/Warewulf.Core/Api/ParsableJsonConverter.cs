using System.Text.Json;
using System.Text.Json.Serialization;

namespace Warewulf.Core.Api;

/// <summary>Writes a value type such as a node name as a JSON string and reads it back through its own parser.</summary>
/// <typeparam name="T">A type whose <c>ToString</c> and <c>Parse</c> are each other's inverse.</typeparam>
public sealed class ParsableJsonConverter<T> : JsonConverter<T>
    where T : IParsable<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString()!);

    private static T Parse(string? text)
    {
        try
        {
            return T.Parse(text ?? "", null);
        }
        catch (Exception e) when (e is WarewulfException or FormatException)
        {
            throw new JsonException(e.Message, e);
        }
    }
}
