using System.Buffers.Text;
using System.Net;
using System.Text;

namespace Warewulf.Templates.Values;

/// <summary>Addresses as Go prints them: dotted when they hold IPv4 in either form, else the shortest form of IPv6 without dots.</summary>
internal static class AddressText
{
    /// <summary>Room for every address.</summary>
    public const int MaxLength = 39;

    private const int Groups = 8;
    private const int Size = 16;

    public static string Of(IPAddress address)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(text[..Format(address, text)]);
    }

    /// <summary>Writes the text and returns its length.</summary>
    public static int Format(IPAddress address, Span<byte> text)
    {
        Span<byte> bytes = stackalloc byte[Size];
        _ = address.TryWriteBytes(bytes, out var count);
        return count != Size ? Dotted(bytes[..count], text)
            : bytes[..12].SequenceEqual(Mapped) ? Dotted(bytes[12..], text)
            : Hexadecimal(bytes, text);
    }

    private static ReadOnlySpan<byte> Mapped => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF];

    private static int Dotted(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (i > 0)
            {
                text[length++] = (byte)'.';
            }

            _ = Utf8Formatter.TryFormat(bytes[i], text[length..], out var written);
            length += written;
        }

        return length;
    }

    private static int Hexadecimal(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        var (start, end) = LongestZeros(bytes);
        var length = 0;
        for (var i = 0; i < Groups; i++)
        {
            if (i == start)
            {
                text[length++] = (byte)':';
                text[length++] = (byte)':';
                i = end;
                if (i == Groups)
                {
                    break;
                }
            }
            else if (i > 0)
            {
                text[length++] = (byte)':';
            }

            _ = Group(bytes, i).TryFormat(text[length..], out var written, "x");
            length += written;
        }

        return length;
    }

    // A single zero is written out.
    private static (int Start, int End) LongestZeros(ReadOnlySpan<byte> bytes)
    {
        var best = (Start: -1, End: -1);
        for (var i = 0; i < Groups; i++)
        {
            var end = i;
            while (end < Groups && Group(bytes, end) == 0)
            {
                end++;
            }

            if (end - i > 1 && end - i > best.End - best.Start)
            {
                best = (i, end);
            }

            i = Math.Max(i, end - 1);
        }

        return best;
    }

    private static int Group(ReadOnlySpan<byte> bytes, int group) => (bytes[2 * group] << 8) | bytes[(2 * group) + 1];
}
