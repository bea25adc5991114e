using System.Text;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Standard base 32 with padding, as Go reads and writes it.</summary>
internal static class Base32Text
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int Bits = 5;
    private const int GroupLength = 8;

    /// <summary>Encodes bytes.</summary>
    public static string Encode(byte[] bytes)
    {
        var output = new StringBuilder(bytes.Length * 2);
        var (buffer, held) = (0, 0);
        foreach (var b in bytes)
        {
            buffer = ((buffer << 8) | b) & 0xFFFF;
            for (held += 8; held >= Bits; held -= Bits)
            {
                output.Append(Alphabet[(buffer >> (held - Bits)) & (Alphabet.Length - 1)]);
            }
        }

        if (held > 0)
        {
            output.Append(Alphabet[(buffer << (Bits - held)) & (Alphabet.Length - 1)]);
        }

        return output.Append('=', (GroupLength - (output.Length % GroupLength)) % GroupLength).ToString();
    }

    /// <summary>The bytes, or where the text goes wrong as Go counts it. Line ends are passed over.</summary>
    public static bool TryDecode(byte[] text, out byte[] bytes, out int badByte)
    {
        var output = new List<byte>(text.Length);
        var fault = Fault(text, output);
        (bytes, badByte) = ([.. output], fault ?? -1);
        return fault is null;
    }

    private static int? Fault(byte[] input, List<byte> output)
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

                var digit = Alphabet.IndexOf((char)c, StringComparison.Ordinal);
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
