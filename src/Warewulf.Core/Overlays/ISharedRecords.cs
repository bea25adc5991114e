using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Overlays;

/// <summary>Keeps what templates became for every node, from one process to the next.</summary>
public interface ISharedRecords
{
    /// <summary>What was kept of a template; nothing where nothing was, or it cannot be read.</summary>
    IReadOnlyList<SharedRecord> Find(ArtifactDigest template);
}
