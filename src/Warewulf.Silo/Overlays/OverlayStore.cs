using Warewulf.Core.Artifacts;
using Warewulf.Core.Overlays;
using Warewulf.Silo.Blobs;

namespace Warewulf.Silo.Overlays;

/// <summary>Keeps what overlays of many nodes share among the head's blobs.</summary>
internal sealed class OverlayStore(BlobStore blobs) : IOverlayStore
{
    /// <summary>What displays call overlay archives that are not one node's.</summary>
    public const string FileName = "overlay.img.gz";

    /// <inheritdoc/>
    public T Keep<T>(Func<ISegmentStore, T> pack)
    {
        using var batch = blobs.Begin(FileName);
        var packed = pack(batch);
        batch.Commit();
        return packed;
    }
}
