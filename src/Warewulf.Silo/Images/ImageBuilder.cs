using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Images.Recipes;
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
    private readonly HeadUsers _users;
    private readonly BlobStore _blobs;
    private readonly BlobCopies _copies;
    private readonly SitePaths _paths;
    private readonly TimeProvider _time;
    private readonly ILogger<ImageBuilder> _logger;

    public ImageBuilder(
        CatalogService catalog, ImagePlaces places, HeadUsers users, BlobStore blobs, BlobCopies copies, SitePaths paths, TimeProvider time, ILogger<ImageBuilder> logger)
    {
        _catalog = catalog;
        _places = places;
        _users = users;
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

        if (request.DryRun)
        {
            return await PreviewAsync(image, cancellationToken);
        }

        if (!request.SyncUser)
        {
            return await BuildAsync(image, request.Author, [], progress, cancellationToken);
        }

        var (report, warnings) = await _users.AlignAsync(request.Name, write: true, progress, cancellationToken);
        return await BuildAsync(image, request.Author, warnings, progress, cancellationToken) with { Users = report };
    }

    /// <summary>Builds an image that has just been made, and whose lock the caller holds.</summary>
    /// <param name="image">The image as the catalog has it.</param>
    /// <param name="made">How it was made, such as <c>imported</c>.</param>
    /// <param name="author">Who asks.</param>
    /// <param name="warnings">What is to be told besides.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives up; the build before stays, and so does the image.</param>
    public async Task<ImageResponse> BuildNewAsync(
        ImageConfig image, string made, string? author, IReadOnlyList<string> warnings, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            progress?.Report(new ImageProgress("building"));
            return await BuildAsync(image, author, warnings, progress, cancellationToken);
        }
        catch (WarewulfException e)
        {
            throw new WarewulfException(e.Code, $"Image '{image.Name}' was {made}, but not built: {e.Message}", e);
        }
    }

    /// <summary>Builds an image whose lock the caller holds. What did not change since the build before is taken over from it.</summary>
    /// <inheritdoc cref="BuildNewAsync"/>
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
        using var kernels = new KernelStore(root, _blobs, hold, options.Before, options.ScannedAt);
        var build = new ImageBuild(archive, built.Recipe.PlainLength, built.Entries, _time.GetUtcNow())
        {
            Author = author,
            Kernels = await kernels.StoreAsync(),
        };
        var copies = await _copies.SpreadAsync(archive.FileName, [.. build.ListArtifacts()], progress, cancellationToken);

        // From here on nobody gives up: what was stored would belong to nothing.
        var commit = await CommitAsync(image, build, options.Before, built.Changes, author, CancellationToken.None);
        if (await indexFile.WriteAsync(built.Index.With(kernels.Files)) is { } problem)
        {
            LogNoIndex(image.Name, problem);
        }

        var done = commit.After.Images[image.Name];
        var isNew = done.LastGeneration > (commit.Before.Images.GetValueOrDefault(image.Name)?.LastGeneration ?? 0);
        var generation = done.Build!.Generation;
        var seconds = _time.GetElapsedTime(started).TotalSeconds;
        if (isNew)
        {
            LogBuilt(image.Name, generation, archive.Length, built.Entries, done.Build.Changes?.NewSegmentBytes ?? archive.Length, seconds);
        }
        else
        {
            LogUnchanged(image.Name, generation, seconds);
        }

        List<string> all = [.. warnings, .. built.Warnings, .. copies];
        if (build.Kernels.Count == 0)
        {
            all.Add($"Image '{image.Name}' has no kernel: nodes cannot boot it. Install one in it, below /boot or /lib/modules, and build again.");
        }

        return new ImageResponse(commit.After.Revision, done, all) { Unchanged = !isNew };
    }

    private async Task<ImageResponse> PreviewAsync(ImageConfig image, CancellationToken cancellationToken)
    {
        var root = _paths.ImageRoot(image.Name);
        var options = new ImageTreeBuildOptions { Before = new ImageIndexFile(Path.GetDirectoryName(root)!).Read() };
        return new ImageResponse(_catalog.Current.Revision, image, [])
        {
            Preview = await Task.Run(() => ImageTree.Preview(root, options, cancellationToken), cancellationToken),
        };
    }

    // Changes are told against the newest build; the index may be of another one, after a rollback.
    private Task<CatalogCommit> CommitAsync(
        ImageConfig image, ImageBuild build, ImageBuildIndex? before, ImageChanges? changes, string? author, CancellationToken cancellationToken) =>
        _catalog.CommitAsync(
            new CommitTerms(author ?? "unknown", $"image build {image.Name}"),
            current =>
            {
                var now = current.Images.GetValueOrDefault(image.Name);
                if (now is null || now.ImportId != image.ImportId)
                {
                    throw WarewulfException.Conflict($"Image '{image.Name}' was imported anew while it was built. Run 'wwctl image build {image.Name}' again.");
                }

                var isNext = before is not null && before.Recipe == now.Newest?.Archive.Digest;
                var built = now.Take(
                    build with { Changes = isNext ? changes : null }, current.Site.Warewulf.ImageGenerations, ImageUsers.Of(current, image.Name).Pinned);
                return ReferenceEquals(built, now) ? [] : [new PutImage(built)];
            },
            cancellationToken);

    private (ArtifactRef Archive, ImageTreeBuildResult Built) BuildArchive(
        ImageName name, string root, ImageTreeBuildOptions options, BlobHold hold, CancellationToken cancellationToken)
    {
        var fileName = ImageBuild.FileName(name);
        using var batch = _blobs.Begin(fileName, hold);
        var built = ImageTree.Build(root, batch, options, cancellationToken);
        foreach (var blob in built.Stored.Pages.Append(built.Stored.Outline))
        {
            batch.Put(ArtifactDigest.Of(blob), blob);
        }

        cancellationToken.ThrowIfCancellationRequested();
        batch.Commit();
        var archive = new ArtifactRef(built.Index.Recipe, built.Recipe.Length, fileName)
        {
            Gzip = true,
            RecipeLength = built.Stored.Outline.Length,
        };
        return (archive, built);
    }
}
