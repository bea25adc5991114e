using System.Collections.Concurrent;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Overlays.Rendering;

namespace Warewulf.Core.Overlays;

/// <summary>
/// Builds overlays for nodes at the cost of what changed: templates whose data are as before are not run, what nodes have in common is packed once,
/// and a node of which nothing changed costs next to nothing. Safe for many threads.
/// </summary>
/// <param name="renderer">Renders.</param>
/// <param name="store">Keeps what nodes have in common.</param>
public sealed class OverlayBuilder(OverlayRenderer renderer, IOverlayStore store)
{
    // A site has a few kinds of nodes; beyond this somebody's file names are different for each.
    private const int MostParts = 4096;
    private const int BlockSize = 512;

    private readonly ConcurrentDictionary<ArtifactDigest, Lazy<OverlayPart>> _parts = new();
    private readonly ConcurrentDictionary<long, RecipeSegment> _ends = new();

    /// <summary>Builds a node's overlays.</summary>
    /// <param name="context">For whom.</param>
    /// <param name="set">The overlays.</param>
    /// <param name="before">An earlier build of them, if there is one.</param>
    /// <param name="segments">Takes what is the node's own; it can be downloaded once that was committed.</param>
    /// <param name="record">What was kept of another build of them, by an earlier process or another head.</param>
    /// <exception cref="WarewulfException">A template fails; the message says which, where and for whom.</exception>
    public OverlayBuild Build(OverlayContext context, OverlaySet set, OverlayBuild? before, ISegmentStore segments, OverlayRecord? record = null) =>
        Build(context, set, before, segments, record, onlyKept: false)!;

    /// <summary>As <see cref="Build(OverlayContext, OverlaySet, OverlayBuild?, ISegmentStore, OverlayRecord?)"/>, unless a template would have to be run.</summary>
    /// <returns>The build; null where something has to be rendered.</returns>
    public OverlayBuild? TryBuild(OverlayContext context, OverlaySet set, OverlayBuild? before, ISegmentStore segments, OverlayRecord? record) =>
        Build(context, set, before, segments, record, onlyKept: true);

    /// <summary>Takes over what templates of overlays became elsewhere, where it is not known here.</summary>
    public void Take(OverlaySite site, OverlaySet set, ILookup<ArtifactDigest, SharedRecord> records) => renderer.Take(site, set, records);

    /// <summary>The build of another revision, when nothing of what is the node's own can have changed; else nothing.</summary>
    /// <exception cref="WarewulfException">A template that is everybody's fails.</exception>
    public OverlayBuild? Renew(OverlayContext context, OverlaySet set, OverlayBuild before)
    {
        ArgumentNullException.ThrowIfNull(before);
        var isSame = ReferenceEquals(before.Context.Node, context.Node) && ReferenceEquals(before.Set, set)
            && ReferenceEquals(before.Context.Site.Config, context.Site.Config)
            && (!before.DependsOnOthers || ReferenceEquals(before.Context.Site, context.Site))
            && before.KernelVersion == OverlayBuild.Detect(context)
            && renderer.Holds(before.Inputs, context.Site);
        if (!isSame || Assembly(context, set, before.Shape) is not { } assembly || assembly.OwnPlaces != before.Assembly.OwnPlaces)
        {
            return null;
        }

        return ReferenceEquals(assembly, before.Assembly) && ReferenceEquals(before.Context.Site, context.Site) ? before : before.With(context, assembly);
    }

    /// <summary>Forgets what was packed, since it may not be stored any more.</summary>
    public void Forget(OverlaySite site)
    {
        ArgumentNullException.ThrowIfNull(site);
        _parts.Clear();
        _ends.Clear();
        site.ForgetInputs();
    }

