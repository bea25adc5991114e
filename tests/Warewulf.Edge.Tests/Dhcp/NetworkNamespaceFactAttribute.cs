namespace Warewulf.Edge.Tests.Dhcp;

/// <summary>A test that makes network namespaces; skipped where that is not allowed or a program is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NetworkNamespaceFactAttribute : FactAttribute
{
    private static readonly string[] Programs = ["/usr/sbin/ip", "/usr/sbin/udhcpc", "/usr/sbin/dnsmasq", "/usr/bin/busybox"];

    public NetworkNamespaceFactAttribute()
    {
        if (Environment.UserName != "root")
        {
            Skip = "Network namespaces need root.";
        }
        else if (Array.Find(Programs, program => !File.Exists(program)) is { } missing)
        {
            Skip = $"{missing} is not installed.";
        }
    }
}
