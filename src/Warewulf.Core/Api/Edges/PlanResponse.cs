using Warewulf.Core.Artifacts;
using Warewulf.Core.Boot;

namespace Warewulf.Core.Api.Edges;

/// <summary>What a machine is to boot, or that nobody knows it.</summary>
public sealed record PlanResponse
{
    /// <summary>The plan; unset when the machine belongs to no node.</summary>
    public BootPlan? Plan { get; init; }

    /// <summary>The boot script template for a machine that belongs to no node.</summary>
    public ArtifactRef? UnknownScript { get; init; }
}
