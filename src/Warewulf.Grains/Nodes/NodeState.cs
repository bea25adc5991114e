using System.Collections.Immutable;
using Warewulf.Core.Boot;

namespace Warewulf.Grains.Nodes;

/// <summary>What is stored of a node. Members are only ever added, never renamed or removed: older heads read what newer ones wrote.</summary>
internal sealed record NodeState
{
    /// <summary>A node nobody ever heard of.</summary>
    public static NodeState Empty { get; } = new();

    /// <summary>The last boots, the latest first.</summary>
    public ImmutableArray<BootRecord> Boots { get; init; } = [];

    /// <summary>When the node was last heard of, to about a minute.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>What the last plan consisted of.</summary>
    public AssignedPlan? Assigned { get; init; }

    /// <summary>What the next boot is to do differently.</summary>
    public NextBoot? NextBoot { get; init; }

    /// <summary>What the boot in progress, or the last one, does differently.</summary>
    public NextBoot? InForce { get; init; }

    /// <summary>When a boot began its script with <see cref="InForce"/>; unset until that is reported.</summary>
    public DateTimeOffset? InForceSince { get; init; }
}
