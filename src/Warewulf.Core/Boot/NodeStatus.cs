using System.Collections.Immutable;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Boot;

/// <summary>How one node is.</summary>
/// <param name="Node">The node.</param>
/// <param name="State">What it is doing.</param>
public sealed record NodeStatus(NodeName Node, NodeBootState State)
{
    /// <summary>The last stage of the current boot.</summary>
    public BootStage? Stage { get; init; }

    /// <summary>What was last sent, or why the boot failed.</summary>
    public string? Detail { get; init; }

    /// <summary>When the node was last heard of.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>The last boots, the latest first.</summary>
    public ImmutableArray<BootRecord> Boots { get; init; } = [];

    /// <summary>What keeps the node from booting completely, from the last plan made for it.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];
}
