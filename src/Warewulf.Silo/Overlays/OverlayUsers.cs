using Warewulf.Core.Catalogs;
using Warewulf.Core.Hostlists;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;

namespace Warewulf.Silo.Overlays;

/// <summary>Finds who has an overlay on a list.</summary>
internal static class OverlayUsers
{
    /// <summary>Profiles and nodes in words; nothing when there are none.</summary>
    public static string? Describe(Catalog catalog, OverlayName overlay)
    {
        var profiles = catalog.Profiles.Values.Where(profile => Uses(profile.Settings, overlay)).Select(profile => $"profile '{profile.Name}'");
        var nodes = Hostlist.Fold(catalog.Nodes.Values.Where(node => Uses(node.Settings, overlay)).Select(node => node.Name.ToString()));
        var users = string.Join(" and ", nodes.Length > 0 ? profiles.Append($"node '{nodes}'") : profiles);
        return users.Length > 0 ? users : null;
    }

    private static bool Uses(NodeSettings settings, OverlayName overlay) =>
        settings.SystemOverlays?.Contains(overlay.ToString()) == true || settings.RuntimeOverlays?.Contains(overlay.ToString()) == true;
}
