using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays.Rendering;
using Warewulf.Templates.Reads;

namespace Warewulf.Core.Overlays;

/// <summary>
/// Renders overlays for nodes. A function of the context, the overlays' files and the files that templates read; it writes nothing. What a template
/// became is kept by the template and by what it read, and taken over for whoever reads the same. Safe for many threads.
/// </summary>
/// <param name="source">Where overlays are found.</param>
/// <param name="files">What templates may read.</param>
/// <param name="kept">What was kept of templates by an earlier process. Default: nothing.</param>
public sealed class OverlayRenderer(IOverlaySource source, IOverlayFiles files, ISharedRecords? kept = null)
{
    private readonly OverlayFileReader _reader = new();
    private readonly TemplateRenderer _templates = new(files);

    /// <summary>How many templates were run so far; what was taken over is not counted.</summary>
    public long Renders => _templates.Renders;

    /// <summary>Looks overlays up and lists their files.</summary>
    /// <param name="overlays">The overlays in the order in which they apply.</param>
    /// <param name="node">The node they are for, named in errors; null when they are for several.</param>
    /// <exception cref="WarewulfException">NotFound: there is no such overlay. Others: it cannot be read.</exception>
    public OverlaySet Load(IReadOnlyList<OverlayName> overlays, NodeName? node = null) => Load(source, overlays, node);

