using Warewulf.Edge.Dhcp;
using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Tests.Dhcp;

[Trait("Suite", "Fast")]
public sealed class DhcpBootFileTests
{
    [Theory]
    [InlineData("PXEClient", 0, null, "warewulf/undionly.kpxe")]
    [InlineData("PXEClient", 6, null, null)]
    [InlineData("PXEClient", 7, null, "warewulf/snponly.efi")]
    [InlineData("PXEClient", 9, null, "warewulf/bc.efi")]
    [InlineData("PXEClient", 10, null, null)]
    [InlineData("PXEClient", 11, null, "warewulf/arm64.efi")]
    [InlineData("PXEClient", 27, null, null)]
    [InlineData("PXEClient:Arch:00007:UNDI:003000", null, null, "warewulf/snponly.efi")]
    [InlineData("HTTPClient", 15, null, null)]
    [InlineData("HTTPClient", 16, null, "http://10.77.0.1:9873/efiboot/snponly.efi")]
    [InlineData("HTTPClient", 19, null, "http://10.77.0.1:9873/efiboot/arm64.efi")]
    [InlineData("PXEClient", 0, "iPXE", "http://10.77.0.1:9873/ipxe/${mac:hexhyp}?assetkey=${asset:uristring}&uuid=${uuid}")]
    [InlineData("PXEClient", 11, "iPXE", "http://10.77.0.1:9873/ipxe/${mac:hexhyp}?assetkey=${asset:uristring}&uuid=${uuid}")]
    [InlineData("udhcp 1.35.0", null, null, null)]
    [InlineData("", 7, null, null)]
    public void For_Client_IsWhatItsArchitectureLoads(string vendorClass, int? architecture, string? userClass, string? expected)
    {
        var context = TestNetwork.Context(TestNetwork.From(vendorClass, architecture, userClass, TestNetwork.Known));
        Assert.Equal(expected, DhcpBootFile.For(context)?.Name);
    }

    [Fact]
    public void For_FirstArchitectureUnknown_TakesTheNext()
    {
        var packet = TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Known, o => o
            .Add(DhcpOptionCode.VendorClass, "PXEClient")
            .Add(DhcpOptionCode.ClientArchitecture, new byte[] { 0, 27, 0, 11 }));
        Assert.Equal("warewulf/arm64.efi", DhcpBootFile.For(TestNetwork.Context(packet))!.Name);
    }

    [Fact]
    public void For_RequestSentToAnotherAddressOfOurs_NamesThatOne()
    {
        var context = TestNetwork.Context(TestNetwork.From("HTTPClient", 16, null, TestNetwork.Known), TestNetwork.Unicast("10.77.0.2"));
        Assert.StartsWith("http://10.77.0.2:9873/", DhcpBootFile.For(context)!.Name, StringComparison.Ordinal);
    }
}
