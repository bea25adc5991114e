using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Archives;
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

    /// <summary>Puts an archive together.</summary>
    /// <param name="artifact">The archive.</param>
    /// <exception cref="WarewulfException">Unavailable: a piece of it is gone.</exception>
    public byte[] Read(ArtifactRef artifact)
    {
        using var archive = new MemoryStream();
        archive.Write(GzipFrame.Header);
        foreach (var segment in artifact.Segments ?? [])
        {
            var path = blobs.Find(segment.Digest)
                ?? throw new WarewulfException(ApiErrorCode.Unavailable, $"A piece of '{artifact.FileName}' is gone from the head's blobs. Try again.");
            archive.Write(File.ReadAllBytes(path));
        }

        archive.Write(Recipe.Of(artifact.Segments ?? []).GzipEnd());
        return archive.ToArray();
    }
}
