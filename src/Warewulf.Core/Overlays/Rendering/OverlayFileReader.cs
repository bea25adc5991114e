using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Images;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>Reads and parses overlay files once for each version of a file. Safe for many threads.</summary>
internal sealed class OverlayFileReader
{
    /// <summary>Files larger than this are not kept in memory but read for each archive.</summary>
    internal const long LargestKept = 16 * 1024 * 1024;

    /// <summary>The largest template, in bytes.</summary>
    private const long LargestTemplate = 16 * 1024 * 1024;

    private const long KeptBytes = 256 * 1024 * 1024;
    private const int KeptTemplates = 2048;

    private readonly BoundedCache<FileVersion, FileContent> _contents = new(KeptBytes);
    private readonly BoundedCache<FileVersion, ParsedTemplate> _templates = new(KeptTemplates);

    // A file that was written again as it was is the same template.
    private readonly BoundedCache<ArtifactDigest, ParsedTemplate> _byDigest = new(KeptTemplates);

    internal FileContent Read(OverlayTree tree, OverlayFile file)
    {
        var key = new FileVersion(tree.Root, file.Path, file.Size, file.Modified.UtcTicks);
        if (_contents.TryGet(key, out var content))
        {
            return content;
        }

        return file.Size > LargestKept
            ? FileContent.Large(file.Size, () => Open(tree, file))
            : _contents.Add(key, new FileContent(ReadAll(tree, file, file.Size)), file.Size);
    }

    /// <summary>Parses a template and tells its permissions; a template that is a symbolic link has those of what it points to.</summary>
    internal (ParsedTemplate Template, uint Mode) Parse(OverlayTree tree, OverlayFile file)
    {
        var (size, modified, mode) = (file.Size, file.Modified, file.Mode);
        if (file.IsLink)
        {
            using var overlay = ImageRoot.Open(tree.Directory);
            var real = overlay.Find(PathInOverlay(tree, file));
            (size, modified, mode) = real is { IsFile: true }
                ? (real.Size, real.Modified, real.Mode)
                : throw OverlayErrors.Unreadable(tree, file, "the template is a symbolic link that leads to no file of its overlay");
        }

        var key = new FileVersion(tree.Root, file.Path, size, modified.UtcTicks);
        if (_templates.TryGet(key, out var template))
        {
            return (template, mode);
        }

        if (size > LargestTemplate)
        {
            throw OverlayErrors.Unreadable(tree, file, $"a template of {size} bytes is too large; the limit is {LargestTemplate}");
        }

        var text = ReadAll(tree, file, size);
        var digest = ParsedTemplate.DigestOf(tree, file, text);
        if (!_byDigest.TryGet(digest, out template))
        {
            template = _byDigest.Add(digest, new ParsedTemplate(Path.GetFileName(file.Path.ToString()), text, digest), 1);
        }

        return (_templates.Add(key, template, 1), mode);
    }

    private static BytePath PathInOverlay(OverlayTree tree, OverlayFile file) =>
        tree.Prefix.Length == 0 ? file.Path : BytePath.FromText(tree.Prefix).Child(file.Path.Bytes);

    private static byte[] ReadAll(OverlayTree tree, OverlayFile file, long size)
    {
        try
        {
            using var stream = Open(tree, file);
            var bytes = new byte[size];
            stream.ReadExactly(bytes);
            return stream.ReadByte() < 0 ? bytes : throw OverlayErrors.Unreadable(tree, file, "it grew while it was read");
        }
        catch (IOException error)
        {
            throw OverlayErrors.Unreadable(tree, file, $"it cannot be read: {error.Message}", error);
        }
    }

    private static FileStream Open(OverlayTree tree, OverlayFile file)
    {
        using var overlay = ImageRoot.Open(tree.Directory);
        return overlay.OpenRead(PathInOverlay(tree, file)) ?? throw OverlayErrors.Unreadable(tree, file, "it is gone");
    }
}
