using Warewulf.Core;
using Warewulf.Core.Api.Overlays;
using Warewulf.Core.Archives;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Silo.Catalogs;
using Warewulf.Templates.Reads;

namespace Warewulf.Silo.Overlays;

/// <summary>Tells how a file came onto a node: by which overlay, which template, and which values that somebody set.</summary>
internal sealed class OverlayTracer(CatalogService catalogs, OverlayRenderer renderer, OverlaySets sets, OverlaySites sites)
{
    /// <summary>Traces a file.</summary>
    /// <param name="name">The node.</param>
    /// <param name="path">The file on the node.</param>
    /// <exception cref="WarewulfException">There is no such node or file, or the path is none.</exception>
    public OverlayTraceResponse Trace(NodeName name, BytePath path)
    {
        var catalog = catalogs.Current;
        var node = catalog.Index.Find(name) ?? throw WarewulfException.NotFound($"There is no node '{name}': see 'wwctl node list'.");
        var wanted = new BytePath(path.Bytes.Trim((byte)'/'));
        if (wanted.IsEmpty || wanted.HasParentReference())
        {
            throw WarewulfException.Invalid($"'{path}' is not the path of a file on a node: write for instance /etc/hosts.");
        }

        var origins = NodeOrigins.Explain(catalog.Nodes[name], catalog.Index.Merger).ToList();
        var site = sites.Of(catalog);
        var traces = OverlayKinds.All
            .Select(kind => (Kind: kind, Found: renderer.Explain(new OverlayContext(site, node), sets.Of(catalog, node, kind), wanted)))
            .Where(pair => pair.Found is not null)
            .Select(pair => Trace(pair.Kind, pair.Found!, origins))
            .ToList();
        return traces.Count > 0
            ? new OverlayTraceResponse(catalog.Revision, name, $"/{wanted}", traces)
            : throw WarewulfException.NotFound($"No overlay of node '{name}' has a file '/{wanted}'. See 'wwctl overlay list --all' for those there are.");
    }

    private static OverlayTrace Trace(OverlayKind kind, OverlayExplanation found, List<FieldOrigin> origins)
    {
        var reads = found.Reads?.Paths.Where(read => read.Path != ".").ToList() ?? [];
        var fields = new List<FieldOrigin>();
        var others = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var read in reads)
        {
            var values = origins.Where(origin => IsRead(read, origin)).ToList();
            fields.AddRange(values);
            if (values.Count == 0)
            {
                others.Add(read.Path);
            }
        }

        return new OverlayTrace(
            OverlayKinds.Word(kind), found.Entry.Overlay.ToString(), found.Entry.Source, found.IsSite, found.IsTemplate, found.Entry.IsOwn)
        {
            Hidden = [.. found.Hidden.Select(overlay => overlay.ToString())],
            Fields = [.. fields.Distinct().Select(origin => origin.Masked)],
            Reads = [.. others],
            Inputs = [.. found.Inputs.Select(input => $"{input.Kind} {input.Name}")],
        };
    }

    // A template reads .NetDevs.default.Ipaddr where a list of values says NetDevs[default].Ipaddr; of a whole map or list it reads all that is below.
    private static bool IsRead(TemplateRead read, FieldOrigin origin)
    {
        var steps = read.Path.Replace(".ThisNode.", ".", StringComparison.Ordinal).Replace("[*]", ".*", StringComparison.Ordinal).TrimStart('.').Split('.');
        var parts = origin.Field.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        var isWhole = (read.Kinds & ReadKinds.Whole) != 0;
        return (steps.Length == parts.Length || (steps.Length < parts.Length && isWhole) || (steps.Length > parts.Length && steps[parts.Length] == "*"))
            && steps.Zip(parts).All(pair => pair.First == "*" || pair.First == pair.Second);
    }
}
