using Warewulf.Core.Site;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Data;

/// <summary>The server's directories as templates see them: what <c>paths</c> says, else where the packages put things.</summary>
internal sealed class PathsView(SiteConfig site)
{
    internal static GoType Type { get; } = GoType.Struct<PathsView>("config.BuildConfig", static t => t
        .Field("Bindir", v => v.Path("bindir", "/usr/bin"))
        .Field("Sysconfdir", v => v.Sysconfdir)
        .Field("Localstatedir", v => v.Path("localstatedir", "/var/lib"))
        .Field("Cachedir", v => v.Cachedir)
        .Field("Ipxesource", v => v.Path("ipxesource", "/usr/share/ipxe"))
        .Field("Srvdir", v => v.Path("srvdir", "/srv"))
        .Field("Firewallddir", v => v.Path("firewallddir", "/usr/lib/firewalld/services"))
        .Field("Systemddir", v => v.Path("systemddir", "/usr/lib/systemd/system"))
        .Field("Datadir", v => v.Datadir)
        .Field("WWOverlaydir", v => v.Overlays)
        .Field("WWChrootdir", v => v.Path("wwchrootdir", "/var/lib/warewulf/chroots"))
        .Field("WWProvisiondir", v => v.Provision)
        .Field("WWClientdir", v => v.Path("wwclientdir", "/warewulf"))
        .Field("WWFilesdir", v => v.Path("wwfilesdir", "/var/lib/warewulf/files"))
        .Method("NodesConf", GoType.String, v => GoValue.String($"{v.Sysconfdir}/warewulf/nodes.conf"))
        .Method("AuthenticationConf", GoType.String, v => GoValue.String($"{v.Sysconfdir}/warewulf/auth.conf"))
        .Method("OciBlobCachedir", GoType.String, v => GoValue.String($"{v.Cachedir}/warewulf"))
        .Method("SiteOverlaydir", GoType.String, v => GoValue.String(v.Overlays))
        .Method("DistributionOverlaydir", GoType.String, v => GoValue.String($"{v.Datadir}/warewulf/overlays"))
        .Method("OverlayProvisiondir", GoType.String, v => GoValue.String($"{v.Provision}/overlays")));

    private string Sysconfdir => Path("sysconfdir", "/etc");

    private string Cachedir => Path("cachedir", "/var/cache");

    private string Datadir => Path("datadir", "/usr/share");

    private string Overlays => Path("wwoverlaydir", "/var/lib/warewulf/overlays");

    private string Provision => Path("wwprovisiondir", "/var/lib/warewulf/provision");

    private string Path(string key, string fallback) => site.Paths.GetValueOrDefault(key) is { Length: > 0 } path ? path : fallback;
}
