namespace Warewulf.Edge.Dhcp;

/// <summary>Which program of a machine is asking, by what it says of itself.</summary>
public enum DhcpClientKind
{
    /// <summary>An operating system, or anything that asks for no boot file.</summary>
    System,

    /// <summary>Firmware that boots by TFTP (vendor class <c>PXEClient</c>).</summary>
    PxeFirmware,

    /// <summary>Firmware that boots by HTTP (vendor class <c>HTTPClient</c>).</summary>
    HttpFirmware,

    /// <summary>The boot loader iPXE (user class <c>iPXE</c>), loaded by firmware or itself the firmware's PXE.</summary>
    Ipxe,
}
