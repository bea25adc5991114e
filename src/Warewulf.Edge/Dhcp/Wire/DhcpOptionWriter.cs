namespace Warewulf.Edge.Dhcp.Wire;

/// <summary>Writes a list of options into an area of fixed size.</summary>
internal static class DhcpOptionWriter
{
    private const int LongestPart = 255;

    /// <summary>The encapsulated form of a list, as the value of option 43 or 175.</summary>
    public static byte[] Encapsulate(params ReadOnlySpan<DhcpOption> options)
    {
        var length = 1;
        foreach (var option in options)
        {
            length += SizeOf(option);
        }

        var value = new byte[length];
        var rest = value.AsSpan();
        foreach (var option in options)
        {
            rest = rest[Write(option, rest)..];
        }

        rest[0] = DhcpOptionCode.End;
        return value;
    }

    /// <summary>How many bytes an option takes; one longer than 255 bytes is written in parts (RFC 3396).</summary>
    public static int SizeOf(DhcpOption option) => option.Value.Length + (2 * PartsOf(option));

    /// <summary>Writes one option and returns its size.</summary>
    public static int Write(DhcpOption option, Span<byte> into)
    {
        var value = option.Value.Span;
        var written = 0;
        for (var part = PartsOf(option); part > 0; part--)
        {
            var length = Math.Min(value.Length, LongestPart);
            into[written] = option.Code;
            into[written + 1] = (byte)length;
            value[..length].CopyTo(into[(written + 2)..]);
            value = value[length..];
            written += 2 + length;
        }

        return written;
    }

    private static int PartsOf(DhcpOption option) => Math.Max(1, (option.Value.Length + LongestPart - 1) / LongestPart);
}
