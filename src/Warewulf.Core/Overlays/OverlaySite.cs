using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays.Data;
using Warewulf.Core.Overlays.Rendering;
using Warewulf.Core.Site;
using Warewulf.Templates;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays;

/// <summary>
/// What every render of one catalog revision shares: the nodes, the site settings, and files that turned out the same for every node.
/// Making one costs the same for any number of nodes: a node is only looked at when a template reads it. Safe for many threads.
/// </summary>
public sealed class OverlaySite
{
    /// <summary>Describes a revision.</summary>
    /// <param name="nodes">All nodes in the order in which templates see them: by cluster name, then by name. Must not change.</param>
    /// <param name="config">The site settings, with the addresses that were found out at start filled in.</param>
    public OverlaySite(IReadOnlyList<EffectiveNode> nodes, SiteConfig config)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(config);
        Config = config;
        Paths = new PathsView(config);
        AllNodes = GoValue.List(NodeView.Type, new NodeViewList(nodes, DetectKernel), static view => GoValue.Struct(NodeView.Type, view));
    }

    /// <summary>The server's host name, for <c>.BuildHost</c>.</summary>
    public required string BuildHost { get; init; }

    /// <summary>
    /// When the revision was committed, for <c>.BuildTime</c>: not the time of the render, so that the same revision gives the same bytes.
    /// </summary>
    public required DateTimeOffset BuildTime { get; init; }

    /// <summary>The name of the time zone of <see cref="BuildTime"/>. Default: UTC.</summary>
    public string BuildTimeZone { get; init; } = "UTC";

    /// <summary>Finds the version of the kernel that an image boots, for nodes that choose none. Default: knows none.</summary>
    public Func<string, string?> KernelVersion { get; init; } = static _ => null;

    /// <summary>
    /// Time, randomness, time zones and host names for templates that ask for them; what such a template becomes is never taken over for
    /// another node. Default: there are none, and such templates fail.
    /// </summary>
    public TemplateSurroundings Surroundings { get; init; } = TemplateSurroundings.None;

    internal SiteConfig Config { get; }

    internal PathsView Paths { get; }

    internal GoValue AllNodes { get; }

    internal SharedRenders Shared { get; } = new();

    internal string? DetectKernel(string image) => KernelVersion(image);
}
