using Warewulf.Core.Overlays;

namespace Warewulf.Core.Tests.Overlays;

/// <summary>Renders overlays into an archive at once.</summary>
internal static class OverlayArchiving
{
    public static OverlayOutput Render(this OverlayRenderer renderer, OverlayContext context, IReadOnlyList<OverlayName> overlays, Stream target)
    {
        var shelf = new OverlayShelf();
        var set = renderer.Load(overlays, context.Node.Name);
        var output = renderer.Render(context, set);
        shelf.Write(new OverlayBuilder(renderer, shelf).Build(context, set, null, shelf).Recipe, target);
        return output;
    }
}
