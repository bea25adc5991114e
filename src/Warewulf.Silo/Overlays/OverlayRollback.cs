using Warewulf.Core.Catalogs;

namespace Warewulf.Silo.Overlays;

/// <summary>Takes the site's overlays back to an earlier revision.</summary>
internal static class OverlayRollback
{
    /// <summary>
    /// What it takes, as little as that is. A revision without any overlay is one from before the catalog knew of them: it says nothing about
    /// those that there are.
    /// </summary>
    public static IEnumerable<CatalogOperation> Operations(Catalog current, Catalog target) => target.Overlays.IsEmpty
        ? []
        : target.Overlays.Values
            .Select(overlay => current.Overlays.TryGetValue(overlay.Name, out var now) ? (CatalogOperation?)now.ChangeTo(overlay) : new PutOverlay(overlay))
            .OfType<CatalogOperation>()
            .Concat(current.Overlays.Keys.Where(name => !target.Overlays.ContainsKey(name)).Select(name => new DeleteOverlay(name)));
}
