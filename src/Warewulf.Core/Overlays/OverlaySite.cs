using System.Collections.Concurrent;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays.Data;
using Warewulf.Core.Overlays.Rendering;
using Warewulf.Core.Site;
using Warewulf.Templates;
using Warewulf.Templates.Reads;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays;

/// <summary>
/// What every render of one catalog revision shares: the nodes, the site settings, and files that turned out the same for every node.
/// Making one costs the same for any number of nodes: a node is only looked at when a template reads it. Safe for many threads.
/// </summary>
public sealed class OverlaySite
{
    private readonly ConcurrentDictionary<(string Kind, string Name), string> _inputs = new();

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
    /// When the revision was committed, for <c>.BuildTime</c>: not the time of the render, so that the same revision gives the same bytes. A render is
    /// not repeated for a later time alone.
    /// </summary>
    public required DateTimeOffset BuildTime { get; init; }

    /// <summary>The name of the time zone of <see cref="BuildTime"/>. Default: UTC.</summary>
    public string BuildTimeZone { get; init; } = "UTC";

    /// <summary>Finds the version of the kernel that an image boots, for nodes that choose none. Default: knows none.</summary>
    public Func<string, string?> KernelVersion { get; init; } = static _ => null;

    /// <summary>
    /// Time, randomness, time zones and host names for templates that ask for them; what such a template becomes is never taken over for
    /// another node, and for its own stays until what else it reads changes. Default: there are none, and such templates fail.
    /// </summary>
    public TemplateSurroundings Surroundings { get; init; } = TemplateSurroundings.None;

    /// <summary>The site settings.</summary>
    public SiteConfig Config { get; }

    internal PathsView Paths { get; }

    internal GoValue AllNodes { get; }

    /// <summary>Digests of what is the same for every node, by what of it was read.</summary>
    internal ConcurrentDictionary<ReadSet, byte[]?> Digests { get; } = new();

    /// <summary>What nodes of one shape have in common, by their overlays and shape.</summary>
    internal ConcurrentDictionary<(OverlaySet Set, string Shape), Lazy<OverlayAssembly?>> Assemblies { get; } = new();

    /// <summary>Has the files that templates read looked at again, since they may have changed.</summary>
    public void ForgetInputs()
    {
        _inputs.Clear();
        Assemblies.Clear();
    }

    internal string? DetectKernel(string image) => KernelVersion(image);

    /// <summary>What a file is that a template read, as a text that is another one when it changed.</summary>
    internal string StateOf(string kind, string name, IOverlayFiles files) =>
        _inputs.GetOrAdd((kind, name), static (input, files) => OverlayInput.Look(files, input.Kind, input.Name), files);

    /// <summary>Takes note of what a file was a moment ago.</summary>
    internal void Saw(string kind, string name, string state) => _inputs[(kind, name)] = state;
}
