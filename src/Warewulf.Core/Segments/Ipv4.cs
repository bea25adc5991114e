using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace Warewulf.Core.Segments;

/// <summary>Arithmetic on IPv4 addresses.</summary>
public static class Ipv4
{
    /// <summary>The address as a number, so that ranges can be compared.</summary>
    public static uint ToNumber(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        return address.AddressFamily == AddressFamily.InterNetwork && address.TryWriteBytes(bytes, out _)
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : throw new ArgumentException($"{address} is not an IPv4 address.", nameof(address));
    }

    /// <summary>The address of a number.</summary>
    public static IPAddress FromNumber(uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }

    /// <summary>The first address of the network an address is in.</summary>
    public static IPAddress Network(IPAddress address, int prefixLength) => FromNumber(ToNumber(address) & MaskNumber(prefixLength));

    /// <summary>The last address of a network, to which everybody listens.</summary>
    public static IPAddress Broadcast(IPNetwork network) =>
        FromNumber(ToNumber(network.BaseAddress) | ~MaskNumber(network.PrefixLength));

    /// <summary>The mask of a prefix length.</summary>
    public static IPAddress Mask(int prefixLength) => FromNumber(MaskNumber(prefixLength));

    /// <summary>The prefix length of a mask, or nothing when its ones are not contiguous.</summary>
    public static int? PrefixLength(IPAddress mask)
    {
        var number = ToNumber(mask);
        var ones = BitOperations.PopCount(number);
        return MaskNumber(ones) == number ? ones : null;
    }

    /// <summary>Whether two networks have an address in common.</summary>
    public static bool Overlap(IPNetwork one, IPNetwork other) => one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);

    private static uint MaskNumber(int prefixLength) => prefixLength == 0 ? 0 : uint.MaxValue << (32 - prefixLength);
}
