namespace Warewulf.Grains.Segments;

/// <summary>What is stored of the unknown machines of a boot network in one piece: nothing, each machine is a part of its own.</summary>
internal sealed record DiscoveryState
{
    /// <summary>The only one there is.</summary>
    public static DiscoveryState Empty { get; } = new();
}
