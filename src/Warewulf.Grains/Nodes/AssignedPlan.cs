using System.Collections.Immutable;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Boot;

namespace Warewulf.Grains.Nodes;

/// <summary>What a node was told to boot: which blobs, not where they came from.</summary>
/// <param name="Revision">The catalog revision in which the plan first looked like this.</param>
internal sealed record AssignedPlan(long Revision)
{
    /// <summary>The image's name.</summary>
    public string ImageName { get; init; } = "";

    /// <summary>The template of the boot script.</summary>
    public ArtifactDigest? Script { get; init; }

    /// <summary>The kernel.</summary>
    public ArtifactDigest? Kernel { get; init; }

    /// <summary>The initramfs.</summary>
    public ArtifactDigest? Initramfs { get; init; }

    /// <summary>The image.</summary>
    public ArtifactDigest? Image { get; init; }

    /// <summary>The system overlay.</summary>
    public ArtifactDigest? System { get; init; }

    /// <summary>The runtime overlay.</summary>
    public ArtifactDigest? Runtime { get; init; }

    /// <summary>What kept the node from booting completely.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>The blobs and recipes it consists of.</summary>
    public IEnumerable<ArtifactDigest> ListDigests() =>
        ((IEnumerable<ArtifactDigest?>)[Script, Kernel, Initramfs, Image, System, Runtime]).OfType<ArtifactDigest>();

    /// <summary>Takes note of a plan.</summary>
    public static AssignedPlan Of(BootPlan plan) => new(plan.Revision)
    {
        ImageName = plan.ImageName,
        Script = plan.Script?.Digest,
        Kernel = plan.Kernel?.Digest,
        Initramfs = plan.Initramfs?.Digest,
        Image = plan.Image?.Digest,
        System = plan.System?.Digest,
        Runtime = plan.Runtime?.Digest,
        Problems = plan.Problems,
    };

    /// <summary>Whether both plans boot the same; the revision alone makes no difference.</summary>
    public bool IsSameAs(AssignedPlan? other) =>
        other is not null
        && Problems.SequenceEqual(other.Problems, StringComparer.Ordinal)
        && this with { Revision = 0, Problems = [] } == other with { Revision = 0, Problems = [] };
}
