using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Overlays;
using Warewulf.Core.Segments;
using Warewulf.Silo.Hosting;

namespace Warewulf.Silo.Overlays;

/// <summary>What all renders of one revision share, made once per revision.</summary>
internal sealed class OverlaySites
{
    private readonly Lock _gate = new();
    private readonly SiloOptions _options;
    private readonly Func<IReadOnlyList<HostInterface>> _interfaces;
    private (Catalog Catalog, OverlaySite Site)? _latest;

    public OverlaySites(SiloOptions options, Func<IReadOnlyList<HostInterface>> interfaces)
    {
        _options = options;
        _interfaces = interfaces;
    }

    /// <summary>The site of a revision.</summary>
    public OverlaySite Of(Catalog catalog)
    {
        lock (_gate)
        {
            if (_latest?.Catalog == catalog)
            {
                return _latest.Value.Site;
            }

            var site = new OverlaySite(catalog.Index.InOrder, SegmentPlanner.Resolve(catalog.Site, _interfaces()))
            {
                BuildHost = _options.HostName,
                BuildTime = catalog.CommittedAt,
                KernelVersion = image => Kernel(catalog, image),
            };
            _latest = (catalog, site);
            return site;
        }
    }

    private static string? Kernel(Catalog catalog, string image) =>
        ImageName.TryParse(image, null, out var name) && catalog.Images.TryGetValue(name, out var found)
            ? found.Build?.FindKernel(null)?.Version
            : null;
}
