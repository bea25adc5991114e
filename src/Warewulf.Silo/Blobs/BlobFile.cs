using Warewulf.Core.Artifacts;

namespace Warewulf.Silo.Blobs;

/// <summary>A blob as it lies in the store.</summary>
/// <param name="Digest">What it is, or was before it was damaged.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Length">How long the file is.</param>
/// <param name="IsDamaged">Whether it was set aside because its content is not what its name says.</param>
internal sealed record BlobFile(ArtifactDigest Digest, string Path, long Length, bool IsDamaged);
