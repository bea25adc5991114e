using System.Security.Cryptography;
using System.Text;
using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Overlays;

/// <summary>Entries of overlays as segments: those that are the same for many nodes, or those that are one node's own.</summary>
/// <param name="Digest">Tells parts with other entries apart.</param>
/// <param name="Segments">The segments.</param>
public sealed record OverlayPart(ArtifactDigest Digest, IReadOnlyList<RecipeSegment> Segments)
{
    /// <summary>The digest of entries.</summary>
    /// <param name="entries">The entries in order.</param>
    /// <param name="withContent">Whether what files hold counts, or only where they are and whose.</param>
    internal static ArtifactDigest DigestOf(IEnumerable<OverlayEntry> entries, bool withContent)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in entries)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(
                $"{entry.Path.Length} {entry.Target.Length} {entry.Mode} {entry.Uid} {entry.Gid} {entry.ModifiedSeconds} {(withContent ? entry.Content?.Digest.ToString() : "")}\n"));
            hash.AppendData(entry.Path.Bytes);
            hash.AppendData(entry.Target.Bytes);
        }

        return ArtifactDigest.FromHash(hash.GetHashAndReset());
    }
}
