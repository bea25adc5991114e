using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Warewulf.Core.Validation;

/// <summary>Reads IP addresses as people write them.</summary>
public static class Addresses
{
    /// <summary>
    /// Reads an address in its usual form. The framework also takes <c>10.1</c> and <c>0x7f.1</c>, as C programs of old did; nobody who types them
    /// means the address they stand for.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address) && (text.Contains(':') || IsUsual(text, address));

    private static bool IsUsual(ReadOnlySpan<char> text, IPAddress address)
    {
        Span<char> usual = stackalloc char[text.Length];
        return address.TryFormat(usual, out var length) && text.SequenceEqual(usual[..length]);
    }
}
