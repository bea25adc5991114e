using System.Buffers.Text;
using System.Text;

using Warewulf.Core.Api;

namespace Warewulf.Core.Archives;

/// <summary>The records of a PAX extended header: <c>length key=value\n</c>, the length counting the whole record (POSIX.1-2001 pax).</summary>
internal static class PaxRecords
{
    /// <summary>Adds the records to <paramref name="into"/>; an empty value takes the key back.</summary>
    internal static void Parse(ReadOnlySpan<byte> data, Dictionary<string, byte[]> into, long position)
    {
        while (!data.IsEmpty)
        {
            var blank = data.IndexOf((byte)' ');
            if (blank <= 0 || !Utf8Parser.TryParse(data[..blank], out int length, out var consumed) || consumed != blank
                || length <= blank + 1 || length > data.Length || data[length - 1] != '\n')
            {
                throw Damaged(position);
            }

            var record = data[(blank + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals <= 0)
            {
                throw Damaged(position);
            }

            Store(Encoding.UTF8.GetString(record[..equals]), record[(equals + 1)..], into);
            data = data[length..];
        }
    }

    /// <summary>A whole number, or null when the key is absent.</summary>
    internal static long? Number(Dictionary<string, byte[]> records, string key, long position)
    {
        if (!records.TryGetValue(key, out var value))
        {
            return null;
        }

        return Utf8Parser.TryParse(value, out long number, out var consumed) && consumed == value.Length ? number : throw Damaged(position);
    }

    /// <summary>A decimal time, split so that the nanoseconds are never negative.</summary>
    internal static (long Seconds, int Nanoseconds)? Time(Dictionary<string, byte[]> records, string key, long position)
    {
        if (!records.TryGetValue(key, out var value))
        {
            return null;
        }

        var point = Array.IndexOf(value, (byte)'.');
        var whole = value.AsSpan(0, point < 0 ? value.Length : point);
        var fraction = point < 0 ? default : value.AsSpan(point + 1);
        if (!Utf8Parser.TryParse(whole, out long seconds, out var consumed) || consumed != whole.Length)
        {
            throw Damaged(position);
        }

        var nanoseconds = 0;
        for (var i = 0; i < 9; i++)
        {
            var digit = i < fraction.Length ? fraction[i] - '0' : 0;
            if (digit is < 0 or > 9)
            {
                throw Damaged(position);
            }

            nanoseconds = (nanoseconds * 10) + digit;
        }

        var negative = whole.Length > 0 && whole[0] == '-' && nanoseconds > 0;
        return negative ? (seconds - 1, 1_000_000_000 - nanoseconds) : (seconds, nanoseconds);
    }

    private static void Store(string key, ReadOnlySpan<byte> value, Dictionary<string, byte[]> into)
    {
        if (TarSparse.IsListed(key))
        {
            into[TarSparse.ListKey] = into.TryGetValue(TarSparse.ListKey, out var list) ? [.. list, (byte)',', .. value] : value.ToArray();
            return;
        }

        if (value.IsEmpty)
        {
            into.Remove(key);
        }
        else
        {
            into[key] = value.ToArray();
        }
    }

    private static WarewulfException Damaged(long position) =>
        new(ApiErrorCode.Invalid, $"The tar archive is damaged: the extended header before byte {position} is not well formed. Copy or make it again.");
}
