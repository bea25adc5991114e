using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Files;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Overlays;

/// <summary>The overlays as they are now, for whoever has no certain revision in mind.</summary>
internal sealed class CurrentOverlays(OverlaySource source, CatalogService catalog) : IOverlaySource
{
    /// <inheritdoc/>
    public OverlayTree? Find(OverlayName name) => source.Of(catalog.Current).Find(name);

    /// <inheritdoc/>
    public IReadOnlyList<OverlayName> List() => source.Of(catalog.Current).List();
}
