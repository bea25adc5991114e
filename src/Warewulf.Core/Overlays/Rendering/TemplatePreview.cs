using Warewulf.Core.Archives;
using Warewulf.Core.Overlays.Data;
using Warewulf.Templates;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>Shows what one template becomes for one node, with what it had written when it ended itself.</summary>
/// <param name="files">What templates may read.</param>
public sealed class TemplatePreview(IOverlayFiles files)
{
    private readonly OverlayFileReader _reader = new();

    /// <summary>Renders a template.</summary>
    /// <param name="context">The revision and the node.</param>
    /// <param name="tree">The overlay.</param>
    /// <param name="file">The template.</param>
    /// <exception cref="WarewulfException">The template fails; the message says where.</exception>
    public PreviewedTemplate Render(OverlayContext context, OverlayTree tree, OverlayFile file)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            var (template, _) = _reader.Parse(tree, file);
            var root = new RootView(context.Site, context.Node, tree.Name, Path.Combine(tree.Root, file.Path.ToString()));
            var run = new TemplateRun(files, context.Site);
            var settings = new RenderSettings { State = run, Surroundings = context.Site.Surroundings };
            var outcome = template.Template.Render(GoValue.Struct(RootView.Type, root), run.Current.Text, settings);
            var isAborted = outcome == RenderOutcome.Aborted;
            var slots = run.Slots.Where(slot => isAborted || slot.Name is not null || slot.Target is not null || run.Slots.Count == 1);
            return new PreviewedTemplate([.. slots.Select(slot => Output(file, slot))], run.NoBackup, isAborted, run.Warnings);
        }
        catch (TemplateException error)
        {
            throw OverlayErrors.Template(tree, file, context.Node.Name, error);
        }
        catch (OutputTreeException error)
        {
            throw OverlayErrors.Entry(tree, file, context.Node.Name, error);
        }
    }

    private static PreviewedFile Output(OverlayFile file, OutputSlot slot)
    {
        var path = slot.Name is { } name ? OutputPath.Named(file.Path, name) : OutputPath.OwnFile(file.Path);
        return new PreviewedFile(path, slot.Target is { } target ? new BytePath(GoText.ToUtf8(target)) : null, slot.Target is null ? slot.Text.WrittenSpan.ToArray() : []);
    }
}
