using Warewulf.Core.Overlays.Data;
using Warewulf.Templates;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>Runs a template for a node, or takes over what it became for another node when it read nothing of either.</summary>
internal sealed class TemplateRenderer(IOverlayFiles files)
{
    internal RenderedTemplate Render(ParsedTemplate template, OverlayContext context, OverlayName overlay, string source)
    {
        if (context.Site.Shared.Find(template) is { } shared)
        {
            return shared;
        }

        var root = new RootView(context.Site, context.Node, overlay, source);
        var run = new TemplateRun(files);
        var settings = new RenderSettings { State = run, Surroundings = context.Site.Surroundings };
        var outcome = template.Template.Render(GoValue.Struct(RootView.Type, root), run.Current.Text, settings);
        var isShared = template.IsPure && !root.ReadsNode && !run.ReadsFiles;
        var rendered = new RenderedTemplate(
            outcome == RenderOutcome.Aborted ? [] : Outputs(run, isShared), run.NoBackup, run.Warnings);
        return isShared ? context.Site.Shared.Add(template, rendered) : rendered;
    }

    // A template that names outputs has none of its own, unless that is a symbolic link.
    private static RenderedOutput[] Outputs(TemplateRun run, bool isShared) =>
        [.. run.Slots.Where(slot => slot.Name is not null || slot.Target is not null || run.Slots.Count == 1).Select(slot => Output(slot, isShared))];

    private static RenderedOutput Output(OutputSlot slot, bool isShared)
    {
        if (slot.Target is { } target)
        {
            return new RenderedOutput(slot.Name, null, target);
        }

        return new RenderedOutput(
            slot.Name, isShared ? FileContent.Shared(slot.Text.WrittenSpan.ToArray()) : FileContent.Own(slot.Text.WrittenMemory), null);
    }
}