    private OverlayBuild? Build(OverlayContext context, OverlaySet set, OverlayBuild? before, ISegmentStore segments, OverlayRecord? record, bool onlyKept)
    {
        if (before is not null && Renew(context, set, before) is { } renewed)
        {
            return renewed;
        }

        IPastResults? built = before is null ? null : new PastResults(before.OwnResults);
        if (renderer.Run(context, set, [.. new[] { record, built }.OfType<IPastResults>()], onlyKept) is not { } results)
        {
            return null;
        }

        var shape = OverlayShape.Of(results);
        var own = results.OfType<TemplateResult>().Where(result => !result.Reads.IsShared).ToList();
        var assembly = Assembly(context, set, shape);
        var isAsBefore = assembly is not null && before?.Assembly.OwnPlaces == assembly.OwnPlaces && before.OwnResults.SequenceEqual(own)
            && before.Own.Segments.All(segments.Has);
        OverlayPart part;
        if (isAsBefore)
        {
            part = before!.Own;
        }
        else
        {
            var entries = OverlayRenderer.Place(context, set, results).Entries;
            assembly ??= Assemble(entries, results.OfType<TemplateResult>().Where(result => result.Reads.IsShared));
            part = Pack([.. entries.Where(entry => entry.IsOwn)], [record?.Own, before?.Own], segments);
        }

        return new OverlayBuild(context, set, shape, assembly!, part, own, OverlayRenderer.Warnings(set, results), Compose);
    }

    private OverlayAssembly? Assembly(OverlayContext context, OverlaySet set, OverlayShape shape) => context.Site.Assemblies.GetOrAdd((set, shape.Key), _ => new(() =>
    {
        try
        {
            var results = new List<TemplateResult>();
            return renderer.Assemble(context, set, shape, results) is { } output ? Assemble(output.Entries, results) : null;
        }
        catch (WarewulfException)
        {
            // Each node is to be told by its own name.
            return null;
        }
    })).Value;

    private OverlayAssembly Assemble(IReadOnlyList<OverlayEntry> entries, IEnumerable<TemplateResult> results) => new(
        Pack(entries.Where(entry => !entry.IsOwn)), OverlayPart.DigestOf(entries.Where(entry => entry.IsOwn), withContent: false),
        [.. results.Select(SharedRecord.Of).OfType<SharedRecord>()]);

    private OverlayPart Pack(IEnumerable<OverlayEntry> shared)
    {
        var entries = shared.ToList();
        var digest = OverlayPart.DigestOf(entries, withContent: true);
        if (_parts.Count > MostParts)
        {
            _parts.Clear();
        }

        var part = _parts.GetOrAdd(digest, _ => new Lazy<OverlayPart>(() => store.Keep(segments => Packed(digest, entries, segments))));
        try
        {
            return part.Value;
        }
        catch (WarewulfException)
        {
            // A full disk may be empty the next time.
            _parts.TryRemove(new KeyValuePair<ArtifactDigest, Lazy<OverlayPart>>(digest, part));
            throw;
        }
    }

    private static OverlayPart Pack(List<OverlayEntry> own, OverlayPart?[] known, ISegmentStore segments)
    {
        var digest = OverlayPart.DigestOf(own, withContent: true);
        return Array.Find(known, part => part?.Digest == digest && part.Segments.All(segments.Has)) ?? Packed(digest, own, segments);
    }

    private static OverlayPart Packed(ArtifactDigest digest, List<OverlayEntry> entries, ISegmentStore segments)
    {
        using var packer = new OverlayPacker(segments);
        return new OverlayPart(digest, packer.Pack(entries));
    }

    private Recipe Compose(OverlayBuild build)
    {
        var length = build.Shared.Segments.Concat(build.Own.Segments).Sum(segment => (long)segment.PlainLength);
        var end = _ends.GetOrAdd(length % BlockSize, offset => store.Keep(segments =>
        {
            using var packer = new OverlayPacker(segments);
            return packer.PackEnd(offset);
        }));
        return Recipe.Of([.. build.Shared.Segments, .. build.Own.Segments, end]);
    }
}
