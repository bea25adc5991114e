namespace Warewulf.Core.Artifacts;

/// <summary>Names one immutable blob that a node or an edge downloads.</summary>
/// <param name="Digest">The SHA-256 of the bytes as stored.</param>
/// <param name="Length">The number of bytes as stored.</param>
/// <param name="FileName">What status displays call it, such as <c>rocky9.img.gz</c>.</param>
public sealed record ArtifactRef(ArtifactDigest Digest, long Length, string FileName)
{
    /// <summary>Whether the bytes are one gzip member whose content is what a client gets when it does not ask for <c>compress=gz</c>.</summary>
    public bool Gzip { get; init; }
}
