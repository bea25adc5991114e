using Warewulf.Core.Boot;
using Warewulf.Core.Segments;

namespace Warewulf.Core.Site;

/// <summary>Refuses settings that contradict themselves or ask for what is not there, before anybody works with them.</summary>
public static class SiteChecks
{
    /// <summary>Checks the settings.</summary>
    /// <param name="file">The file they come from, for messages.</param>
    /// <param name="site">The settings.</param>
    /// <param name="warn">Takes one line per thing the admin should know.</param>
    /// <exception cref="WarewulfException">A setting cannot be worked with.</exception>
    public static void Check(string file, SiteConfig site, Action<string> warn)
    {
        if (site.Netmask is { } mask && Ipv4.PrefixLength(mask) is null)
        {
            throw WarewulfException.Invalid($"{file}: 'netmask': '{mask}' is not a network mask. Write it as 255.255.255.0.");
        }

        if (SegmentPlanner.ConfiguredNetwork(site) is { } network && site.Dhcp is { RangeStart: { } start, RangeEnd: { } end }
            && !(network.Contains(start) && network.Contains(end)))
        {
            throw WarewulfException.Invalid($"{file}: 'dhcp': the range {start} to {end} is not inside the boot network {network}. Correct one of them.");
        }

        BootLoaderTable.From(site.Tftp);
        if (site.Warewulf.Tls)
        {
            throw WarewulfException.Invalid($"{file}: 'warewulf: tls' is not supported yet, and runtime overlays would go out unencrypted. Set it to false.");
        }

        if (site.Warewulf.GrubBoot)
        {
            warn($"{file}: 'warewulf: grubboot' is not supported yet: UEFI machines get iPXE.");
        }
    }
}
