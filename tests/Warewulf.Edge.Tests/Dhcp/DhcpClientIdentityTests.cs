using Warewulf.Core.Boot;
using Warewulf.Edge.Dhcp;
using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Tests.Dhcp;

[Trait("Suite", "Fast")]
public sealed class DhcpClientIdentityTests
{
    [Theory]
    [InlineData("udhcpc-discover", "System", null, "udh1")]
    [InlineData("ipxe-bios-discover", "Ipxe", ClientArchitecture.Bios, "PXEClient:Arch:00000:UNDI:002001")]
    [InlineData("ipxe-efi-request", "Ipxe", ClientArchitecture.UefiX64, "PXEClient:Arch:00007:UNDI:003010")]
    [InlineData("edk2-pxe-request", "PxeFirmware", ClientArchitecture.UefiX64, "PXEClient:Arch:00007:UNDI:003000")]
    [InlineData("edk2-http-discover", "HttpFirmware", ClientArchitecture.UefiX64Http, "HTTPClient:Arch:00016:UNDI:003000")]
    public void Of_CapturedClient_NamesKindArchitectureAndName(string capture, string kind, ClientArchitecture? architecture, string name)
    {
        var identity = DhcpClientIdentity.Of(DhcpPacketReader.Read(Captures.Read(capture)).Packet!);

        Assert.Equal(kind, identity.Kind.ToString());
        Assert.Equal(architecture, identity.Architecture);
        Assert.Equal(name, identity.DisplayName);
    }

    [Theory]
    [InlineData("iPXE", true)]
    [InlineData("\u0004iPXE", true)]
    [InlineData("\u0003abc\u0004iPXE", true)]
    [InlineData("\u0005iPXEx", false)]
    [InlineData("\u0004iPX", false)]
    [InlineData("ipxe", false)]
    [InlineData("", false)]
    public void Of_UserClass_IsRecognizedBareAndInAList(string userClass, bool ipxe)
    {
        var packet = TestNetwork.From("PXEClient", 0, userClass, TestNetwork.Known);
        Assert.Equal(ipxe ? DhcpClientKind.Ipxe : DhcpClientKind.PxeFirmware, DhcpClientIdentity.Of(packet).Kind);
    }

    [Theory]
    [InlineData("PXEClient:Arch:00011:UNDI:003000", ClientArchitecture.UefiArm64)]
    [InlineData("PXEClient:Arch:0001", null)]
    [InlineData("PXEClient:Arch:0x011", null)]
    [InlineData("PXEClient", null)]
    public void Of_WithoutOption93_TakesTheArchitectureFromTheVendorClass(string vendorClass, ClientArchitecture? expected) =>
        Assert.Equal(expected, DhcpClientIdentity.Of(TestNetwork.From(vendorClass, null, null, TestNetwork.Known)).Architecture);

    [Fact]
    public void Of_SeveralArchitectures_KeepsTheirOrder()
    {
        var packet = TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Known, o => o.Add(DhcpOptionCode.ClientArchitecture, new byte[] { 0, 9, 0, 7, 1 }));
        Assert.Equal([ClientArchitecture.UefiByteCode, ClientArchitecture.UefiX64], DhcpClientIdentity.Of(packet).Architectures.ToArray());
    }

    [Fact]
    public void Of_HostNameWithControlCharacters_IsMadePrintable()
    {
        var packet = TestNetwork.Packet(DhcpMessageType.Discover, TestNetwork.Known, o => o.Add(DhcpOptionCode.HostName, "a\nb\0"));
        Assert.Equal("a?b", DhcpClientIdentity.Of(packet).DisplayName);
    }
}
