using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Tests.Dhcp.Wire;

/// <summary>Compares packets by their contents.</summary>
internal static class PacketAssert
{
    public static void Same(DhcpPacket expected, DhcpPacket actual)
    {
        var none = new DhcpOptions();
        Assert.Equal(expected with { Options = none, HardwareAddress = default }, actual with { Options = none, HardwareAddress = default });
        Assert.Equal(expected.HardwareAddress.ToArray(), actual.HardwareAddress.ToArray());
        Assert.Equal(Text(expected), Text(actual));
    }

    private static IEnumerable<string> Text(DhcpPacket packet) =>
        packet.Options.All.Where(o => o.Code != DhcpOptionCode.Overload).Select(o => $"{o.Code}={Convert.ToHexString(o.Value.Span)}").Order(StringComparer.Ordinal);
}
