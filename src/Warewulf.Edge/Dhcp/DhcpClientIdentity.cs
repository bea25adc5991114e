using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using Warewulf.Core.Boot;
using Warewulf.Core.Validation;
using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Dhcp;

/// <summary>What a client says of itself in its options.</summary>
/// <param name="Kind">Which program it is.</param>
/// <param name="Architectures">Its architectures, the preferred one first; empty when it names none.</param>
/// <param name="DisplayName">Its host name or vendor class, fit for a log; null when it sends neither.</param>
internal sealed record DhcpClientIdentity(DhcpClientKind Kind, ImmutableArray<ClientArchitecture> Architectures, string? DisplayName)
{
    /// <summary>The vendor class of PXE firmware, and the beginning of what it sends.</summary>
    public const string PxeClient = "PXEClient";

    /// <summary>The vendor class of UEFI HTTP boot, and the beginning of what it sends.</summary>
    public const string HttpClient = "HTTPClient";

    private const string ArchitectureMark = ":Arch:";
    private const int ArchitectureDigits = 5;

    private static readonly byte[] IpxeClass = "iPXE"u8.ToArray();

    /// <summary>The architecture the client prefers; null when it names none.</summary>
    public ClientArchitecture? Architecture => Architectures.IsEmpty ? null : Architectures[0];

    /// <summary>Reads the identity from a packet.</summary>
    public static DhcpClientIdentity Of(DhcpPacket packet)
    {
        var vendor = packet.Options.FindText(DhcpOptionCode.VendorClass);
        var name = packet.Options.FindText(DhcpOptionCode.HostName);
        var display = string.IsNullOrEmpty(name) ? vendor : name;
        return new DhcpClientIdentity(KindOf(packet, vendor), ArchitecturesOf(packet, vendor), display is null ? null : Names.Printable(display));
    }

    private static DhcpClientKind KindOf(DhcpPacket packet, string? vendor)
    {
        // Asked first: iPXE also sends the vendor class of the firmware it replaces.
        if (packet.Options.Find(DhcpOptionCode.UserClass) is { } userClass && NamesIpxe(userClass.Span))
        {
            return DhcpClientKind.Ipxe;
        }

        if (vendor?.StartsWith(HttpClient, StringComparison.Ordinal) == true)
        {
            return DhcpClientKind.HttpFirmware;
        }

        return vendor?.StartsWith(PxeClient, StringComparison.Ordinal) == true ? DhcpClientKind.PxeFirmware : DhcpClientKind.System;
    }

    // Either the bare word, as iPXE sends it, or a list of classes with a length byte each (RFC 3004 section 4).
    private static bool NamesIpxe(ReadOnlySpan<byte> value)
    {
        if (value.SequenceEqual(IpxeClass))
        {
            return true;
        }

        while (!value.IsEmpty && value[0] < value.Length)
        {
            if (value.Slice(1, value[0]).SequenceEqual(IpxeClass))
            {
                return true;
            }

            value = value[(1 + value[0])..];
        }

        return false;
    }

    private static ImmutableArray<ClientArchitecture> ArchitecturesOf(DhcpPacket packet, string? vendor)
    {
        if (packet.Options.Find(DhcpOptionCode.ClientArchitecture) is { Length: >= 2 } value)
        {
            var architectures = ImmutableArray.CreateBuilder<ClientArchitecture>(value.Length / 2);
            for (var i = 0; i + 1 < value.Length; i += 2)
            {
                architectures.Add((ClientArchitecture)BinaryPrimitives.ReadUInt16BigEndian(value.Span[i..]));
            }

            return architectures.DrainToImmutable();
        }

        // The same number stands in the vendor class, as PXEClient:Arch:00007:UNDI:003000.
        var mark = vendor?.IndexOf(ArchitectureMark, StringComparison.Ordinal) ?? -1;
        return mark >= 0
            && vendor!.Length >= mark + ArchitectureMark.Length + ArchitectureDigits
            && ushort.TryParse(
                vendor.AsSpan(mark + ArchitectureMark.Length, ArchitectureDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? [(ClientArchitecture)number]
            : [];
    }
}
