using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Site;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Heads;

namespace Warewulf.Silo.Images;

/// <summary>Builds what nodes boot from the trees of images.</summary>
internal sealed partial class ImageBuilder
{
    private readonly CatalogService _catalog;
    private readonly ImagePlaces _places;
    private readonly BlobStore _blobs;
    private readonly BlobCopies _copies;
    private readonly SitePaths _paths;
    private readonly TimeProvider _time;
    private readonly ILogger<ImageBuilder> _logger;

    public ImageBuilder(
        CatalogService catalog, ImagePlaces places, BlobStore blobs, BlobCopies copies, SitePaths paths, TimeProvider time, ILogger<ImageBuilder> logger)
    {
        _catalog = catalog;
        _places = places;
        _blobs = blobs;
        _copies = copies;
        _paths = paths;
        _time = time;
        _logger = logger;
    }

    /// <summary>Builds an image that was imported.</summary>
    /// <param name="request">Which.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives up; the build before stays.</param>
    public async Task<ImageResponse> BuildAsync(ImageBuildRequest request, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
    {
        using var held = _places.Take(request.Name, "build");
        await _places.SettledAsync(request.Name, cancellationToken);
        if (!_catalog.Current.Images.TryGetValue(request.Name, out var image) || !Directory.Exists(_paths.ImageRoot(request.Name)))
        {
            throw WarewulfException.NotFound(
                $"Image '{request.Name}' cannot be built: there is none of that name. Import it with 'wwctl image import {request.Name} DIR'.");
        }

        return await BuildAsync(image, request.Author, [], progress, cancellationToken);
    }

    /// <summary>Builds an image whose lock the caller holds. What did not change since the build before is taken over from it.</summary>
    /// <param name="image">The image as the catalog has it.</param>
    /// <param name="author">Who asks.</param>
    /// <param name="warnings">What is to be told besides.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives up; the build before stays.</param>
    public async Task<ImageResponse> BuildAsync(
        ImageConfig image, string? author, IReadOnlyList<string> warnings, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var root = _paths.ImageRoot(image.Name);
        var indexFile = new ImageIndexFile(Path.GetDirectoryName(root)!);
        var options = new ImageTreeBuildOptions
        {
            Before = indexFile.Read(),
            ScannedAt = indexFile.ReadClock(),
            Progress = StageProgress.Of("building", progress),
        };

        // What a build finds here already stays until the catalog names it.
        using var hold = _blobs.Hold();
        var (archive, built) = await Task.Run(() => BuildArchive(image.Name, root, options, hold, cancellationToken), cancellationToken);
        var build = new ImageBuild(archive, built.Recipe.PlainLength, built.Entries, _time.GetUtcNow())
        {
            Kernels = await KernelsAsync(root, hold),
            Changes = options.Before is { } before && before.Recipe == image.Build?.Archive.Digest ? built.Changes : null,
        };
        var copies = await _copies.SpreadAsync(archive.FileName, [.. build.ListArtifacts()], progress, cancellationToken);
        var done = image with { Build = build };
        var catalog = await _catalog.CommitAsync(
            author ?? "unknown",
            $"image build {image.Name}",
            current => current.Images.GetValueOrDefault(image.Name)?.ImportId == image.ImportId
                ? [new PutImage(done)]
                : throw WarewulfException.Conflict($"Image '{image.Name}' was imported anew while it was built. Run 'wwctl image build {image.Name}' again."),
            cancellationToken);
        if (await indexFile.WriteAsync(built.Index) is { } problem)
        {
            LogNoIndex(image.Name, problem);
        }

        var seconds = _time.GetElapsedTime(started).TotalSeconds;
        LogBuilt(image.Name, archive.Length, built.Entries, build.Changes?.NewSegmentBytes ?? archive.Length, seconds);
        List<string> all = [.. warnings, .. built.Warnings, .. copies];
        if (build.Kernels.Count == 0)
        {
            all.Add($"Image '{image.Name}' has no kernel: nodes cannot boot it. Install one in it, below /boot or /lib/modules, and build again.");
        }

        return new ImageResponse(catalog.Revision, done, all);
    }

    private (ArtifactRef Archive, ImageTreeBuildResult Built) BuildArchive(
        ImageName name, string root, ImageTreeBuildOptions options, BlobHold hold, CancellationToken cancellationToken)
    {
        var fileName = $"{name}.img.gz";
        using var batch = _blobs.Begin(fileName, hold);
        var built = ImageTree.Build(root, batch, options, cancellationToken);
        foreach (var blob in built.Stored.Pages.Append(built.Stored.Outline))
        {
            batch.Put(ArtifactDigest.Of(blob), blob);
        }

        batch.Commit();
        var archive = new ArtifactRef(built.Index.Recipe, built.Recipe.Length, fileName)
        {
            Gzip = true,
            RecipeLength = built.Stored.Outline.Length,
        };
        return (archive, built);
    }

    private async Task<IReadOnlyList<ImageKernel>> KernelsAsync(string root, BlobHold hold)
    {
        using var image = ImageRoot.Open(root);
        var kernels = new List<ImageKernel>();
        foreach (var kernel in KernelFinder.List(image))
        {
            var initramfs = KernelFinder.FindInitramfs(image, kernel);
            kernels.Add(new ImageKernel(
                "/" + kernel.Path,
                kernel.Version?.Text ?? "",
                kernel.IsDefault,
                await StoreAsync(image, kernel.ResolvedPath, kernel.Path.FileName, hold),
                initramfs is null ? null : await StoreAsync(image, initramfs.Path, initramfs.Path.FileName, hold)));
        }

        return kernels;
    }

    private Task<ArtifactRef> StoreAsync(ImageRoot image, Core.Archives.BytePath path, ReadOnlySpan<byte> name, BlobHold hold) => _blobs.PutFileAsync(
        System.Text.Encoding.UTF8.GetString(name),
        () => image.OpenRead(path) ?? throw WarewulfException.Conflict($"'/{path}' vanished from the image while it was built. Build again."),
        hold);
}
