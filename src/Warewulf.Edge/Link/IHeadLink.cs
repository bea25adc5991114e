using Warewulf.Core.Api.Edges;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Boot;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;

namespace Warewulf.Edge.Link;

/// <summary>What an edge asks of the heads. Every call tries one head after the other.</summary>
/// <remarks>All throw <see cref="Core.WarewulfException"/> with code Unavailable when no head answers.</remarks>
internal interface IHeadLink
{
    /// <summary>What a machine is to boot.</summary>
    /// <param name="mac">The machine.</param>
    /// <param name="stage">What it asked for: its script begins a boot.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<PlanResponse> PlanAsync(MacAddress mac, BootStage stage, CancellationToken cancellationToken);

    /// <summary>Waits for a snapshot other than the one known; nothing when there was none for a while.</summary>
    /// <param name="known">The snapshot that is known; nothing to be given any at once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<SegmentSnapshot?> SnapshotAsync(SegmentSnapshot? known, CancellationToken cancellationToken);

    /// <summary>Opens the bytes of a blob. Reading throws <see cref="Core.WarewulfException"/> when no head goes on delivering.</summary>
    /// <param name="digest">The blob.</param>
    /// <param name="verify">Whether the head is to look at its disk first, because what came before was damaged.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Stream> OpenBlobAsync(ArtifactDigest digest, bool verify, CancellationToken cancellationToken);

    /// <summary>Hands over events.</summary>
    Task ReportAsync(BootEventBatch batch, CancellationToken cancellationToken);

    /// <summary>Asks for a dynamic address.</summary>
    Task<LeaseResponse> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken);

    /// <summary>Gives a dynamic address back.</summary>
    Task ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken);
}
