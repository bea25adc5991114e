using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Overlays;

/// <summary>Keeps segments that many builds share.</summary>
public interface IOverlayStore
{
    /// <summary>Packs segments and keeps them. Done when they can be downloaded.</summary>
    T Keep<T>(Func<ISegmentStore, T> pack);
}
