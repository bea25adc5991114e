using System.Globalization;
using System.Net;
using Warewulf.Core.Segments;
using Warewulf.Core.Site;

namespace Warewulf.Core.Formats;

/// <summary>Writes <c>warewulf.conf</c>: every setting in force, defaults included, so that the file says all there is to know and Warewulf reads the
/// same from it.</summary>
public static class SiteConfWriter
{
    /// <summary>Writes the settings.</summary>
    public static string Write(SiteConfig site) => YamlWriter.Document(writer =>
    {
        Optional(writer, "comment", site.Comment);
        Optional(writer, "ipaddr", site.Ipaddr);
        Optional(writer, "netmask", site.Netmask);
        Optional(writer, "network", site.Network);
        Optional(writer, "fqdn", site.Fqdn);
        Optional(writer, "ipaddr6", site.Ipaddr6);
        Optional(writer, "prefixlen6", site.PrefixLen6?.ToString(CultureInfo.InvariantCulture));
        writer.Map("warewulf", () => Warewulf(writer, site.Warewulf));
        writer.Map("api", () => Api(writer, site.Api));
        writer.Map("dhcp", () => Dhcp(writer, site.Dhcp));
        writer.Map("tftp", () => Tftp(writer, site.Tftp));
        writer.Map("nfs", () => Nfs(writer, site.Nfs));
        writer.Map("ssh", () => writer.List("key types", site.Ssh.KeyTypes));
        writer.List("image mounts", site.ImageMounts, mount => writer.Map(() => Mount(writer, mount)));
        if (site.Paths.Count > 0)
        {
            writer.Map("paths", () => Texts(writer, site.Paths));
        }

        if (site.ClientPort != 0)
        {
            writer.Map("wwclient", () => Number(writer, "port", site.ClientPort));
        }

        if (!site.Segments.IsEmpty)
        {
            // Warewulf passes over this key; its one network is the rest of the file.
            writer.Map("segments", () =>
            {
                foreach (var segment in site.Segments)
                {
                    writer.Map(segment.Name.ToString(), () => Segment(writer, segment));
                }
            });
        }
    });

    private static void Segment(YamlWriter writer, SegmentConfig segment)
    {
        writer.Text("network", segment.Network.ToString());
        Optional(writer, "gateway", segment.Gateway);
        Optional(writer, "range start", segment.RangeStart);
        Optional(writer, "range end", segment.RangeEnd);
        Number(writer, "lease time", (int)segment.LeaseTime.TotalSeconds);
    }

    private static void Warewulf(YamlWriter writer, WarewulfSettings settings)
    {
        Number(writer, "port", settings.Port);
        Number(writer, "tls port", settings.TlsPort);
        writer.Flag("secure", settings.Secure);
        if (settings.SecureFiles is { } files)
        {
            writer.Flag("secure files", files);
        }

        writer.Flag("tls", settings.Tls);
        Number(writer, "update interval", settings.UpdateInterval);
        writer.Flag("autobuild overlays", settings.AutobuildOverlays);
        writer.Flag("host overlay", settings.HostOverlay);
        writer.Flag("grubboot", settings.GrubBoot);
        Number(writer, "image generations", settings.ImageGenerations);
        if (settings.BlobCopies != new WarewulfSettings().BlobCopies)
        {
            // Other programs that read the file need not meet a key they do not know.
            Number(writer, "blob copies", settings.BlobCopies);
        }

        writer.Text("systemd name", settings.SystemdName);
    }

    private static void Api(YamlWriter writer, ApiSettings settings)
    {
        writer.Flag("enabled", settings.Enabled);
        writer.Flag("tls", settings.Tls);
        writer.List("allowed subnets", settings.AllowedSubnets);
    }

    private static void Dhcp(YamlWriter writer, DhcpSettings settings)
    {
        writer.Flag("enabled", settings.Enabled);
        writer.Text("template", settings.Template);
        Optional(writer, "range start", settings.RangeStart);
        Optional(writer, "range end", settings.RangeEnd);
        Optional(writer, "range6 start", settings.Range6Start);
        Optional(writer, "range6 end", settings.Range6End);
        writer.Text("systemd name", settings.SystemdName);
    }

    private static void Tftp(YamlWriter writer, TftpSettings settings)
    {
        writer.Flag("enabled", settings.Enabled);
        if (settings.TftpRoot.Length > 0)
        {
            // Empty here means the place the installation knows; Warewulf would take the empty text as the place.
            writer.Text("tftproot", settings.TftpRoot);
        }

        writer.Text("systemd name", settings.SystemdName);
        writer.Map("ipxe", () => Texts(writer, settings.Ipxe));
    }

    private static void Nfs(YamlWriter writer, NfsSettings settings)
    {
        writer.Flag("enabled", settings.Enabled);
        writer.List("export paths", settings.ExportPaths, export => writer.Map(() =>
        {
            writer.Text("path", export.Path);
            writer.Text("export options", export.ExportOptions);
        }));
        writer.Text("systemd name", settings.SystemdName);
    }

    private static void Mount(YamlWriter writer, ImageMount mount)
    {
        writer.Text("source", mount.Source);

        // Warewulf would bind over the image's root when there is none.
        writer.Text("dest", mount.Dest.Length > 0 ? mount.Dest : mount.Source);
        writer.Flag("readonly", mount.ReadOnly);
        writer.Flag("copy", mount.Copy);
        Optional(writer, "options", mount.Options);
    }

    private static void Optional(YamlWriter writer, string key, IPAddress? address) => Optional(writer, key, address?.ToString());

    private static void Optional(YamlWriter writer, string key, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            writer.Text(key, text);
        }
    }

    private static void Number(YamlWriter writer, string key, int value) => writer.Literal(key, value.ToString(CultureInfo.InvariantCulture));

    private static void Texts(YamlWriter writer, IEnumerable<KeyValuePair<string, string>> texts)
    {
        foreach (var (key, text) in texts.OrderBy(entry => entry.Key, NaturalOrder.Comparer))
        {
            writer.Text(key, text);
        }
    }
}
