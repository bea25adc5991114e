namespace Warewulf.Core.Site;

/// <summary>Where everything lies, worked out from the root directory, the installation and the <c>paths</c> of <c>warewulf.conf</c>.</summary>
public sealed class SitePaths
{
    private readonly SiteConfig _site;

    /// <summary>Works out the paths.</summary>
    /// <param name="root">The directory that stands for <c>/</c>; empty for the machine's own.</param>
    /// <param name="share">The installation's shared files, such as <c>/usr/local/share/warewulf</c>.</param>
    /// <param name="site">The site settings.</param>
    public SitePaths(string root, string share, SiteConfig site)
    {
        Root = root.TrimEnd('/');
        Share = share;
        _site = site;
    }

    /// <summary>The directory that stands for <c>/</c>, without a slash at its end; empty for the machine's own.</summary>
    public string Root { get; }

    /// <summary>What the installation brought: overlays, boot scripts, boot loaders.</summary>
    public string Share { get; }

    /// <summary>Configuration: <c>/etc/warewulf</c>.</summary>
    public string Configuration => Below(Configured("sysconfdir", "/etc"), "warewulf");

    /// <summary>The site's settings.</summary>
    public string SiteFile => Path.Combine(Configuration, "warewulf.conf");

    /// <summary>Secrets of the heads.</summary>
    public string Keys => Path.Combine(Configuration, "keys");

    /// <summary>The credential for the heads' TCP interface, readable by root only.</summary>
    public string ApiToken => Path.Combine(Keys, "api.token");

    /// <summary>The head's users, which images can be brought into step with.</summary>
    public string Passwd => Below(Configured("sysconfdir", "/etc"), "passwd");

    /// <summary>The head's groups.</summary>
    public string Group => Below(Configured("sysconfdir", "/etc"), "group");

    /// <summary>State: <c>/var/lib/warewulf</c>.</summary>
    public string State => Below("/var/lib/warewulf");

    /// <summary>The SQLite database.</summary>
    public string Database => Path.Combine(State, "warewulf.db");

    /// <summary>The head's blobs.</summary>
    public string Blobs => Path.Combine(State, "blobs");

    /// <summary>The edge's cache.</summary>
    public string EdgeCache => Path.Combine(State, "edge");

    /// <summary>Site overlays.</summary>
    public string SiteOverlays => Below(Configured("wwoverlaydir", "/var/lib/warewulf/overlays"));

    /// <summary>Overlays that came with the installation.</summary>
    public string DistributionOverlays => Path.Combine(Share, "overlays");

    /// <summary>Root file systems of images.</summary>
    public string Chroots => Below(Configured("wwchrootdir", "/var/lib/warewulf/chroots"));

    /// <summary>What can be had again: layers of images from registries, and work in progress.</summary>
    public string Cache => Below(Configured("cachedir", "/var/cache"), "warewulf");

    /// <summary>Sockets and lock files: <c>/run/warewulf</c>.</summary>
    public string Run => Below("/run/warewulf");

    /// <summary>The heads' interface on this machine.</summary>
    public string Socket => Path.Combine(Run, "warewulfd.sock");

    /// <summary>The root directory of the site's image.</summary>
    public string ImageRoot(Images.ImageName image) => Path.Combine(Chroots, image.ToString(), "rootfs");

    private string Configured(string key, string fallback) =>
        _site.Paths.TryGetValue(key, out var path) && path.Length > 0 ? path : fallback;

    private string Below(params string[] parts) => Root + Path.Combine(parts);
}
