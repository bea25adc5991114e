using Microsoft.Extensions.Logging;

namespace Warewulf.Edge.Hosting;

public sealed partial class EdgeHost
{
    [LoggerMessage(3590, LogLevel.Warning, "interface '{Name}' was named with --interface but has no IPv4 address: DHCP is not served there until it has one")]
    private partial void LogNoInterface(string name);

    [LoggerMessage(3591, LogLevel.Warning, "no interface of this machine has an address in a boot network ({Segments}): DHCP is not served until one has, or until an interface is named with --interface and the service restarted")]
    private partial void LogNoSegment(string segments);

    [LoggerMessage(3592, LogLevel.Warning,
        "the boot loader {File} for {Architectures} is not in {Directory}, so such machines cannot boot: install iPXE (package ipxe of Debian, "
        + "ipxe-bootimgs-x86 or ipxe-bootimgs-aarch64 of Red Hat) and copy the file there, or name one that is there under 'tftp: ipxe' in warewulf.conf")]
    private partial void LogNoLoader(string file, string architectures, string directory);
}
