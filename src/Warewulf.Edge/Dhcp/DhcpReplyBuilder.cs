using System.Net;
using Warewulf.Core.Segments;
using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Dhcp;

/// <summary>Makes replies. Which options a reply has depends on who asks: an operating system gets nothing about booting.</summary>
internal static class DhcpReplyBuilder
{
    // The longest text that leaves room for the terminating NUL.
    private const int LongestFile = 127;

    private const byte PxeDiscoveryControl = 6;
    private const byte PxeUseBootFile = 8;
    private const byte IpxeNoProxyDhcp = 176;

    private static readonly byte[] PxeOptions =
        DhcpOptionWriter.Encapsulate(new DhcpOption(PxeDiscoveryControl, new[] { PxeUseBootFile }));

    private static readonly byte[] IpxeOptions =
        DhcpOptionWriter.Encapsulate(new DhcpOption(IpxeNoProxyDhcp, new byte[] { 1 }));

    /// <summary>An offer or an acknowledgement of an address.</summary>
    /// <param name="context">The request.</param>
    /// <param name="type">OFFER or ACK.</param>
    /// <param name="address">The address.</param>
    /// <param name="leaseTime">For how long.</param>
    public static DhcpPacket Lease(DhcpContext context, DhcpMessageType type, IPAddress address, TimeSpan leaseTime)
    {
        var options = Begin(context, type)
            .Add(DhcpOptionCode.LeaseTime, leaseTime)
            .Add(DhcpOptionCode.RenewalTime, leaseTime / 2)
            .Add(DhcpOptionCode.RebindingTime, leaseTime * 7 / 8);
        AddNetwork(options, context, address);
        return Boot(Start(context, options) with { YourAddress = address }, context);
    }

    /// <summary>The acknowledgement of an INFORM: settings, but neither address nor lease (RFC 2131 section 4.3.5).</summary>
    public static DhcpPacket Settings(DhcpContext context)
    {
        var options = Begin(context, DhcpMessageType.Ack);
        AddNetwork(options, context, context.Packet.ClientAddress);
        return Boot(Start(context, options), context);
    }

    /// <summary>A refusal, on which the client begins anew at once.</summary>
    public static DhcpPacket Refusal(DhcpContext context, string reason)
    {
        var options = Begin(context, DhcpMessageType.Nak).Add(DhcpOptionCode.Message, reason);
        var reply = Start(context, options);
        return context.Packet.IsRelayed
            ? reply with { ClientAddress = IPAddress.Any, Flags = (ushort)(reply.Flags | DhcpPacket.BroadcastFlag) }
            : reply with { ClientAddress = IPAddress.Any };
    }

    private static DhcpPacket Start(DhcpContext context, DhcpOptions options) => new()
    {
        Op = DhcpPacket.BootReply,
        HardwareType = context.Packet.HardwareType,
        Xid = context.Packet.Xid,
        Flags = context.Packet.Flags,
        ClientAddress = context.Type == DhcpMessageType.Discover ? IPAddress.Any : context.Packet.ClientAddress,
        RelayAddress = context.Packet.RelayAddress,
        HardwareAddress = context.Packet.HardwareAddress,
        Options = options,
    };

    // The order is that of importance: it decides what is left out of a reply that grows too long.
    private static DhcpOptions Begin(DhcpContext context, DhcpMessageType type)
    {
        var options = new DhcpOptions()
            .Add(DhcpOptionCode.MessageType, (byte)type)
            .Add(DhcpOptionCode.ServerIdentifier, context.ServerAddress);
        Echo(options, context.Packet, DhcpOptionCode.RelayAgentInformation);
        Echo(options, context.Packet, DhcpOptionCode.ClientIdentifier);
        return options;
    }

    private static void AddNetwork(DhcpOptions options, DhcpContext context, IPAddress address)
    {
        var mask = context.Host?.Netmask ?? Ipv4.Mask(context.Segment.Network.PrefixLength);
        options.Add(DhcpOptionCode.SubnetMask, mask);
        if ((context.Host?.Gateway ?? context.Segment.Gateway) is { } gateway)
        {
            options.Add(DhcpOptionCode.Router, gateway);
        }

        options.Add(DhcpOptionCode.BroadcastAddress, BroadcastOf(address, mask));
        if (context.Host is { Primary: true } host)
        {
            options.Add(DhcpOptionCode.HostName, host.Node.ToString());
        }
    }

    private static DhcpPacket Boot(DhcpPacket reply, DhcpContext context)
    {
        Echo(reply.Options, context.Packet, DhcpOptionCode.ClientMachineId);
        if (DhcpBootFile.For(context) is not { } boot)
        {
            return reply;
        }

        var server = context.ServerAddress.ToString();
        switch (context.Client.Kind)
        {
            case DhcpClientKind.PxeFirmware:
                reply.Options
                    .Add(DhcpOptionCode.VendorClass, DhcpClientIdentity.PxeClient)
                    .Add(DhcpOptionCode.VendorSpecific, PxeOptions)
                    .Add(DhcpOptionCode.TftpServerName, server);
                reply = reply with { ServerName = server };
                break;
            case DhcpClientKind.HttpFirmware:
                reply.Options.Add(DhcpOptionCode.VendorClass, DhcpClientIdentity.HttpClient);
                break;
            default:
                reply.Options.Add(DhcpOptionCode.Ipxe, IpxeOptions);
                break;
        }

        reply.Options.Add(DhcpOptionCode.BootFileName, boot.Name);
        return reply with { NextServer = context.ServerAddress, File = boot.Name.Length <= LongestFile ? boot.Name : "" };
    }

    private static void Echo(DhcpOptions options, DhcpPacket request, byte code)
    {
        if (request.Options.Find(code) is { } value)
        {
            options.Add(code, value);
        }
    }

    private static IPAddress BroadcastOf(IPAddress address, IPAddress mask) => Ipv4.FromNumber(Ipv4.ToNumber(address) | ~Ipv4.ToNumber(mask));
}
