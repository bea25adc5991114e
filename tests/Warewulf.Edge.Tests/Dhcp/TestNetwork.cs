using System.Collections.Immutable;
using System.Net;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Edge.Dhcp;
using Warewulf.Edge.Dhcp.Wire;
using Warewulf.Edge.Sockets;

namespace Warewulf.Edge.Tests.Dhcp;

/// <summary>
/// A site with the segments default (10.77.0.0/24, dynamic from .100 to .199) and remote (10.81.0.0/24, no dynamic range), two nodes and two devices more.
/// </summary>
internal static class TestNetwork
{
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    public static readonly DhcpInterface Interface = new("eth1", Ip("10.77.0.1"), 2);

    public static readonly DhcpPlacement Placement = new([Interface], [Interface.Address]);

    /// <summary>n1, the primary device, 10.77.0.11.</summary>
    public static readonly MacAddress Known = MacAddress.Parse("52:54:00:77:00:01");

    /// <summary>n2, in the segment behind the relay, 10.81.0.12.</summary>
    public static readonly MacAddress Remote = MacAddress.Parse("52:54:00:77:01:02");

    /// <summary>n3, no address.</summary>
    public static readonly MacAddress Addressless = MacAddress.Parse("52:54:00:77:00:03");

    /// <summary>Nobody's.</summary>
    public static readonly MacAddress Unknown = MacAddress.Parse("52:54:00:77:09:99");

    public static SegmentSnapshot Snapshot { get; } = new(7)
    {
        Segments =
        [
            new SegmentConfig(SegmentName.Parse("default"), IPNetwork.Parse("10.77.0.0/24"))
            {
                Gateway = Ip("10.77.0.254"),
                RangeStart = Ip("10.77.0.100"),
                RangeEnd = Ip("10.77.0.199"),
            },
            new SegmentConfig(SegmentName.Parse("remote"), IPNetwork.Parse("10.81.0.0/24")) { LeaseTime = TimeSpan.FromHours(2) },
        ],
        Hosts =
        [
            new SegmentHost(Known, NodeName.Parse("n1"), "default") { Address = Ip("10.77.0.11"), Primary = true },
            new SegmentHost(Remote, NodeName.Parse("n2"), "default") { Address = Ip("10.81.0.12"), Netmask = Ip("255.255.0.0"), Gateway = Ip("10.81.0.9") },
            new SegmentHost(Addressless, NodeName.Parse("n3"), "default"),
            new SegmentHost(MacAddress.Parse("52:54:00:77:00:02"), NodeName.Parse("n4"), "default") { Address = Ip("10.77.0.150") },
        ],
        Loaders = new Dictionary<ClientArchitecture, string>
        {
            [ClientArchitecture.Bios] = "warewulf/undionly.kpxe",
            [ClientArchitecture.UefiX64] = "warewulf/snponly.efi",
            [ClientArchitecture.UefiByteCode] = "warewulf/bc.efi",
            [ClientArchitecture.UefiArm64] = "warewulf/arm64.efi",
        }.ToImmutableSortedDictionary(),
    };

    public static DhcpDirectory Directory { get; } = new(Snapshot);

    public static IPAddress Ip(string text) => IPAddress.Parse(text);

    public static UdpReceived Broadcast { get; } = new(0, new IPEndPoint(IPAddress.Any, 68), IPAddress.Broadcast, 2);

    public static UdpReceived Unicast(string to) => new(0, new IPEndPoint(IPAddress.Any, 68), Ip(to), 2);

    public static DhcpPacket Packet(DhcpMessageType type, MacAddress mac, Action<DhcpOptions>? options = null)
    {
        var packet = new DhcpPacket { Xid = 0x1234ABCD, HardwareAddress = mac.ToBytes() };
        packet.Options.Add(DhcpOptionCode.MessageType, (byte)type);
        options?.Invoke(packet.Options);
        return packet;
    }

    /// <summary>A request of a client of that kind.</summary>
    public static DhcpPacket From(string vendorClass, int? architecture, string? userClass, MacAddress mac, DhcpMessageType type = DhcpMessageType.Discover) =>
        Packet(type, mac, options =>
        {
            options.Add(DhcpOptionCode.VendorClass, vendorClass);
            if (architecture is { } number)
            {
                options.Add(DhcpOptionCode.ClientArchitecture, new[] { (byte)(number >> 8), (byte)number });
            }

            if (userClass is not null)
            {
                options.Add(DhcpOptionCode.UserClass, userClass);
            }
        });

    public static DhcpContext Context(DhcpPacket packet, UdpReceived? received = null, DhcpDirectory? directory = null)
    {
        var (context, silence) = Read(DhcpPacketWriter.Write(packet, DhcpPacketWriter.LargestLength), received, directory);
        return context ?? throw new InvalidOperationException($"No context: {silence?.Silence} {silence?.Detail}");
    }

    public static (DhcpContext? Context, DhcpDecision? Silence) Read(byte[] datagram, UdpReceived? received = null, DhcpDirectory? directory = null) =>
        new DhcpRequestReader(() => [Interface.Address, Ip("10.77.0.2")]).Read(datagram, received ?? Broadcast, Interface, directory ?? Directory, Now);
}
