using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Nodes;

/// <summary>A hardware address in its canonical form, lower case with colons: 6 bytes for Ethernet, 8 or 20 for InfiniBand.</summary>
[JsonConverter(typeof(ParsableJsonConverter<MacAddress>))]
public readonly record struct MacAddress : IParsable<MacAddress>, IComparable<MacAddress>
{
    private readonly string? _text;

    private MacAddress(string text) => _text = text;

    /// <summary>Makes an address from its bytes.</summary>
    public static MacAddress FromBytes(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[(bytes.Length * 3) - 1];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (i > 0)
            {
                text[(i * 3) - 1] = ':';
            }

            bytes[i].TryFormat(text[(i * 3)..], out _, "x2");
        }

        return new MacAddress(new string(text));
    }

    /// <summary>Reads an address written with colons or dashes.</summary>
    /// <exception cref="WarewulfException">The text is not a hardware address.</exception>
    public static MacAddress Parse(string text) => Parse(text, null);

    /// <inheritdoc/>
    public static MacAddress Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var mac)
            ? mac
            : throw WarewulfException.Invalid(
                $"'{Names.Printable(s)}' is not a hardware address: write it as six bytes in hexadecimal, such as 52:54:00:12:34:56.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out MacAddress result)
    {
        result = default;
        if (s is null || (s.Length + 1) % 3 != 0 || (s.Length + 1) / 3 is not (6 or 8 or 20))
        {
            return false;
        }

        for (var i = 0; i < s.Length; i++)
        {
            var valid = i % 3 == 2 ? s[i] is ':' or '-' : char.IsAsciiHexDigit(s[i]);
            if (!valid)
            {
                return false;
            }
        }

        result = new MacAddress(s.Replace('-', ':').ToLowerInvariant());
        return true;
    }

    /// <summary>The raw bytes, in network order.</summary>
    public byte[] ToBytes() => Convert.FromHexString(ToString().Replace(":", "", StringComparison.Ordinal));

    /// <inheritdoc/>
    public int CompareTo(MacAddress other) => string.CompareOrdinal(ToString(), other.ToString());

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
