using Warewulf.Core.Catalogs;
using Warewulf.Core.Overlays;
using Warewulf.Core.Segments;
using Warewulf.Core.Site;
using Warewulf.Silo.Hosting;
using Warewulf.Silo.Segments;

namespace Warewulf.Silo.Overlays;

/// <summary>What all builds of one revision share, made once per revision and addresses of this machine.</summary>
internal sealed class OverlaySites
{
    // So old may be what is known of files that templates read.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly SiloOptions _options;
    private readonly RecentInterfaces _interfaces;
    private readonly OverlaySurroundings _surroundings;
    private readonly TimeProvider _time;
    private (SiteConfig Declared, string Addresses, SiteConfig Resolved)? _settings;
    private (Catalog Catalog, OverlaySite Site)? _latest;
    private long _looked;

    public OverlaySites(SiloOptions options, RecentInterfaces interfaces, OverlaySurroundings surroundings, TimeProvider time)
    {
        _options = options;
        _interfaces = interfaces;
        _surroundings = surroundings;
        _time = time;
    }

    /// <summary>The site of a revision, as this machine's addresses and files are now, or were a moment ago.</summary>
    public OverlaySite Of(Catalog catalog)
    {
        lock (_gate)
        {
            var settings = Resolve(catalog.Site);
            if (_latest is not { } latest || !ReferenceEquals(latest.Catalog, catalog) || !ReferenceEquals(latest.Site.Config, settings))
            {
                _latest = latest = (catalog, New(catalog, settings));
                _looked = _time.GetTimestamp();
            }
            else if (_time.GetElapsedTime(_looked) > Moment)
            {
                latest.Site.ForgetInputs();
                _looked = _time.GetTimestamp();
            }

            return latest.Site;
        }
    }

    /// <summary>The site of a revision that is not in force.</summary>
    public OverlaySite Imagine(Catalog catalog)
    {
        lock (_gate)
        {
            return New(catalog, ReferenceEquals(catalog.Site, _settings?.Declared) ? Resolve(catalog.Site) : SegmentPlanner.Resolve(catalog.Site, _interfaces.Read()));
        }
    }

    private static string? Kernel(Catalog catalog, string image) => ImageLookup.Of(catalog, image).Build?.FindKernel(null)?.Version;

    private OverlaySite New(Catalog catalog, SiteConfig settings) => new(catalog.Index.InOrder, settings)
    {
        BuildHost = _options.HostName,
        BuildTime = catalog.CommittedAt,
        Surroundings = _surroundings.Templates,
        KernelVersion = image => Kernel(catalog, image),
    };

    // The same settings are the same object, by which builds see that they did not change.
    private SiteConfig Resolve(SiteConfig declared)
    {
        var resolved = SegmentPlanner.Resolve(declared, _interfaces.Read());
        var addresses = $"{resolved.Ipaddr} {resolved.Netmask} {resolved.Network}";
        if (_settings is not { } settings || !ReferenceEquals(settings.Declared, declared) || settings.Addresses != addresses)
        {
            _settings = settings = (declared, addresses, resolved);
        }

        return settings.Resolved;
    }
}
