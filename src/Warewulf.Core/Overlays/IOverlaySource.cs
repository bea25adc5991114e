namespace Warewulf.Core.Overlays;

/// <summary>Where overlays are found. Implementations are safe for many threads.</summary>
public interface IOverlaySource
{
    /// <summary>Reads the list of an overlay's files as they are now; null when there is no such overlay.</summary>
    /// <exception cref="WarewulfException">The overlay cannot be read, or holds something that no overlay can.</exception>
    OverlayTree? Find(OverlayName name);

    /// <summary>The names of all overlays as they are now, in order.</summary>
    IReadOnlyList<OverlayName> List();
}
