using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Nodes;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Hostlists;
using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Nodes;

/// <summary>Adds, changes and removes nodes; each request is one commit, whole or not at all.</summary>
internal sealed class NodeService
{
    private static readonly ProfileName DefaultProfile = ProfileName.Parse("default");

    /// <summary>Fields that count up when several nodes are added at once.</summary>
    private static readonly string[] Counting = ["ipaddr", "ipmiaddr"];

    private readonly CatalogService _catalog;
    private readonly CatalogHistory _history;
    private readonly NodeTraces _traces;

    public NodeService(CatalogService catalog, CatalogHistory history, NodeTraces traces)
    {
        _catalog = catalog;
        _history = history;
        _traces = traces;
    }

    /// <summary>Adds nodes.</summary>
    public async Task<CommitResponse> AddAsync(NodeChangeRequest request, CancellationToken cancellationToken)
    {
        // Late reports about a deleted node, or a crash while it was deleted, may have left something under its name.
        var names = Names(request.Hosts);
        await _catalog.RefreshAsync(cancellationToken);
        var catalog = _catalog.Current;
        if (!request.DryRun)
        {
            await _traces.ForgetAsync(names.Where(name => !catalog.Nodes.ContainsKey(name)));
        }

        return await ChangeAsync(request, names, "add", current => names.Select((name, index) =>
        {
            if (current.Nodes.ContainsKey(name))
            {
                throw WarewulfException.Conflict(
                    $"Node '{name}' cannot be added: it exists already. Change it with 'wwctl node set {name}'.");
            }

            var settings = NodeSettings.Empty;
            if (!request.Edit.Fields.ContainsKey("profile") && current.Profiles.ContainsKey(DefaultProfile))
            {
                settings = settings with { Profiles = [DefaultProfile.ToString()] };
            }

            return new NodeConfig(name, request.Edit.Apply(settings, (field, text) => CountUp(field, text, index)));
        }), cancellationToken);
    }

    /// <summary>Changes fields of nodes.</summary>
    public Task<CommitResponse> SetAsync(NodeChangeRequest request, CancellationToken cancellationToken)
    {
        if (request.Edit.IsEmpty)
        {
            throw WarewulfException.Invalid("Nothing to set: name a field and its value, such as --image rocky9.");
        }

        var names = Names(request.Hosts);
        return ChangeAsync(request, names, "set", catalog => names.Select(name =>
        {
            if (!catalog.Nodes.TryGetValue(name, out var node))
            {
                throw Unknown(name);
            }

            var settings = request.Edit.Apply(node.Settings);
            return NodeFields.AreSame(settings, node.Settings) ? node : node with { Settings = settings };
        }), cancellationToken);
    }

    /// <summary>Removes nodes.</summary>
    public async Task<CommitResponse> DeleteAsync(NodeDeleteRequest request, CancellationToken cancellationToken)
    {
        var names = Names(request.Hosts);
        var terms = await CommitTerms.OfAsync(request, $"node delete {string.Join(',', request.Hosts)}", _history, cancellationToken);
        var commit = await _catalog.CommitAsync(
            terms,
            current => [.. names.Select(name => current.Nodes.ContainsKey(name) ? new DeleteNode(name) : throw Unknown(name))],
            cancellationToken);
        return commit.Answer(terms, Texts(names), terms.DryRun ? [] : await _traces.ForgetDeletedAsync(names));
    }

    /// <summary>The names of all nodes, in order.</summary>
    public NodeNamesResponse NamesOfAll()
    {
        var catalog = _catalog.Current;
        return new NodeNamesResponse(catalog.Revision, Texts(catalog.Nodes.Keys));
    }

    /// <summary>Nodes with their profiles merged in; all of them when no list is given.</summary>
    public NodeListResponse List(IReadOnlyList<string> hosts)
    {
        var catalog = _catalog.Current;
        return new NodeListResponse(catalog.Revision, [.. Named(catalog, hosts).Select(name => View(catalog.Index.Find(name)!))]);
    }

    /// <summary>What values nodes have, and where each comes from.</summary>
    public NodeFieldsResponse Fields(IReadOnlyList<string> hosts)
    {
        var catalog = _catalog.Current;
        return new NodeFieldsResponse(catalog.Revision, [.. Named(catalog, hosts).Select(name => new NodeFieldsView(
            name, [.. NodeOrigins.Explain(catalog.Nodes[name], catalog.Index.Merger).Select(origin => origin.Masked)]))]);
    }

