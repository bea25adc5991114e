using System.Text;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Base 64 and base 32 as Go reads and writes them. Sprig hands out an error's text as if it were the result.</summary>
internal static class BitText
{
    /// <summary>Encodes bytes with an alphabet of 2^bits letters and padding.</summary>
    public static string Encode(byte[] bytes, string alphabet, int bits)
    {
        var output = new StringBuilder(bytes.Length * 2);
        var (buffer, held) = (0, 0);
        foreach (var b in bytes)
        {
            buffer = ((buffer << 8) | b) & 0xFFFF;
            for (held += 8; held >= bits; held -= bits)
            {
                output.Append(alphabet[(buffer >> (held - bits)) & (alphabet.Length - 1)]);
            }
        }

        if (held > 0)
        {
            output.Append(alphabet[(buffer << (bits - held)) & (alphabet.Length - 1)]);
        }

        var group = GroupLength(bits);
        return output.Append('=', (group - (output.Length % group)) % group).ToString();
    }

    /// <summary>Decodes a text, or gives Go's error for it. Line ends are passed over.</summary>
    public static string Decode(byte[] text, string alphabet, int bits, string name)
    {
        var output = new List<byte>(text.Length);
        return Fault(text, alphabet, bits, output) is { } at
            ? $"illegal {name} data at input byte {at}"
            : GoText.FromUtf8([.. output]);
    }

    private static int GroupLength(int bits) => bits == 6 ? 4 : 8;

    /// <summary>Where the text is wrong; null when it is not.</summary>
    private static int? Fault(byte[] text, string alphabet, int bits, List<byte> output) =>
        bits == 6 ? Fault64(text, alphabet, output) : Fault32(text, alphabet, output);

    private static int? Fault64(byte[] text, string alphabet, List<byte> output)
    {
        for (var at = 0; ;)
        {
            var (value, count) = (0, 0);
            while (count < 4)
            {
                if (at == text.Length)
                {
                    return count == 0 ? null : at - count;
                }

                var c = text[at++];
                if (c is (byte)'\r' or (byte)'\n')
                {
                    continue;
                }

                var digit = alphabet.IndexOf((char)c, StringComparison.Ordinal);
                if (digit >= 0)
                {
                    value = (value << 6) | digit;
                    count++;
                    continue;
                }

                if (c != '=' || count < 2)
                {
                    return at - 1;
                }

                return Padding64(text, at, count) ?? Flush(output, value, count);
            }

            output.AddRange([(byte)(value >> 16), (byte)(value >> 8), (byte)value]);
        }
    }

    private static int? Flush(List<byte> output, int value, int count)
    {
        output.Add((byte)(count == 2 ? value >> 4 : value >> 10));
        if (count == 3)
        {
            output.Add((byte)(value >> 2));
        }

        return null;
    }

    /// <summary>Checks what stands after the first padding sign.</summary>
    private static int? Padding64(byte[] text, int at, int count)
    {
        SkipLineEnds(text, ref at);
        if (count == 2)
        {
            if (at == text.Length)
            {
                return text.Length;
            }

            if (text[at] != '=')
            {
                return at - 1;
            }

            at++;
            SkipLineEnds(text, ref at);
        }

        return at < text.Length ? at : null;
    }

    private static void SkipLineEnds(byte[] text, ref int at)
    {
        while (at < text.Length && text[at] is (byte)'\r' or (byte)'\n')
        {
            at++;
        }
    }

    private static int? Fault32(byte[] input, string alphabet, List<byte> output)
    {
        // Positions count without line ends here, as in Go.
        var text = Array.FindAll(input, static b => b is not ((byte)'\r' or (byte)'\n'));
        for (var at = 0; at < text.Length;)
        {
            var (value, count) = (0L, 0);
            var isEnd = false;
            while (count < 8)
            {
                if (at == text.Length)
                {
                    return at - count;
                }

                var c = text[at++];
                if (c == '=' && count >= 2 && text.Length - at < 8)
                {
                    var missing = 8 - count - 1;
                    if (text.Length - at < missing)
                    {
                        return text.Length;
                    }

                    for (var i = 0; i < missing; i++)
                    {
                        if (text[at + i] != '=')
                        {
                            return at + i - 1;
                        }
                    }

                    if (count is 3 or 6 or 1)
                    {
                        return at - 1;
                    }

                    isEnd = true;
                    break;
                }

                var digit = alphabet.IndexOf((char)c, StringComparison.Ordinal);
                if (digit < 0)
                {
                    return at - 1;
                }

                value = (value << 5) | (long)digit;
                count++;
            }

            value <<= 5 * (8 - count);
            for (var i = 0; i < count * 5 / 8; i++)
            {
                output.Add((byte)(value >> (32 - (8 * i))));
            }

            if (isEnd)
            {
                return null;
            }
        }

        return null;
    }
}
