using Warewulf.Core.Archives;
using Warewulf.Core.Collections;
using Warewulf.Templates;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>One file of an overlay as it is applied: a template, or an entry that is the same for every node.</summary>
internal sealed class OverlayStep
{
    private const uint CommonDirectory = 0x1ED;

    private readonly SortedMap<string>? _attributes;

    private OverlayStep(OverlayTree tree, OverlayFile file)
    {
        Tree = tree;
        File = file;
        _attributes = (file.IsTemplate && file.IsLink ? tree.Follow(file) : tree.Entry(file))?.Attributes;
    }

    internal OverlayTree Tree { get; }

    internal OverlayFile File { get; }

    /// <summary>The template; null for anything else, and for one that cannot be parsed.</summary>
    internal ParsedTemplate? Template { get; private init; }

    /// <summary>Why the template cannot be parsed.</summary>
    internal TemplateException? Error { get; private init; }

    /// <summary>The entry of anything but a template.</summary>
    internal OverlayEntry? Entry { get; private init; }

    /// <summary>The permissions of what a template writes.</summary>
    internal uint Mode { get; private init; }

    /// <summary>The permissions of directories that a template's outputs need: those of its own directory.</summary>
    internal uint ParentMode { get; private init; } = CommonDirectory;

    /// <summary>The template's path on the server, which it can show.</summary>
    internal string Source => Path.Combine(Tree.Root, File.Path.ToString());

    /// <summary>Reads or parses a file.</summary>
    /// <exception cref="WarewulfException">It cannot be read.</exception>
    internal static OverlayStep Of(OverlayTree tree, OverlayFile file, OverlayFileReader reader)
    {
        if (file.IsTemplate)
        {
            return OfTemplate(tree, file, reader);
        }

        var entry = NewEntry(tree, file, file.Path, file.Mode) with { Attributes = tree.Entry(file).Attributes };
        return new OverlayStep(tree, file)
        {
            Entry = file.IsDirectory ? entry
                : file.Target is { } target ? entry with { Mode = UnixMode.SymbolicLink | 0x1FF, Uid = 0, Gid = 0, Attributes = null, Target = target }
                : entry with { Content = reader.Read(tree, file) },
        };
    }

    /// <summary>Puts what the step became where it belongs.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="rendered">What the template became.</param>
    /// <param name="isOwn">Whether that is one node's, or the same for all.</param>
    /// <exception cref="OutputTreeException">It has no place there.</exception>
    internal void AddTo(OutputTree output, RenderedTemplate? rendered, bool isOwn)
    {
        if (Entry is { IsDirectory: true })
        {
            output.AddDirectory(Entry);
        }
        else if (Entry is not null)
        {
            output.Add(Entry.IsLink ? Checked(Entry) : Entry, CommonDirectory, keepsOld: Entry.IsLink);
        }
        else if (rendered is not null)
        {
            AddOutputs(output, rendered, isOwn);
        }
    }

    private static OverlayStep OfTemplate(OverlayTree tree, OverlayFile file, OverlayFileReader reader)
    {
        var directory = tree.Files.FirstOrDefault(other => other.IsDirectory && other.Path == file.Path.Parent);
        var parentMode = directory?.Mode ?? CommonDirectory;
        try
        {
            var (template, mode) = reader.Parse(tree, file);
            return new OverlayStep(tree, file) { Template = template, Mode = mode, ParentMode = parentMode };
        }
        catch (TemplateException e)
        {
            return new OverlayStep(tree, file) { Error = e };
        }
    }

    private static OverlayEntry NewEntry(OverlayTree tree, OverlayFile file, BytePath path, uint mode) => new()
    {
        Path = path,
        Mode = mode,
        Uid = file.Uid,
        Gid = file.Gid,
        ModifiedSeconds = file.ModifiedSeconds,
        Overlay = tree.Name,
        Source = tree.Describe(file),
    };

    // The permissions and owner of a link mean nothing; they are the same everywhere, whoever made the overlay.
    private static OverlayEntry Checked(OverlayEntry link) =>
        link.Target.IsEmpty || link.Target.Length > BytePath.MaxLength || link.Target.Bytes.Contains((byte)0)
            ? throw new OutputTreeException("a symbolic link needs a target of 1 to 4095 bytes without a NUL")
            : link;

    private void AddOutputs(OutputTree output, RenderedTemplate rendered, bool isOwn)
    {
        var written = new HashSet<BytePath>();
        foreach (var result in rendered.Outputs)
        {
            var path = result.Name is { } name ? OutputPath.Named(File.Path, name) : OutputPath.OwnFile(File.Path);
            var entry = NewEntry(Tree, File, path, UnixMode.Regular | (Mode & UnixMode.PermissionMask)) with { Content = result.Content, Attributes = _attributes, IsOwn = isOwn };
            if (result.Target is { } target)
            {
                entry = Checked(entry with { Mode = UnixMode.SymbolicLink | 0x1FF, Uid = 0, Gid = 0, Attributes = null, Target = new BytePath(GoText.ToUtf8(target)) });
            }

            // A template that writes a file twice replaces its own work, which is nobody's to keep.
            output.Add(entry, ParentMode, written.Add(path) && !rendered.NoBackup);
        }
    }
}
