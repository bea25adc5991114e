using System.Collections.Immutable;
using Warewulf.Core.Collections;

namespace Warewulf.Core.Nodes;

/// <summary>A node with its profiles merged in: what everything else works with.</summary>
/// <param name="Config">The node as declared.</param>
/// <param name="Settings">The merged settings.</param>
/// <param name="UnknownProfiles">Profiles the node names, directly or through others, that do not exist.</param>
public sealed record EffectiveNode(NodeConfig Config, NodeSettings Settings, ImmutableArray<string> UnknownProfiles)
{
    /// <summary>The node's name.</summary>
    public NodeName Name => Config.Name;

    /// <summary>The network devices by network name; never null.</summary>
    public SortedMap<NetworkConfig> NetworkDevices => Settings.NetworkDevices ?? SortedMap<NetworkConfig>.Empty;

    /// <summary>The network whose device is the primary one: the named one if it exists, else the first by name, else nothing.</summary>
    public string? PrimaryNetwork =>
        Settings.PrimaryNetwork is { } name && NetworkDevices.ContainsKey(name) ? name : NetworkDevices.Keys.FirstOrDefault();

    /// <summary>The primary network device, if the node has any.</summary>
    public NetworkConfig? PrimaryDevice => PrimaryNetwork is { } name ? NetworkDevices[name] : null;
}
