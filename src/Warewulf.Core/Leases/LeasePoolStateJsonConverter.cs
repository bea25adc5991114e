using System.Text.Json;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;

namespace Warewulf.Core.Leases;

/// <summary>Writes a pool's state as a list of its entries.</summary>
public sealed class LeasePoolStateJsonConverter : JsonConverter<LeasePoolState>
{
    private static readonly ParsableJsonConverter<LeaseEntry> EntryConverter = new();

    /// <inheritdoc/>
    public override LeasePoolState Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("The state of a lease pool is a list.");
        }

        var entries = new List<LeaseEntry>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            entries.Add(EntryConverter.Read(ref reader, typeof(LeaseEntry), options));
        }

        return LeasePoolState.FromEntries(entries);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, LeasePoolState value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var entry in value.Entries)
        {
            EntryConverter.Write(writer, entry, options);
        }

        writer.WriteEndArray();
    }
}
