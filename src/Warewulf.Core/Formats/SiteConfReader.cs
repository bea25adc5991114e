using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Warewulf.Core.Segments;
using Warewulf.Core.Site;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Formats;

/// <summary>Reads <c>warewulf.conf</c>.</summary>
public static class SiteConfReader
{
    // What may be said of places: the heads use some, templates can read them all.
    private static readonly ImmutableArray<string> PathKeys =
    [
        "bindir", "sysconfdir", "localstatedir", "cachedir", "ipxesource", "srvdir", "firewallddir", "systemddir", "datadir", "wwoverlaydir",
        "wwchrootdir", "wwprovisiondir", "wwclientdir", "wwfilesdir",
    ];

    /// <summary>Reads a configuration file's text. Unknown keys, at whatever depth, are reported by <paramref name="warn"/> and otherwise ignored.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="text">Its content.</param>
    /// <param name="warn">Takes one line per thing the admin should know.</param>
    /// <exception cref="WarewulfException">The text is not YAML or values are wrong; the message has a line for each, with file, line and key.</exception>
    public static SiteConfig Read(string file, string text, Action<string> warn)
    {
        var problems = new FileProblems(file);
        var root = new YamlFields(problems, SiteConfUpgrade.Apply(YamlLoader.Load(file, text, problems), problems));
        var site = Site(root);
        root.WarnUnread();
        problems.Finish(warn);
        return site;
    }

    private static SiteConfig Site(YamlFields root)
    {
        var (address, prefix) = Cidr(root, "ipaddr", AddressFamily.InterNetwork);
        var (address6, prefix6) = Cidr(root, "ipaddr6", AddressFamily.InterNetworkV6);
        var prefixLen6 = root.Text("prefixlen6") is { Length: > 0 } ? root.Number("prefixlen6", 0, 128, 0) : (int?)null;
        var netmask = root.Address("netmask", AddressFamily.InterNetwork) ?? (prefix is { } length ? Ipv4.Mask(length) : null);
        if (netmask is not null && Ipv4.PrefixLength(netmask) is null)
        {
            root.Wrong("netmask", $"'{netmask}' is not a network mask: write it as 255.255.255.0");
        }

        var site = new SiteConfig
        {
            Comment = root.Text("comment"),
            Ipaddr = address,
            Netmask = netmask,
            Network = root.Address("network", AddressFamily.InterNetwork)
                ?? (address is not null && prefix is { } bits ? Ipv4.Network(address, bits) : null),
            Fqdn = root.Text("fqdn"),
            Ipaddr6 = address6,
            PrefixLen6 = prefix6 ?? prefixLen6,
            Warewulf = Warewulf(root.Section("warewulf")),
            Dhcp = Dhcp(root.Section("dhcp")),
            Tftp = Tftp(root.Section("tftp")),
            Nfs = Nfs(root.Section("nfs")),
            Ssh = root.Section("ssh").List("key types") is { } types ? new SshSettings { KeyTypes = types } : new SshSettings(),
            ImageMounts = Mounts(root) ?? SiteConfig.Default.ImageMounts,
            Paths = Paths(root.Section("paths")),
            ClientPort = root.Section("wwclient").Number("port", 0, 65535, 0),
            Api = Api(root.Section("api")),
        };
        return site with { Segments = SegmentsReader.Read(root.Section("segments"), SegmentPlanner.ConfiguredNetwork(site)) };
    }

    private static (IPAddress? Address, int? Prefix) Cidr(YamlFields root, string key, AddressFamily family)
    {
        if (root.Text(key) is not { } text || text.IndexOf('/', StringComparison.Ordinal) is var slash && slash < 0)
        {
            return (root.Address(key, family), null);
        }

        var bits = family == AddressFamily.InterNetwork ? 32 : 128;
        if (Addresses.TryParse(text.AsSpan(0, slash), out var address) && address.AddressFamily == family
            && int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) && prefix <= bits)
        {
            return (address, prefix);
        }

