using System.Collections.Concurrent;
using Warewulf.Core.Overlays.Data;
using Warewulf.Templates;
using Warewulf.Templates.Reads;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>
/// Runs templates, and takes over what one became before when all that it reads is as it was then, for whichever node that was. Safe for many
/// threads; however many ask for the same at once, it is rendered once.
/// </summary>
internal sealed class TemplateRenderer(IOverlayFiles files)
{
    private const long KeptShared = 256L * 1024 * 1024;
    private const long KeptOwn = 64L * 1024 * 1024;

    private readonly BoundedCache<RenderKey, TemplateResult> _shared = new(KeptShared);
    private readonly BoundedCache<RenderKey, TemplateResult> _own = new(KeptOwn);
    private readonly ConcurrentDictionary<(ParsedTemplate Template, RenderKey? Key), Lazy<TemplateResult>> _running = new();
    private long _renders;

    /// <summary>How many templates were run so far.</summary>
    internal long Renders => Interlocked.Read(ref _renders);

    /// <summary>The result of a template for a node.</summary>
    /// <param name="template">The template.</param>
    /// <param name="context">For whom.</param>
    /// <param name="overlay">The overlay it is of.</param>
    /// <param name="source">Its path, for templates that show it.</param>
    /// <param name="past">What the node's overlays were before, as far as that is known.</param>
    /// <param name="onlyKept">Whether nothing is to be run.</param>
    /// <returns>The result; null when it would have to be rendered and that is not wanted.</returns>
    internal TemplateResult? Render(
        ParsedTemplate template, OverlayContext context, OverlayName overlay, string source, IReadOnlyList<IPastResults> past, bool onlyKept)
    {
        var data = new Lazy<GoValue>(() => GoValue.Struct(RootView.Type, new RootView(context.Site, context.Node, overlay, source) { IsForDigest = true }), LazyThreadSafetyMode.None);
        RenderKey? likely = null;
        foreach (var results in past)
        {
            if (results.Find(template) is { Key: not null } last)
            {
                likely = last.Reads.Key(template, context, data);
                if (likely == last.Key && Holds(last.Inputs, context.Site))
                {
                    return last;
                }
            }
        }

        while (true)
        {
            var known = template.Known;
            if (FindAny(known, template, context, data, ref likely) is { } result)
            {
                return result;
            }

            if (onlyKept)
            {
                return null;
            }

            // Whoever is rendering the same may have the result that is wanted here; whether it is shows when it is there. It may have come between the
            // look above and here.
            var mine = new Lazy<TemplateResult>(() =>
            {
                RenderKey? ignored = null;
                return FindAny(template.Known, template, context, data, ref ignored) ?? Run(template, context, overlay, source, data);
            });
            var running = _running.GetOrAdd((template, likely), mine);
            if (!ReferenceEquals(running, mine))
            {
                _ = running.Value;
                if (known.Count == 0 || (likely is { } key && Find(key, running.Value.Reads, context) is not null))
                {
                    continue;
                }

                return Run(template, context, overlay, source, data);
            }

            try
            {
                return mine.Value;
            }
            finally
            {
                _running.TryRemove(new KeyValuePair<(ParsedTemplate, RenderKey?), Lazy<TemplateResult>>((template, likely), mine));
            }
        }
    }

    /// <summary>Takes over what a template became elsewhere for every node.</summary>
    /// <param name="template">The template.</param>
    /// <param name="record">What it became.</param>
    /// <param name="site">The revision for which it may be wanted; unset before anything was rendered.</param>
    internal void Take(ParsedTemplate template, SharedRecord record, OverlaySite? site)
    {
        if (record.In(template) is { Reads.IsShared: true, Key: { } key } result
            && !(_shared.TryGet(key, out var mine) && (site is null || Holds(mine.Inputs, site))))
        {
            _shared.Replace(key, result, result.Cost);
            template.Learn(result.Reads);
        }
    }

    /// <summary>Whether files are as they were when they were read.</summary>
    internal bool Holds(IReadOnlyList<TemplateInput> inputs, OverlaySite site) =>
        inputs.Count == 0 || inputs.All(input => site.StateOf(input.Kind, input.Name, files) == input.State);

    private TemplateResult? FindAny(IReadOnlyList<ResultReads> known, ParsedTemplate template, OverlayContext context, Lazy<GoValue> data, ref RenderKey? likely)
    {
        foreach (var reads in known)
        {
            var key = reads.Key(template, context, data);
            likely ??= key;
            if (key is { } wanted && Find(wanted, reads, context) is { } result)
            {
                return result;
            }
        }

        return null;
    }

    private TemplateResult? Find(RenderKey key, ResultReads reads, OverlayContext context) =>
        (reads.IsShared ? _shared : _own).TryGet(key, out var result) && Holds(result.Inputs, context.Site) ? result : null;

    private TemplateResult Run(ParsedTemplate template, OverlayContext context, OverlayName overlay, string source, Lazy<GoValue> data)
    {
        Interlocked.Increment(ref _renders);
        var root = new RootView(context.Site, context.Node, overlay, source);
        var run = new TemplateRun(files, context.Site);
        var reads = new TemplateReads();
        var settings = new RenderSettings { State = run, Surroundings = context.Site.Surroundings, Reads = reads };
        TemplateException? error = null;
        var outcome = RenderOutcome.Aborted;
        try
        {
            outcome = template.Template.Render(GoValue.Struct(RootView.Type, root), run.Current.Text, settings);
        }
        catch (TemplateException e)
        {
            error = e;
        }

        var known = template.Of(reads.Set());
        var key = known.Key(template, context, data);
        var result = new TemplateResult(known, key, reads.Inputs)
        {
            Error = error,
            Rendered = error is not null ? null
                : new RenderedTemplate(outcome == RenderOutcome.Aborted ? [] : Outputs(run), run.NoBackup, run.Warnings),
        };
        if (key is { } found)
        {
            (known.IsShared ? _shared : _own).Replace(found, result, result.Cost);
        }

        template.Learn(known);
        return result;
    }

    // A template that names outputs has none of its own, unless that is a symbolic link.
    private static RenderedOutput[] Outputs(TemplateRun run) =>
        [.. run.Slots.Where(slot => slot.Name is not null || slot.Target is not null || run.Slots.Count == 1).Select(Output)];

    private static RenderedOutput Output(OutputSlot slot) => slot.Target is { } target
        ? new RenderedOutput(slot.Name, null, target)
        : new RenderedOutput(slot.Name, new FileContent(slot.Text.WrittenSpan.ToArray()), null);
}
