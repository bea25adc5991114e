using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Overlays;
using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Files;
using Warewulf.Core.Overlays.Rendering;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Hosting;

namespace Warewulf.Silo.Overlays;

/// <summary>Shows overlays: what there is, what is in a file, what a template reads and becomes.</summary>
internal sealed class OverlayReader(CatalogService catalogs, OverlaySource source, OverlaySites sites, TemplatePreview preview, SiloOptions options)
{
    /// <summary>Overlays and their files; all of them when none is named. Names that there are not are left out.</summary>
    public OverlayListResponse List(IReadOnlyList<OverlayName> names)
    {
        var catalog = catalogs.Current;
        var overlays = source.Of(catalog);
        var distributed = source.Distribution.List();
        var wanted = distributed.Concat(catalog.Overlays.Keys.Except(distributed)).Where(name => names.Count == 0 || names.Contains(name));
        return new OverlayListResponse(catalog.Revision, [.. wanted.Select(overlays.Find).OfType<OverlayTree>().Select(View)]);
    }

    /// <summary>One file.</summary>
    public OverlayFileResponse File(OverlayName name, BytePath path)
    {
        var (revision, tree) = Tree(name);
        var entry = new OverlayPlace(tree.Manifest).Existing(path);
        var file = tree.Files.First(file => tree.Entry(file) == entry);
        var real = entry.IsLink ? tree.Follow(file) : entry;
        return real is { IsFile: true }
            ? new OverlayFileResponse(revision, name, View(file), Read(tree, real))
            : throw WarewulfException.Invalid($"'{path}' of overlay '{name}' is {(entry.IsDirectory ? "a directory" : "a symbolic link that leads to no file of it")}: name a file.");
    }

    /// <summary>What a template becomes for a node.</summary>
    public OverlayRenderResponse Render(OverlayName name, BytePath path, string node)
    {
        var catalog = catalogs.Current;
        var (revision, tree) = Tree(name);
        var place = new OverlayPlace(tree.Manifest);
        var template = new BytePath([.. path.Bytes, .. ".ww"u8]);
        var entry = tree.Manifest.Find(place.Inside(path)) is null && tree.Manifest.Find(place.Inside(template)) is { } found ? found : place.Existing(path);
        var file = tree.Files.First(file => tree.Entry(file) == entry);
        if (!file.IsTemplate)
        {
            var content = File(name, path);
            return new OverlayRenderResponse(revision, node, [new RenderedFileView(file.Path, false, content.Content)], false, [$"'{path}' does not end in .ww: nodes get it as it is."]);
        }

        var known = NodeName.TryParse(node, null, out var parsed) ? catalog.Index.Find(parsed) : null;
        var shown = preview.Render(new OverlayContext(sites.Of(catalog), known ?? options.HostNode()), tree, file);
        return new OverlayRenderResponse(
            revision,
            known?.Name.ToString() ?? options.HostName,
            [.. shown.Files.Select(output => new RenderedFileView(output.Path, !shown.NoBackup, output.Content) { Target = output.Target })],
            shown.IsAborted,
            [.. known is null ? [$"There is no node '{Core.Validation.Names.Printable(node)}': rendered for this head, '{options.HostName}'."] : (string[])[], .. shown.Warnings]);
    }

    /// <summary>What a template reads.</summary>
    public OverlayInfoResponse Info(OverlayName name, BytePath path)
    {
        if (!path.Bytes.EndsWith(".ww"u8))
        {
            throw WarewulfException.Invalid($"'{path}' is no template: its name does not end in .ww.");
        }

        var file = File(name, path);
        var info = TemplateInfo.Of(path.ToString(), file.Content);
        return new OverlayInfoResponse(file.Revision, info.Documentation, info.Variables);
    }

    private static OverlayView View(OverlayTree tree) => new(tree.Name, tree.IsSite, tree.Directory, [.. tree.Files.Select(View)]);

    private static OverlayFileView View(OverlayFile file) => new(file.Path, file.Mode, file.Uid, file.Gid, file.Size) { Target = file.Target };

    private static byte[] Read(OverlayTree tree, ManifestEntry entry)
    {
        if (entry.Length > ImportedFile.LargestContent)
        {
            throw WarewulfException.Invalid($"'{entry.Path}' of overlay '{tree.Name}' has {entry.Length} bytes: look at it in '{tree.Directory}' on a head.");
        }

        using var stream = tree.Content(entry);
        var content = new byte[entry.Length];
        return stream?.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) == content.Length && ArtifactDigest.Of(content) == entry.Digest
            ? content
            : throw new WarewulfException(ApiErrorCode.Unavailable, $"The content of '{entry.Path}' of overlay '{tree.Name}' is not on this head now. Try again in a moment.");
    }

    private (long Revision, OverlayTree Tree) Tree(OverlayName name)
    {
        var catalog = catalogs.Current;
        return (catalog.Revision, source.Of(catalog).Find(name) ?? throw WarewulfException.NotFound($"There is no overlay '{name}': see 'wwctl overlay list' for those there are."));
    }
}
