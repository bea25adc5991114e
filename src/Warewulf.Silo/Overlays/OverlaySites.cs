using System.Globalization;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Overlays;
using Warewulf.Core.Segments;
using Warewulf.Core.Site;
using Warewulf.Silo.Hosting;
using Warewulf.Silo.Segments;

namespace Warewulf.Silo.Overlays;

/// <summary>What all renders of one revision share, made once per revision and addresses of this machine.</summary>
internal sealed class OverlaySites
{
    private readonly Lock _gate = new();
    private readonly SiloOptions _options;
    private readonly RecentInterfaces _interfaces;
    private readonly OverlaySurroundings _surroundings;
    private (Catalog Catalog, string Stamp, OverlaySite Site)? _latest;

    public OverlaySites(SiloOptions options, RecentInterfaces interfaces, OverlaySurroundings surroundings)
    {
        _options = options;
        _interfaces = interfaces;
        _surroundings = surroundings;
    }

    /// <summary>
    /// A text that is another one whenever a render of this revision may come out differently: with the revision, and with the addresses that
    /// are taken from this machine.
    /// </summary>
    public string Stamp(Catalog catalog) => Stamp(catalog, SegmentPlanner.Resolve(catalog.Site, _interfaces.Read()));

    /// <summary>The site of a revision.</summary>
    public OverlaySite Of(Catalog catalog)
    {
        lock (_gate)
        {
            var settings = SegmentPlanner.Resolve(catalog.Site, _interfaces.Read());
            var stamp = Stamp(catalog, settings);
            if (_latest is { } latest && latest.Catalog == catalog && latest.Stamp == stamp)
            {
                return latest.Site;
            }

            var site = new OverlaySite(catalog.Index.InOrder, settings)
            {
                BuildHost = _options.HostName,
                BuildTime = catalog.CommittedAt,
                Surroundings = _surroundings.Templates,
                KernelVersion = image => Kernel(catalog, image),
            };
            _latest = (catalog, stamp, site);
            return site;
        }
    }

    private static string Stamp(Catalog catalog, SiteConfig settings) =>
        string.Create(CultureInfo.InvariantCulture, $"{catalog.Revision} {settings.Ipaddr} {settings.Netmask} {settings.Network}");

    private static string? Kernel(Catalog catalog, string image) => ImageLookup.Of(catalog, image).Build?.FindKernel(null)?.Version;
}
