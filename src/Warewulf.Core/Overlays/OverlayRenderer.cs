using Warewulf.Core.Archives;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays.Rendering;
using Warewulf.Templates;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays;

/// <summary>
/// Renders overlays for nodes. A pure function of the context, the overlays' files and the files that templates read; it writes
/// nothing but the archive. Keeps parsed templates and contents by path, size and modification time. Safe for many threads.
/// </summary>
/// <param name="source">Where overlays are found.</param>
/// <param name="files">What templates may read.</param>
public sealed class OverlayRenderer(IOverlaySource source, IOverlayFiles files)
{
    private readonly OverlayFileReader _reader = new();
    private readonly TemplateRenderer _templates = new(files);

    /// <summary>Looks overlays up and lists their files.</summary>
    /// <param name="overlays">The overlays in the order in which they apply.</param>
    /// <param name="node">The node they are for, named in errors; null when they are for several.</param>
    /// <exception cref="WarewulfException">NotFound: there is no such overlay. Others: it cannot be read.</exception>
    public OverlaySet Load(IReadOnlyList<OverlayName> overlays, NodeName? node = null) =>
        OverlaySet.Load(source, overlays, node);

    /// <summary>Renders overlays and writes them as a newc archive in one gzip member. Nothing is written when a template fails.</summary>
    /// <returns>What was written.</returns>
    /// <exception cref="WarewulfException">An overlay is missing or its template fails; the message says which, where and for whom.</exception>
    public OverlayOutput Render(OverlayContext context, IReadOnlyList<OverlayName> overlays, Stream target)
    {
        ArgumentNullException.ThrowIfNull(context);
        var output = Render(context, Load(overlays, context.Node.Name));
        output.WriteTo(target);
        return output;
    }

    /// <summary>Renders overlays that were looked up before.</summary>
    /// <exception cref="WarewulfException">A template fails; the message says which, where and for whom.</exception>
    public OverlayOutput Render(OverlayContext context, OverlaySet overlays)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(overlays);
        var output = new OutputTree();
        var warnings = new List<string>();
        foreach (var tree in overlays.Trees)
        {
            foreach (var file in tree.Files)
            {
                AddFile(context, tree, file, output, warnings);
            }
        }

        return new OverlayOutput(output.ToArray(), warnings);
    }

    private static OverlayEntry Entry(OverlayTree tree, OverlayFile file, BytePath path, uint mode) => new()
    {
        Path = path,
        Mode = mode,
        Uid = file.Uid,
        Gid = file.Gid,
        ModifiedSeconds = file.ModifiedSeconds,
        Overlay = tree.Name,
    };

    private void AddFile(OverlayContext context, OverlayTree tree, OverlayFile file, OutputTree output, List<string> warnings)
    {
        try
        {
            if (file.IsTemplate)
            {
                AddTemplate(context, tree, file, output, warnings);
            }
            else if (file.IsDirectory)
            {
                output.AddDirectory(Entry(tree, file, file.Path, file.Mode));
            }
            else if (file.Target is { } target)
            {
                output.Add(Link(tree, file, file.Path, target), 0x1ED, keepsOld: true);
            }
            else
            {
                output.Add(Entry(tree, file, file.Path, file.Mode) with { Content = _reader.Read(tree, file) }, 0x1ED, keepsOld: false);
            }
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

    private void AddTemplate(OverlayContext context, OverlayTree tree, OverlayFile file, OutputTree output, List<string> warnings)
    {
        var (template, mode) = _reader.Parse(tree, file);
        var rendered = _templates.Render(template, context, tree.Name, Path.Combine(tree.Root, file.Path.ToString()));
        warnings.AddRange(rendered.Warnings.Select(warning => $"Overlay '{tree.Name}', file '{tree.Describe(file)}': {warning}."));
        var parentMode = tree.Files.FirstOrDefault(other => other.IsDirectory && other.Path == file.Path.Parent)?.Mode ?? 0x1ED;
        var written = new HashSet<BytePath>();
        foreach (var result in rendered.Outputs)
        {
            var path = result.Name is { } name ? OutputPath.Named(file.Path, name) : OutputPath.OwnFile(file.Path);
            var entry = result.Target is { } target
                ? Link(tree, file, path, new BytePath(GoText.ToUtf8(target)))
                : Entry(tree, file, path, UnixMode.Regular | (mode & UnixMode.PermissionMask)) with { Content = result.Content };

            // A template that writes a file twice replaces its own work, which is nobody's to keep.
            output.Add(entry, parentMode, written.Add(path) && !rendered.NoBackup);
        }
    }

    // The permissions and owner of a link mean nothing; they are the same everywhere, whoever made the overlay.
    private static OverlayEntry Link(OverlayTree tree, OverlayFile file, BytePath path, BytePath target)
    {
        if (target.IsEmpty || target.Length > BytePath.MaxLength || target.Bytes.Contains((byte)0))
        {
            throw new OutputTreeException("a symbolic link needs a target of 1 to 4095 bytes without a NUL");
        }

        return Entry(tree, file, path, UnixMode.SymbolicLink | 0x1FF) with { Uid = 0, Gid = 0, Target = target };
    }
}