        root.Wrong(key, $"'{Names.Printable(text)}' is not an address with a prefix length from 0 to {bits}");
        return (null, null);
    }

    private static WarewulfSettings Warewulf(YamlFields section)
    {
        var defaults = new WarewulfSettings();
        return new WarewulfSettings
        {
            Port = section.Number("port", 1, 65535, defaults.Port),
            TlsPort = section.Number("tls port", 1, 65535, defaults.TlsPort),
            Secure = section.Flag("secure", defaults.Secure),
            SecureFiles = section.Flag("secure files"),
            Tls = section.Flag("tls", defaults.Tls),
            UpdateInterval = section.Number("update interval", 0, 86400 * 7, defaults.UpdateInterval),
            AutobuildOverlays = section.Flag("autobuild overlays", defaults.AutobuildOverlays),
            HostOverlay = section.Flag("host overlay", defaults.HostOverlay),
            GrubBoot = section.Flag("grubboot", defaults.GrubBoot),
            ImageGenerations = section.Number("image generations", 1, 1000, defaults.ImageGenerations),
            BlobCopies = section.Number("blob copies", 1, 16, defaults.BlobCopies),
            SystemdName = section.Text("systemd name", defaults.SystemdName),
        };
    }

    private static DhcpSettings Dhcp(YamlFields section)
    {
        var defaults = new DhcpSettings();
        var settings = new DhcpSettings
        {
            Enabled = section.Flag("enabled", defaults.Enabled),
            Template = section.Text("template", defaults.Template),
            RangeStart = section.Address("range start", AddressFamily.InterNetwork),
            RangeEnd = section.Address("range end", AddressFamily.InterNetwork),
            Range6Start = section.Address("range6 start", AddressFamily.InterNetworkV6),
            Range6End = section.Address("range6 end", AddressFamily.InterNetworkV6),
            SystemdName = section.Text("systemd name", defaults.SystemdName),
        };
        SegmentsReader.CheckRange(section, settings.RangeStart, settings.RangeEnd);
        return settings;
    }

    private static TftpSettings Tftp(YamlFields section)
    {
        var defaults = new TftpSettings();
        var loaders = section.Section("ipxe");
        return new TftpSettings
        {
            Enabled = section.Flag("enabled", defaults.Enabled),
            TftpRoot = section.Text("tftproot", defaults.TftpRoot),
            SystemdName = section.Text("systemd name", defaults.SystemdName),
            Ipxe = loaders.Keys.Any()
                ? loaders.Keys.ToImmutableSortedDictionary(key => key, key => loaders.Text(key, ""), StringComparer.Ordinal)
                : defaults.Ipxe,
        };
    }

    private static NfsSettings Nfs(YamlFields section)
    {
        var defaults = new NfsSettings();
        return new NfsSettings
        {
            Enabled = section.Flag("enabled", defaults.Enabled),
            ExportPaths =
            [
                .. (section.Objects("export paths") ?? []).Select(export => new NfsExport(export.Text("path", ""), export.Text("export options", ""))),
            ],
            SystemdName = section.Text("systemd name") switch { null => defaults.SystemdName, "" => "nfs-server", { } name => name },
        };
    }

    private static ImmutableArray<ImageMount>? Mounts(YamlFields root) =>
        root.Objects("image mounts") is { } mounts
            ?
            [
                .. mounts.Select(mount => new ImageMount(mount.Text("source", ""))
                {
                    Dest = mount.Text("dest", ""),
                    ReadOnly = mount.Flag("readonly", false),
                    Copy = mount.Flag("copy", false),
                    Options = mount.Text("options", ""),
                }),
            ]
            : null;

    private static ImmutableSortedDictionary<string, string> Paths(YamlFields section)
    {
        var paths = PathKeys.Where(key => section.Text(key) is not null).ToImmutableSortedDictionary(key => key, key => section.Text(key, ""), StringComparer.Ordinal);
        foreach (var (key, path) in paths.Where(pair => pair.Value.Length > 0 && !pair.Value.StartsWith('/')))
        {
            section.Wrong(key, $"'{Names.Printable(path)}' is not an absolute path");
        }

        return paths;
    }

    private static ApiSettings Api(YamlFields section)
    {
        var defaults = new ApiSettings();
        var subnets = section.List("allowed subnets") ?? defaults.AllowedSubnets;
        foreach (var subnet in subnets.Where(subnet => !IsNetwork(subnet)))
        {
            section.Wrong("allowed subnets", $"'{Names.Printable(subnet)}' is not a network: write it as 10.0.0.0/8 or fd00::/64");
        }

        return new ApiSettings
        {
            Enabled = section.Flag("enabled", defaults.Enabled),
            Tls = section.Flag("tls", defaults.Tls),
            AllowedSubnets = subnets,
        };
    }

    // An address in the network stands for it, as in the files of Warewulf.
    private static bool IsNetwork(string text) =>
        text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
        && Addresses.TryParse(text.AsSpan(0, slash), out var address)
        && int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
        && prefix <= (address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
}
