using System.Collections.Immutable;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Formats;

/// <summary>Puts the overlays of Warewulf 4.6 in the place of the two that did all their work before.</summary>
public static class NodesConfOverlays
{
    /// <summary>What <c>wwinit</c> among the system overlays became.</summary>
    internal static readonly ImmutableArray<string> System =
    [
        "wwinit", "wwclient", "fstab", "hostname", "ssh.host_keys", "issue", "resolv", "udev.netname", "systemd.netname", "ifcfg", "ifupdown", "NetworkManager",
        "wicked", "ignition",
    ];

    /// <summary>What <c>generic</c> among the runtime overlays became.</summary>
    internal static readonly ImmutableArray<string> Runtime = ["hosts", "ssh.authorized_keys", "syncuser"];

    /// <summary>Replaces them in every profile and node. What is there already is not named twice, so repeating changes nothing.</summary>
    public static NodesConf Replace(NodesConf conf) => new(
        [.. conf.Profiles.Select(profile => profile with { Settings = Replace(profile.Settings) })],
        [.. conf.Nodes.Select(node => node with { Settings = Replace(node.Settings) })]);

    private static NodeSettings Replace(NodeSettings settings) => settings with
    {
        SystemOverlays = Replace(settings.SystemOverlays, "wwinit", System),
        RuntimeOverlays = Replace(settings.RuntimeOverlays, "generic", Runtime),
    };

    private static ImmutableArray<string>? Replace(ImmutableArray<string>? overlays, string old, ImmutableArray<string> now)
    {
        if (overlays is not { } names || !names.Contains(old))
        {
            return overlays;
        }

        var added = now.Where(name => name == old || !names.Contains(name)).ToList();
        return [.. names.SelectMany(name => name == old ? added : [name])];
    }
}
