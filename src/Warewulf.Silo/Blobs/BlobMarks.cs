using Warewulf.Core.Artifacts;

namespace Warewulf.Silo.Blobs;

/// <summary>Which blobs something names.</summary>
internal sealed class BlobMarks
{
    /// <summary>Those that images of the current catalog consist of. Each should be here.</summary>
    public HashSet<ArtifactDigest> Needed { get; } = [];

    /// <summary>Those that the catalog named lately, or that nodes were told to boot. Some may be on other heads only.</summary>
    public HashSet<ArtifactDigest> Wanted { get; } = [];

    /// <summary>Why it is not known what some image of the catalog consists of; empty when it is.</summary>
    public List<string> Unknown { get; } = [];

    /// <summary>Whether something names a blob.</summary>
    public bool Contains(ArtifactDigest digest) => Needed.Contains(digest) || Wanted.Contains(digest);
}