    /// <summary>As <see cref="Load(IReadOnlyList{OverlayName}, NodeName?)"/>, from somewhere else, such as another revision of the catalog.</summary>
    public OverlaySet Load(IOverlaySource from, IReadOnlyList<OverlayName> overlays, NodeName? node = null)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(overlays);
        return new OverlaySet([.. overlays.Select(name => from.Find(name) ?? throw OverlayErrors.Missing(name, node))], _reader, Prepare);
    }

    /// <summary>Renders overlays that were looked up before.</summary>
    /// <exception cref="WarewulfException">A template fails; the message says which, where and for whom.</exception>
    public OverlayOutput Render(OverlayContext context, OverlaySet overlays) => Place(context, overlays, Run(context, overlays, [])!);

    /// <summary>Takes over what templates of overlays became elsewhere, where it is not known here.</summary>
    /// <param name="site">The revision for which it is wanted.</param>
    /// <param name="overlays">The overlays.</param>
    /// <param name="records">What templates became.</param>
    public void Take(OverlaySite site, OverlaySet overlays, ILookup<ArtifactDigest, SharedRecord> records)
    {
        ArgumentNullException.ThrowIfNull(overlays);
        foreach (var template in overlays.Steps.Select(step => step.Template).OfType<ParsedTemplate>())
        {
            foreach (var record in records[template.Digest])
            {
                _templates.Take(template, record, site);
            }
        }
    }

    /// <summary>Runs the templates of overlays, without putting what they become in its place.</summary>
    /// <param name="context">For whom.</param>
    /// <param name="overlays">The overlays.</param>
    /// <param name="build">A build for the node, from which is taken over what it still is; unset for none.</param>
    /// <exception cref="WarewulfException">A template fails; the message says which, where and for whom.</exception>
    public RenderedOverlays Run(OverlayContext context, OverlaySet overlays, OverlayBuild? build) =>
        new(context, overlays, Run(context, overlays, build is null ? [] : [new PastResults(build.OwnResults)])!);

    /// <summary>As <see cref="Run(OverlayContext, OverlaySet, OverlayBuild?)"/>, with another render of the node to take over from.</summary>
    public RenderedOverlays Run(OverlayContext context, OverlaySet overlays, RenderedOverlays other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(context, overlays, Run(context, overlays, [new PastResults(other.Results)])!);
    }

    /// <summary>Tells how a file of a node's overlays came about; null when they have none of that path.</summary>
    /// <exception cref="WarewulfException">A template fails; the message says which, where and for whom.</exception>
    public OverlayExplanation? Explain(OverlayContext context, OverlaySet overlays, BytePath path)
    {
        ArgumentNullException.ThrowIfNull(overlays);
        var results = Run(context, overlays, [])!;
        var entry = Place(context, overlays, results).Entries.FirstOrDefault(found => found.Path == path);
        if (entry is null)
        {
            return null;
        }

        var hidden = new List<OverlayName>();
        foreach (var tree in overlays.Trees.TakeWhile(tree => tree.Name != entry.Overlay))
        {
            var own = new OutputTree();
            foreach (var (step, result) in overlays.Steps.Zip(results).Where(pair => pair.First.Tree == tree))
            {
                Add(step, context, own, result?.Rendered, isOwn: false);
            }

            if (own.ToArray().Any(found => found.Path == path && !found.IsDirectory))
            {
                hidden.Add(tree.Name);
            }
        }

        var index = overlays.Steps.ToList().FindIndex(step => step.Tree.Name == entry.Overlay && step.Tree.Describe(step.File) == entry.Source);
        var made = index < 0 ? null : results[index];
        return new OverlayExplanation(
            entry, overlays.Trees.Any(tree => tree.Name == entry.Overlay && tree.IsSite), made is not null, hidden, made?.Reads.Set, made?.Inputs ?? []);
    }

    /// <summary>Runs the templates of overlays, those at least whose data are not as they were.</summary>
    /// <param name="context">For whom.</param>
    /// <param name="overlays">The overlays.</param>
    /// <param name="past">What was kept of the node's overlays, what is most likely to be right first.</param>
    /// <param name="onlyKept">Whether nothing is to be run.</param>
    /// <returns>What came of each file that is a template, nothing for the others; null when a template would have to be run and that is not wanted.</returns>
    /// <exception cref="WarewulfException">A template fails; the message says which, where and for whom.</exception>
    internal TemplateResult?[]? Run(OverlayContext context, OverlaySet overlays, IReadOnlyList<IPastResults> past, bool onlyKept = false)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(overlays);
        var results = new TemplateResult?[overlays.Steps.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Result(overlays.Steps[i], context, past, onlyKept);
            if (results[i] is null && overlays.Steps[i].Template is not null)
            {
                return null;
            }
        }

        return results;
    }

    /// <summary>Puts what templates became, and the other files, in their places.</summary>
    /// <exception cref="WarewulfException">Something has no place; the message says what and for whom.</exception>
    internal static OverlayOutput Place(OverlayContext context, OverlaySet overlays, TemplateResult?[] results)
    {
        var output = new OutputTree();
        for (var i = 0; i < results.Length; i++)
        {
            Add(overlays.Steps[i], context, output, results[i]?.Rendered, results[i] is { Reads.IsShared: false });
        }

        return new OverlayOutput(Entries(context, overlays, output), Warnings(overlays, results));
    }

    /// <summary>What templates could not read.</summary>
    internal static IReadOnlyList<string> Warnings(OverlaySet overlays, TemplateResult?[] results) =>
    [
        .. from pair in overlays.Steps.Zip(results)
           from warning in pair.Second?.Rendered?.Warnings ?? []
           select $"Overlay '{pair.First.Tree.Name}', file '{pair.First.Tree.Describe(pair.First.File)}': {warning}.",
    ];

    /// <summary>
    /// Puts the overlays of a node together of whose own files only the names are known.
    /// </summary>
    /// <param name="context">For one of the nodes.</param>
    /// <param name="overlays">The overlays.</param>
    /// <param name="shape">What is known of the node's own files.</param>
    /// <param name="results">Takes what the other templates became.</param>
    /// <returns>The entries; null when some file of all nodes became one of this node's own, so that it has to be rendered.</returns>
    /// <exception cref="WarewulfException">A template fails; the message says which, where and for whom.</exception>
    internal OverlayOutput? Assemble(OverlayContext context, OverlaySet overlays, OverlayShape shape, ICollection<TemplateResult> results)
    {
        var output = new OutputTree();
        for (var i = 0; i < overlays.Steps.Count; i++)
        {
            var step = overlays.Steps[i];
            if (shape.Find(i) is { } own)
            {
                Add(step, context, output, own, isOwn: true);
                continue;
            }

            var result = Result(step, context, [], onlyKept: false);
            if (result is { Reads.IsShared: false })
            {
                return null;
            }

            if (result is not null)
            {
                results.Add(result);
            }

            Add(step, context, output, result?.Rendered, isOwn: false);
        }

        return new OverlayOutput(Entries(context, overlays, output), []);
    }

    /// <summary>Whether the files that results were made of are as they were.</summary>
    internal bool Holds(IReadOnlyList<TemplateInput> inputs, OverlaySite site) => _templates.Holds(inputs, site);

    // The list is the same for all nodes of one shape: only names are in it, and what overlays say of their files.
    private static OverlayEntry[] Entries(OverlayContext context, OverlaySet overlays, OutputTree output)
    {
        var entries = output.ToArray();
        if (AttributeList.Of(entries, overlays.AttributeList) is not { } list)
        {
            return entries;
        }

        try
        {
            output.Add(list, UnixMode.Directory | 0x1ED, keepsOld: false);
        }
        catch (OutputTreeException error)
        {
            throw WarewulfException.Invalid(
                $"The list of extended attributes has no place at '/{list.Path}' (node '{context.Node.Name}'): {error.Message}. Rename what lies there, or remove the attributes.");
        }

        return output.ToArray();
    }

    private static void Add(OverlayStep step, OverlayContext context, OutputTree output, RenderedTemplate? rendered, bool isOwn)
    {
        try
        {
            step.AddTo(output, rendered, isOwn);
        }
        catch (OutputTreeException error)
        {
            throw OverlayErrors.Entry(step.Tree, step.File, context.Node.Name, error);
        }
    }

    private void Prepare(ParsedTemplate template)
    {
        foreach (var record in kept?.Find(template.Digest) ?? [])
        {
            _templates.Take(template, record, null);
        }
    }

    private TemplateResult? Result(OverlayStep step, OverlayContext context, IReadOnlyList<IPastResults> past, bool onlyKept)
    {
        if (step.Error is { } error)
        {
            throw OverlayErrors.Template(step.Tree, step.File, context.Node.Name, error);
        }

        if (step.Template is not { } template)
        {
            return null;
        }

        var result = _templates.Render(template, context, step.Tree.Name, step.Source, past, onlyKept);
        return result?.Error is { } failure ? throw OverlayErrors.Template(step.Tree, step.File, context.Node.Name, failure) : result;
    }
}