    /// <summary>Reads hostlists into names.</summary>
    /// <exception cref="WarewulfException">A list or a name is malformed, or there is none.</exception>
    public static IReadOnlyList<NodeName> Names(IReadOnlyList<string> hosts)
    {
        if (hosts.Contains(null!))
        {
            throw WarewulfException.Invalid("A list of nodes is null: write it as n1, or as n[001-100].");
        }

        IReadOnlyList<NodeName> names = [.. Hostlist.Expand(hosts).Distinct(StringComparer.Ordinal).Select(NodeName.Parse)];
        return names.Count > 0 ? names : throw WarewulfException.Invalid("Name the nodes: n1, or a list such as n[001-100].");
    }

    /// <summary>Reads hostlists into the names of nodes that exist.</summary>
    /// <exception cref="WarewulfException">NotFound: some do not; the message names them.</exception>
    public static IReadOnlyList<NodeName> Existing(Catalog catalog, IReadOnlyList<string> hosts)
    {
        var names = Names(hosts);
        var unknown = names.Where(name => !catalog.Nodes.ContainsKey(name)).Select(name => name.ToString()).ToList();
        return unknown.Count == 0
            ? names
            : throw WarewulfException.NotFound($"There is no node '{Hostlist.Fold(unknown)}': see 'wwctl node list' for those there are.");
    }

    /// <summary>What admins should know about nodes that have just been changed.</summary>
    public static ImmutableArray<string> Warnings(Catalog catalog, IEnumerable<NodeName> names)
    {
        var used = names.Select(name => catalog.Index.Find(name)?.Settings.ImageName).OfType<string>().Distinct(StringComparer.Ordinal);
        return [.. used.Select(image => Warning(catalog, image)).OfType<string>()];
    }

    private static string? Warning(Catalog catalog, string text)
    {
        var found = ImageLookup.Of(catalog, text);
        return found switch
        {
            { Reference: { } reference, Image: null } => $"There is no image '{reference.Name}': nodes cannot boot it yet. Bring it with 'wwctl image import'.",
            { Problem: { } problem } => $"Nodes cannot boot image '{Core.Validation.Names.Printable(text)}' yet: {problem}",
            { Image: { Build: null } image } => $"Image '{image.Name}' was never built: nodes cannot boot it yet. Run 'wwctl image build {image.Name}'.",
            _ => null,
        };
    }

    private static IEnumerable<NodeName> Named(Catalog catalog, IReadOnlyList<string> hosts) =>
        (hosts.Count == 0 ? catalog.Nodes.Keys : Existing(catalog, hosts)).Order();

    private static NodeView View(EffectiveNode node) => new(node.Name, node.Settings with { PrimaryNetwork = node.PrimaryNetwork });

    private static WarewulfException Unknown(NodeName name) =>
        WarewulfException.NotFound($"There is no node '{name}': see 'wwctl node list', or add it with 'wwctl node add {name}'.");

    private async Task<CommitResponse> ChangeAsync(
        NodeChangeRequest request, IReadOnlyList<NodeName> names, string verb, Func<Catalog, IEnumerable<NodeConfig>> decide, CancellationToken cancellationToken)
    {
        request.Edit.ThrowIfWrong(isProfile: false);
        var terms = await CommitTerms.OfAsync(request, $"node {verb} {string.Join(',', request.Hosts)}", _history, cancellationToken);
        var commit = await _catalog.CommitAsync(
            terms,
            current => [.. decide(current).Where(node => !ReferenceEquals(current.Nodes.GetValueOrDefault(node.Name), node)).Select(node => new PutNode(node))],
            cancellationToken);
        if (!terms.DryRun && request.Edit.Fields.TryGetValue("hwaddr", out var hwaddr) && MacAddress.TryParse(hwaddr, null, out var mac))
        {
            await _traces.AdoptAsync(mac);
        }

        return commit.Answer(terms, Texts(names), Warnings(commit.After, names));
    }

    private static IReadOnlyList<string> Texts(IEnumerable<NodeName> names) => [.. names.Select(name => name.ToString())];

    private static string CountUp(NodeField field, string text, int index)
    {
        if (index == 0 || !Counting.Contains(field.Flag) || field.Validate(text) is not null || text is NodeField.Undefined or "")
        {
            return text;
        }

        var address = IPAddress.Parse(text);
        var next = new BigInteger(address.GetAddressBytes(), isUnsigned: true, isBigEndian: true) + index;
        var length = address.AddressFamily == AddressFamily.InterNetwork ? 4 : 16;
        var bytes = next.ToByteArray(isUnsigned: true, isBigEndian: true);
        if (bytes.Length > length)
        {
            throw WarewulfException.Invalid($"--{field.Flag}: there are fewer addresses after {text} than nodes. Begin lower.");
        }

        return new IPAddress([.. new byte[length - bytes.Length], .. bytes]).ToString();
    }
}
