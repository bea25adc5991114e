namespace Warewulf.Edge.Tests.Dhcp;

/// <summary>The packets in testdata, found in the source tree.</summary>
internal static class Captures
{
    public static readonly string[] All =
    [
        "udhcpc-discover", "udhcpc-request", "ipxe-bios-discover", "ipxe-bios-request", "edk2-pxe-discover", "edk2-pxe-request", "ipxe-efi-discover",
        "ipxe-efi-request", "edk2-http-discover", "edk2-http-request", "relayed-udhcpc-discover", "relayed-udhcpc-request",
    ];

    public static byte[] Read(string name) =>
        Convert.FromHexString(string.Concat(File.ReadAllLines(Path.Combine(Root(), "tests/Warewulf.Edge.Tests/Dhcp/testdata", name + ".hex"))));

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Warewulf.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("The tests do not run inside the source tree.");
    }
}
