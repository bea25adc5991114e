using Warewulf.Core.Artifacts;

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
        var entry = tree.Entry(file);
        var key = new FileVersion(tree.Root, file.Path, entry.Digest!.Value);
        if (_contents.TryGet(key, out var content))
        {
            return content;
        }

        return entry.Length > LargestKept
            ? FileContent.Large(entry.Length, () => Open(tree, file, entry))
            : _contents.Add(key, new FileContent(ReadAll(tree, file, entry)), entry.Length);
    }

    /// <summary>Parses a template and tells its permissions; a template that is a symbolic link has those of what it points to.</summary>
    internal (ParsedTemplate Template, uint Mode) Parse(OverlayTree tree, OverlayFile file)
    {
        var entry = !file.IsLink
            ? tree.Entry(file)
            : tree.Follow(file) ?? throw OverlayErrors.Unreadable(tree, file, "the template is a symbolic link that leads to no file of its overlay");
        var key = new FileVersion(tree.Root, file.Path, entry.Digest!.Value);
        if (_templates.TryGet(key, out var template))
        {
            return (template, entry.Mode);
        }

        if (entry.Length > LargestTemplate)
        {
            throw OverlayErrors.Unreadable(tree, file, $"a template of {entry.Length} bytes is too large; the limit is {LargestTemplate}");
        }

        var text = ReadAll(tree, file, entry);
        var digest = ParsedTemplate.DigestOf(tree, file, text);
        if (!_byDigest.TryGet(digest, out template))
        {
            template = _byDigest.Add(digest, new ParsedTemplate(Path.GetFileName(file.Path.ToString()), text, digest), 1);
        }

        return (_templates.Add(key, template, 1), entry.Mode);
    }

    private static byte[] ReadAll(OverlayTree tree, OverlayFile file, ManifestEntry entry)
    {
        try
        {
            using var stream = Open(tree, file, entry);
            var bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            return stream.ReadByte() < 0 && ArtifactDigest.Of(bytes) == entry.Digest
                ? bytes
                : throw OverlayErrors.Unreadable(tree, file, "it changed while it was read");
        }
        catch (IOException error)
        {
            throw OverlayErrors.Unreadable(tree, file, $"it cannot be read: {error.Message}", error);
        }
    }

    private static Stream Open(OverlayTree tree, OverlayFile file, ManifestEntry entry) =>
        tree.Content(entry) ?? throw OverlayErrors.Unreadable(tree, file, "its content is gone");
}
