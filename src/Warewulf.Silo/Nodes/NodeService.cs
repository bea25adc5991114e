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
    private readonly NodeTraces _traces;

    public NodeService(CatalogService catalog, NodeTraces traces)
    {
        _catalog = catalog;
        _traces = traces;
    }

    /// <summary>Adds nodes.</summary>
    public async Task<CommitResponse> AddAsync(NodeChangeRequest request, CancellationToken cancellationToken)
    {
        // Late reports about a deleted node, or a crash while it was deleted, may have left something under its name.
        var catalog = _catalog.Current;
        await _traces.ForgetAsync(Names(request.Hosts).Where(name => !catalog.Nodes.ContainsKey(name)));
        return await ChangeAsync(request, "add", (catalog, names, fields) => names.Select((name, index) =>
        {
            if (catalog.Nodes.ContainsKey(name))
            {
                throw WarewulfException.Conflict(
                    $"Node '{name}' cannot be added: it exists already. Change it with 'wwctl node set {name}'.");
            }

            var settings = NodeSettings.Empty;
            if (!request.Fields.ContainsKey("profile") && catalog.Profiles.ContainsKey(DefaultProfile))
            {
                settings = settings with { Profiles = [DefaultProfile.ToString()] };
            }

            return new NodeConfig(name, Set(settings, request.NetName, fields, index));
        }), cancellationToken);
    }

    /// <summary>Changes fields of nodes.</summary>
    public Task<CommitResponse> SetAsync(NodeChangeRequest request, CancellationToken cancellationToken)
    {
        if (request.Fields.Count == 0)
        {
            throw WarewulfException.Invalid("Nothing to set: name a field and its value, such as --image rocky9.");
        }

        return ChangeAsync(request, "set", (catalog, names, fields) => names.Select(name =>
        {
            if (!catalog.Nodes.TryGetValue(name, out var node))
            {
                throw Unknown(name);
            }

            return node with { Settings = Set(node.Settings, request.NetName, fields, 0) };
        }), cancellationToken);
    }

    /// <summary>Removes nodes.</summary>
    public async Task<CommitResponse> DeleteAsync(NodeDeleteRequest request, CancellationToken cancellationToken)
    {
        var names = Names(request.Hosts);
        var catalog = await _catalog.CommitAsync(
            request.Author ?? "unknown",
            $"node delete {string.Join(',', request.Hosts)}",
            current => [.. names.Select(name => current.Nodes.ContainsKey(name) ? new DeleteNode(name) : throw Unknown(name))],
            cancellationToken);
        return new CommitResponse(catalog.Revision, [.. names.Select(name => name.ToString())], await ForgetAsync(names));
    }

    /// <summary>Nodes with their profiles merged in; all of them when no list is given.</summary>
    public NodeListResponse List(IReadOnlyList<string> hosts)
    {
        var catalog = _catalog.Current;
        var nodes = hosts.Count == 0 ? catalog.Nodes.Keys : Existing(catalog, hosts);
        return new NodeListResponse(catalog.Revision, [.. nodes.Order().Select(name => View(catalog.Index.Find(name)!))]);
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

    private static NodeView View(EffectiveNode node) => new(node.Name, node.Settings with { PrimaryNetwork = node.PrimaryNetwork })
    {
        Discoverable = node.Config.Discoverable,
    };

    private static WarewulfException Unknown(NodeName name) =>
        WarewulfException.NotFound($"There is no node '{name}': see 'wwctl node list', or add it with 'wwctl node add {name}'.");

    private async Task<CommitResponse> ChangeAsync(
        NodeChangeRequest request,
        string verb,
        Func<Catalog, IReadOnlyList<NodeName>, IReadOnlyDictionary<NodeField, string>, IEnumerable<NodeConfig>> decide,
        CancellationToken cancellationToken)
    {
        var names = Names(request.Hosts);
        CheckNetName(request);
        var fields = request.Fields.ToDictionary(field => NodeFields.Find(field.Key), Value);
        var catalog = await _catalog.CommitAsync(
            request.Author ?? "unknown",
            request.Comment ?? $"node {verb} {string.Join(',', request.Hosts)}",
            current => [.. decide(current, names, fields).Select(node => new PutNode(node))],
            cancellationToken);
        if (request.Fields.TryGetValue("hwaddr", out var hwaddr) && MacAddress.TryParse(hwaddr, null, out var mac))
        {
            await _traces.AdoptAsync(mac);
        }

        return new CommitResponse(catalog.Revision, [.. names.Select(name => name.ToString())], Warnings(catalog, names));
    }

    // The nodes are gone whether or not this succeeds.
    private async Task<IReadOnlyList<string>> ForgetAsync(IReadOnlyList<NodeName> names)
    {
        try
        {
            await _traces.ForgetAsync(names);
            return [];
        }
        catch (WarewulfException e)
        {
            return [$"The nodes were deleted; their past boots are forgotten when nodes of these names are added again: {e.Message}"];
        }
    }

    private static string Value(KeyValuePair<string, string> field) =>
        field.Value ?? throw WarewulfException.Invalid($"--{Core.Validation.Names.Printable(field.Key)}: the value is null; {NodeField.Undefined} removes one.");

    private static void CheckNetName(NodeChangeRequest request)
    {
        if (!Core.Validation.Names.IsFileName(request.NetName))
        {
            throw WarewulfException.Invalid(
                $"'{Core.Validation.Names.Printable(request.NetName)}' is not a network name: use letters, digits, '.', '-', ':' and '_'.");
        }
    }

    private static NodeSettings Set(NodeSettings settings, string netName, IReadOnlyDictionary<NodeField, string> fields, int index) =>
        fields.Aggregate(settings, (current, field) => field.Key.Set(
            current, netName, index > 0 && Counting.Contains(field.Key.Flag) ? CountUp(field.Key, field.Value, index) : field.Value));

    private static string CountUp(NodeField field, string text, int index)
    {
        if (field.Validate(text) is not null || text is NodeField.Undefined or "")
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

    private static ImmutableArray<string> Warnings(Catalog catalog, IReadOnlyList<NodeName> names)
    {
        var unbuilt = names
            .Select(name => catalog.Index.Find(name)?.Settings.ImageName)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Where(image => Core.Images.ImageName.TryParse(image, null, out var name)
                && catalog.Images.TryGetValue(name, out var found)
                && found.Build is null);
        return [.. unbuilt.Select(image => $"Image '{image}' was never built: nodes cannot boot it yet. Run 'wwctl image build {image}'.")];
    }
}
