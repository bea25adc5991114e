using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Warewulf.Core.Collections;

/// <summary>Writes a <see cref="SortedMap{T}"/> as a JSON object.</summary>
/// <typeparam name="T">The values; their own form must be known to the serializer.</typeparam>
public sealed class SortedMapJsonConverter<T> : JsonConverter<SortedMap<T>>
{
    private const int UsualCount = 16;

    /// <inheritdoc/>
    public override SortedMap<T>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A map is expected.");
        }

        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        var entries = ArrayPool<KeyValuePair<string, T>>.Shared.Rent(UsualCount);
        var count = 0;
        try
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = SharedText.Read(ref reader);
                reader.Read();
                var value = (typeof(T) == typeof(string) && reader.TokenType == JsonTokenType.String
                    ? (T)(object)SharedText.Read(ref reader)
                    : JsonSerializer.Deserialize(ref reader, type)) ?? throw new JsonException($"'{key}' is null: a value is expected.");
                if (count == entries.Length)
                {
                    entries = Grow(entries);
                }

                entries[count++] = KeyValuePair.Create(key, value);
            }

            return SortedMap<T>.From(entries.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<KeyValuePair<string, T>>.Shared.Return(entries, clearArray: true);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SortedMap<T> value, JsonSerializerOptions options)
    {
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        writer.WriteStartObject();
        foreach (var (key, item) in value)
        {
            writer.WritePropertyName(key);
            JsonSerializer.Serialize(writer, item, type);
        }

        writer.WriteEndObject();
    }

    private static KeyValuePair<string, T>[] Grow(KeyValuePair<string, T>[] entries)
    {
        var larger = ArrayPool<KeyValuePair<string, T>>.Shared.Rent(entries.Length * 2);
        entries.CopyTo(larger, 0);
        ArrayPool<KeyValuePair<string, T>>.Shared.Return(entries, clearArray: true);
        return larger;
    }
}
