using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Serialization;
using Warewulf.Core.Api;
using Warewulf.Core.Segments;

namespace Warewulf.Core.Site;

/// <summary>The site-wide settings of <c>warewulf.conf</c>. A missing key has the default given here, as in Warewulf itself.</summary>
public sealed record SiteConfig
{
    /// <summary>The settings of a configuration file that says nothing.</summary>
    public static SiteConfig Default { get; } = new();

    /// <summary>A remark.</summary>
    public string? Comment { get; init; }

    /// <summary>The head's IPv4 address on the boot network; unset means found out at start.</summary>
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Ipaddr { get; init; }

    /// <summary>The mask of the boot network; unset means found out at start.</summary>
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Netmask { get; init; }

    /// <summary>The boot network's address; unset means found out at start.</summary>
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Network { get; init; }

    /// <summary>The head's full name.</summary>
    public string? Fqdn { get; init; }

    /// <summary>The head's IPv6 address.</summary>
    [JsonConverter(typeof(IpAddressJsonConverter))]
    public IPAddress? Ipaddr6 { get; init; }

    /// <summary>The prefix length of the head's IPv6 network, 0 to 128.</summary>
    public int? PrefixLen6 { get; init; }

    /// <summary>The boot networks besides the one of <see cref="Network"/> and <see cref="Netmask"/>; Warewulf 4 knows no such key.</summary>
    public ImmutableArray<SegmentConfig> Segments
    {
        // Settings stored by a version that did not know them are read as nothing at all, not as an empty list.
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>The provisioning service.</summary>
    public WarewulfSettings Warewulf { get; init; } = new();

    /// <summary>DHCP.</summary>
    public DhcpSettings Dhcp { get; init; } = new();

    /// <summary>TFTP.</summary>
    public TftpSettings Tftp { get; init; } = new();

    /// <summary>NFS exports.</summary>
    public NfsSettings Nfs { get; init; } = new();

    /// <summary>SSH host keys.</summary>
    public SshSettings Ssh { get; init; } = new();

    /// <summary>What is bound into an image for <c>image exec</c> and <c>image shell</c>.</summary>
    public ImmutableArray<ImageMount> ImageMounts { get; init; } = [new("/etc/resolv.conf") { Dest = "/etc/resolv.conf" }];

    /// <summary>Where things lie; a key that is absent has the default of the installation.</summary>
    public ImmutableSortedDictionary<string, string> Paths { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The node client's fixed source port; 0 means 987 when <see cref="WarewulfSettings.Secure"/>, else any.</summary>
    public int ClientPort { get; init; }

    /// <summary>The administration interface.</summary>
    public ApiSettings Api { get; init; } = new();
}
