using System.Text.Json;
using System.Text.Json.Serialization;

namespace Warewulf.Core.Archives;

/// <summary>Writes a path as JSON text (<see cref="BytePath.ToEscaped"/>), so that names in no encoding survive.</summary>
public sealed class BytePathJsonConverter : JsonConverter<BytePath>
{
    /// <inheritdoc/>
    public override BytePath Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        BytePath.FromEscaped(reader.GetString() ?? "");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, BytePath value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToEscaped());
}
