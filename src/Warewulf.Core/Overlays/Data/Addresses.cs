using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Warewulf.Core.Segments;

namespace Warewulf.Core.Overlays.Data;

/// <summary>Addresses with their network, as templates print them. What cannot be said is the empty string.</summary>
internal static class Addresses
{
    internal static string Text(IPAddress? address) => address?.ToString() ?? "";

    /// <summary>An IPv4 address with its mask's length, as in <c>10.0.0.1/16</c>.</summary>
    internal static string Cidr(IPAddress? address, IPAddress? mask) =>
        Number(address) is > 0 and var value && PrefixLength(mask) is > 0 and var length ? $"{Ipv4.FromNumber(value)}/{length}" : "";

    /// <summary>The network an IPv4 address lies in.</summary>
    internal static string Network(IPAddress? address, IPAddress? mask) =>
        Number(address) is { } value && Number(mask) is > 0 and var bits ? Ipv4.FromNumber(value & bits).ToString() : "";

    /// <summary>An IPv6 address with its prefix length.</summary>
    internal static string Cidr6(IPAddress? address, string? prefixLength) =>
        address is { AddressFamily: AddressFamily.InterNetworkV6 } && Prefix6(prefixLength) is { } length ? $"{address}/{length}" : "";

    /// <summary>The network an IPv6 address lies in.</summary>
    internal static string Network6(IPAddress? address, string? prefixLength)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6 } || Prefix6(prefixLength) is not { } length)
        {
            return "";
        }

        var value = BinaryPrimitives.ReadUInt128BigEndian(address.GetAddressBytes());
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, length == 0 ? 0 : value & (UInt128.MaxValue << (128 - length)));
        return new IPAddress(bytes).ToString();
    }

    private static int? Prefix6(string? text) => int.TryParse(text, out var length) && length is >= 0 and <= 128 ? length : null;

    private static int? PrefixLength(IPAddress? mask) =>
        mask is { AddressFamily: AddressFamily.InterNetwork } ? Ipv4.PrefixLength(mask) : null;

    private static uint? Number(IPAddress? address) =>
        address is { AddressFamily: AddressFamily.InterNetwork } ? Ipv4.ToNumber(address) : null;
}
