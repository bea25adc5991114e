namespace Warewulf.Core.Site;

/// <summary>The section <c>warewulf</c>: the service that nodes talk to.</summary>
public sealed record WarewulfSettings
{
    private const int DefaultImageGenerations = 10;

    /// <summary>The TCP port of the nodes' HTTP server. Default: 9873.</summary>
    public int Port { get; init; } = 9873;

    /// <summary>The TCP port of the nodes' HTTPS server. Default: 9874.</summary>
    public int TlsPort { get; init; } = 9874;

    /// <summary>Whether runtime overlays go only to clients on a privileged port. Default: true.</summary>
    public bool Secure { get; init; } = true;

    /// <summary>The same for <c>/files/</c>; unset means as <see cref="Secure"/>.</summary>
    public bool? SecureFiles { get; init; }

    /// <summary>Whether HTTPS is served. Default: false.</summary>
    public bool Tls { get; init; }

    /// <summary>How often nodes ask for their runtime overlay, in seconds. Default: 60.</summary>
    public int UpdateInterval { get; init; } = 60;

    /// <summary>Kept for compatibility: overlays are always current here. Default: true.</summary>
    public bool AutobuildOverlays { get; init; } = true;

    /// <summary>Whether the overlay <c>host</c> is applied to the head. Default: true.</summary>
    public bool HostOverlay { get; init; } = true;

    /// <summary>Whether UEFI machines get shim and GRUB instead of iPXE. Default: false.</summary>
    public bool GrubBoot { get; init; }

    /// <summary>How many of the newest builds of an image are kept to go back to, at least 1; Warewulf 4 knows no such key. Default: 10.</summary>
    public int ImageGenerations { get => field < 1 ? DefaultImageGenerations : field; init; } = DefaultImageGenerations;

    /// <summary>
    /// How many heads hold a build before it is acknowledged, as far as so many are up; Warewulf 4 knows no such key. 1 is to wait for nobody. Default: 2.
    /// </summary>
    public int BlobCopies { get; init; } = 2;

    /// <summary>The service's unit name.</summary>
    public string SystemdName { get; init; } = "";
}
