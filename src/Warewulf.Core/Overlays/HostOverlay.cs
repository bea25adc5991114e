using Warewulf.Core.Archives;

namespace Warewulf.Core.Overlays;

/// <summary>The overlay <c>host</c>: files of the heads themselves, made of the same data as those of nodes.</summary>
/// <param name="renderer">Renders.</param>
public sealed class HostOverlay(OverlayRenderer renderer)
{
    private const uint OwnerAlone = 0x1C0;
    private const uint OwnerAndGroup = 0x1E8;

    private static readonly BytePath Hosts = BytePath.FromText("etc/hosts.ww");

    /// <summary>Its name.</summary>
    public static OverlayName Name { get; } = OverlayName.Parse("host");

    /// <summary>Looks it up.</summary>
    /// <param name="source">Where overlays are found.</param>
    /// <exception cref="WarewulfException">NotFound: it does not exist.</exception>
    public OverlaySet Load(IOverlaySource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Find(Name) is not null ? renderer.Load(source, [Name]) : throw WarewulfException.NotFound(
            $"There is no overlay '{Name}', of which the heads' own files are made: it comes with the installation, in share/warewulf/overlays. Install that again.");
    }

    /// <summary>All its files for a head.</summary>
    /// <param name="context">The revision, and a node that is named as the head and has nothing else.</param>
    /// <param name="overlay">The overlay.</param>
    /// <exception cref="WarewulfException">A template fails; the message says which and where.</exception>
    public OverlayOutput Render(OverlayContext context, OverlaySet overlay)
    {
        var output = renderer.Render(context, overlay);

        // What is replaced here is a machine's own; only templates can say that nobody wants it.
        return output with { Entries = [.. output.Entries.Select(entry => entry.IsFile && !entry.Source.EndsWith(".ww", StringComparison.Ordinal) ? entry with { KeepsOld = true } : entry)] };
    }

    /// <summary><c>/etc/hosts</c> alone, whatever may be wrong with the other files.</summary>
    /// <param name="context">The revision, and a node that is named as the head and has nothing else.</param>
    /// <param name="overlay">The overlay.</param>
    /// <exception cref="WarewulfException">NotFound: the overlay has no template for it. Invalid: the template fails.</exception>
    public OverlayOutput RenderHosts(OverlayContext context, OverlaySet overlay) => renderer.Render(context, overlay.Only(Hosts));

    /// <summary>What is dangerous about the overlay; nothing when nothing is.</summary>
    public static string? Danger(OverlaySet overlay)
    {
        ArgumentNullException.ThrowIfNull(overlay);
        var tree = overlay.Trees[0];
        var mode = tree.Manifest.Find(BytePath.FromText(tree.Prefix))?.Mode & UnixMode.PermissionMask;
        return mode is null or OwnerAlone or OwnerAndGroup
            ? null
            : $"Overlay '{Name}' makes files of root: its {(tree.Prefix.Length > 0 ? $"directory '{tree.Prefix}'" : "directory")} has mode 0{Convert.ToString(mode.Value, 8)}, "
              + $"and should be for root alone. Run 'chmod 0750 {tree.Root}' on a head.";
    }
}
