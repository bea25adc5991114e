using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Warewulf.Grains.Hosting;

/// <summary>The state of one grain as it is stored.</summary>
/// <param name="Key">Which grain of its type.</param>
/// <param name="Version">The version to name when replacing it; greater than 0.</param>
/// <param name="Json">The state.</param>
public sealed record StoredGrain(string Key, long Version, ReadOnlyMemory<byte> Json)
{
    /// <summary>Makes an object of what is stored.</summary>
    /// <param name="type">What it was made of.</param>
    /// <param name="error">Why it cannot be read, when the answer is null: damage, or the form of another version.</param>
    internal T? Read<T>(JsonTypeInfo<T> type, out Exception? error)
        where T : class
    {
        try
        {
            var value = JsonSerializer.Deserialize(Json.Span, type);
            error = value is null ? new JsonException("The stored JSON is null.") : null;
            return value;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Not JsonException alone: what damage makes converters and constructors throw is anybody's guess.
            error = e;
            return null;
        }
    }
}
