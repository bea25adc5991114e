using System.Text.Json;

namespace Warewulf.Core.Collections;

/// <summary>
/// Reads short texts so that those that come again and again are one object: the same few keys and values stand in every node of a site.
/// A table of fixed size, in which a later text takes the place of an earlier one, so it neither grows nor needs a lock.
/// </summary>
internal static class SharedText
{
    private const int Longest = 32;

    private static readonly string?[] Slots = new string?[4096];

    /// <summary>Reads the name or text the reader stands at.</summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        if (reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length > Longest)
        {
            return reader.GetString()!;
        }

        ref var slot = ref Slots[Hash(reader.ValueSpan) % (uint)Slots.Length];
        var known = slot;
        return known is not null && reader.ValueTextEquals(known) ? known : slot = reader.GetString()!;
    }

    // FNV-1a. Whoever chooses texts that meet in one slot gains nothing: they are then made anew each time, as without the table.
    private static uint Hash(ReadOnlySpan<byte> text)
    {
        var hash = 2166136261;
        foreach (var b in text)
        {
            hash = (hash ^ b) * 16777619;
        }

        return hash;
    }
}
