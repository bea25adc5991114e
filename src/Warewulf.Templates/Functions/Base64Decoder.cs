using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions;

/// <summary>Standard base64 with padding; line breaks are skipped.</summary>
internal static class Base64Decoder
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>The bytes, or where the text goes wrong as Go counts it: by bytes, from 0.</summary>
    public static bool TryDecode(string text, out byte[] bytes, out int badByte) => TryDecode(GoText.ToUtf8(text), out bytes, out badByte);

    /// <summary>As above, from the bytes of the text.</summary>
    public static bool TryDecode(byte[] source, out byte[] bytes, out int badByte)
    {
        var output = new List<byte>(source.Length / 4 * 3);
        var (bits, count, at) = (0, 0, 0);
        bytes = [];
        while (at < source.Length)
        {
            var c = source[at++];
            if (c is (byte)'\n' or (byte)'\r')
            {
                continue;
            }

            if (c == '=')
            {
                badByte = count < 2 ? at - 1 : Padding(source, at, count);
                output.Add((byte)(bits >> (count == 2 ? 4 : 10)));
                if (count == 3)
                {
                    output.Add((byte)(bits >> 2));
                }

                bytes = [.. output];
                return badByte < 0;
            }

            var value = c < 0x80 ? Alphabet.IndexOf((char)c, StringComparison.Ordinal) : -1;
            if (value < 0)
            {
                badByte = at - 1;
                return false;
            }

            bits = (bits << 6) | value;
            if (++count == 4)
            {
                output.AddRange([(byte)(bits >> 16), (byte)(bits >> 8), (byte)bits]);
                (bits, count) = (0, 0);
            }
        }

        bytes = [.. output];
        badByte = at - count;
        return count == 0;
    }

    /// <summary>Where the padding goes wrong; -1 when it does not. The first padding character is already taken.</summary>
    private static int Padding(byte[] source, int at, int count)
    {
        at = SkipLineBreaks(source, at);
        if (count == 2)
        {
            if (at == source.Length)
            {
                return source.Length;
            }

            if (source[at] != '=')
            {
                return at - 1;
            }

            at = SkipLineBreaks(source, at + 1);
        }

        return at < source.Length ? at : -1;
    }

    private static int SkipLineBreaks(byte[] source, int at)
    {
        while (at < source.Length && source[at] is (byte)'\n' or (byte)'\r')
        {
            at++;
        }

        return at;
    }
}
