using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Site;
using Warewulf.Core.Validation;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Images;

/// <summary>Imports root file systems and builds what nodes boot from them. One operation at a time per image.</summary>
internal sealed partial class ImageService
{
    private readonly ImageLocks _locks = new();
    private readonly CatalogService _catalog;
    private readonly IdSource _ids;
    private readonly BlobStore _blobs;
    private readonly SitePaths _paths;
    private readonly TimeProvider _time;
    private readonly ILogger<ImageService> _logger;

    public ImageService(CatalogService catalog, IdSource ids, BlobStore blobs, SitePaths paths, TimeProvider time, ILogger<ImageService> logger)
    {
        _catalog = catalog;
        _ids = ids;
        _blobs = blobs;
        _paths = paths;
        _time = time;
        _logger = logger;
    }

    /// <summary>Imports an image from a directory or a tar archive on this machine. A failed import changes nothing.</summary>
    /// <exception cref="WarewulfException">
    /// It cannot be imported; or it was, and cannot be built, which the message says.
    /// </exception>
    public async Task<ImageResponse> ImportAsync(ImageImportRequest request, CancellationToken cancellationToken)
    {
        using var held = _locks.Take(request.Name, "import");
        var place = await SettledAsync(request.Name, cancellationToken);
        if (place.IsTaken && !request.Force)
        {
            throw WarewulfException.Conflict(
                $"Image '{request.Name}' cannot be imported: it exists already. Give another name, or --force to replace it.");
        }

        CheckSource(request);
        var started = _time.GetTimestamp();
        var id = _ids.Next();
        var written = await Task.Run(
            () => place.Fill(id, target => Write(request, target, ImagePlace.Suffix(id), cancellationToken)), cancellationToken);
        var catalog = await SwapAsync(place, id, request);
        LogImported(request.Name, request.Source, _time.GetElapsedTime(started).TotalSeconds);
        IReadOnlyList<string> warnings = [.. written.Warnings, .. await FinishAsync(place, id)];
        var image = catalog.Images[request.Name];
        if (!request.Build)
        {
            return new ImageResponse(catalog.Revision, image, warnings);
        }

        try
        {
            return await BuildAsync(image, request.Author, warnings, cancellationToken);
        }
        catch (WarewulfException e)
        {
            throw new WarewulfException(e.Code, $"Image '{request.Name}' was imported, but not built: {e.Message}", e);
        }
    }

    /// <summary>Builds an image that was imported.</summary>
    public async Task<ImageResponse> BuildAsync(ImageBuildRequest request, CancellationToken cancellationToken)
    {
        using var held = _locks.Take(request.Name, "build");
        await SettledAsync(request.Name, cancellationToken);
        if (!_catalog.Current.Images.TryGetValue(request.Name, out var image) || !Directory.Exists(_paths.ImageRoot(request.Name)))
        {
            throw WarewulfException.NotFound(
                $"Image '{request.Name}' cannot be built: there is none of that name. Import it with 'wwctl image import {request.Name} DIR'.");
        }

        return await BuildAsync(image, request.Author, [], cancellationToken);
    }

    private async Task<ImageResponse> BuildAsync(
        ImageConfig image, string? author, IReadOnlyList<string> warnings, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var root = _paths.ImageRoot(image.Name);
        ImageTreeBuildResult? built = null;
        var archive = await _blobs.PutAsync(
            $"{image.Name}.img.gz",
            gzip: true,
            target => Task.Run(() => built = ImageTree.Build(root, target, new ImageTreeBuildOptions(), cancellationToken), cancellationToken));
        var build = new ImageBuild(archive, built!.Length, built.Entries, _time.GetUtcNow()) { Kernels = await KernelsAsync(root) };
        var done = image with { Build = build };
        var catalog = await _catalog.CommitAsync(
            author ?? "unknown",
            $"image build {image.Name}",
            current => current.Images.GetValueOrDefault(image.Name)?.ImportId == image.ImportId
                ? [new PutImage(done)]
                : throw WarewulfException.Conflict($"Image '{image.Name}' was imported anew while it was built. Run 'wwctl image build {image.Name}' again."),
            cancellationToken);
        LogBuilt(image.Name, archive.Length, built.Entries, _time.GetElapsedTime(started).TotalSeconds);
        List<string> all = [.. warnings, .. built.Warnings];
        if (build.Kernels.Count == 0)
        {
            all.Add($"Image '{image.Name}' has no kernel: nodes cannot boot it. Install one in it, below /boot or /lib/modules, and build again.");
        }

        return new ImageResponse(catalog.Revision, done, all);
    }

    private async Task<IReadOnlyList<ImageKernel>> KernelsAsync(string root)
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
                await StoreAsync(image, kernel.ResolvedPath, kernel.Path.FileName),
                initramfs is null ? null : await StoreAsync(image, initramfs.Path, initramfs.Path.FileName)));
        }

        return kernels;
    }

    private Task<ArtifactRef> StoreAsync(ImageRoot image, Core.Archives.BytePath path, ReadOnlySpan<byte> name) => _blobs.PutAsync(
        System.Text.Encoding.UTF8.GetString(name),
        gzip: false,
        async target =>
        {
            await using var source = image.OpenRead(path)
                ?? throw WarewulfException.Conflict($"'/{path}' vanished from the image while it was built. Build again.");
            await source.CopyToAsync(target);
        });

    // An import of which nobody knows how it ended is settled before the next operation, by a catalog that is sure to be the latest.
    private async Task<ImagePlace> SettledAsync(ImageName name, CancellationToken cancellationToken)
    {
        var place = new ImagePlace(Path.GetDirectoryName(_paths.ImageRoot(name))!);
        if (place.IsUnsettled)
        {
            await _catalog.CatchUpAsync(cancellationToken);
            place.Settle(_catalog.Current.Images.GetValueOrDefault(name)?.ImportId);
            await Task.Run(place.Sweep, CancellationToken.None);
        }

        return place;
    }

    // From here on nobody gives up: the tree and the catalog change together. The old build stays what nodes boot until there is a new one.
    private async Task<Catalog> SwapAsync(ImagePlace place, Guid id, ImageImportRequest request)
    {
        var image = new ImageConfig(request.Name, request.Source, _time.GetUtcNow()) { ImportId = id };
        place.Swap(id);
        try
        {
            return await _catalog.CommitAsync(
                request.Author ?? "unknown",
                $"image import {request.Name}",
                current => [new PutImage(image with { Build = current.Images.GetValueOrDefault(request.Name)?.Build })],
                CancellationToken.None);
        }
        catch (WarewulfException e)
        {
            await CatchUpAsync(request.Name, e);
            var named = _catalog.Current.Images.GetValueOrDefault(request.Name)?.ImportId;
            if (named == id)
            {
                return _catalog.Current;
            }

            place.Settle(named);
            await Task.Run(place.Sweep, CancellationToken.None);
            throw;
        }
    }

    // The import is done, whether or not the tree that it replaced can be removed.
    private static async Task<IReadOnlyList<string>> FinishAsync(ImagePlace place, Guid id)
    {
        string? problem;
        try
        {
            place.Settle(id);
            problem = await Task.Run(place.Sweep, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
        }

        return problem is null ? [] : [$"The tree that was replaced is still there: {problem} Remove it by hand, or restart warewulfd, which tries again."];
    }

    private async Task CatchUpAsync(ImageName name, WarewulfException cause)
    {
        try
        {
            await _catalog.CatchUpAsync(CancellationToken.None);
        }
        catch (WarewulfException)
        {
            throw new WarewulfException(
                cause.Code,
                $"Whether image '{name}' was imported is not known, because the catalog does not answer: {cause.Message} "
                + "It is settled when warewulfd starts, or with the next import or build of the image.",
                cause);
        }
    }

    private static ImageTreeWriteResult Write(ImageImportRequest request, string target, string suffix, CancellationToken cancellationToken)
    {
        var options = new ImageTreeWriteOptions { Suffix = suffix, Decompressor = ExternalDecompressor.Open };
        if (Directory.Exists(request.Source))
        {
            return ImageTree.Copy(request.Source, target, options, cancellationToken);
        }

        try
        {
            using var tar = File.OpenRead(request.Source);
            return ImageTree.ExtractTar(tar, target, options, cancellationToken);
        }
        catch (WarewulfException e) when (e.Code == ApiErrorCode.Invalid)
        {
            // What is wrong with an archive is known where it is read, which archive and for what only here.
            throw new WarewulfException(e.Code, $"Image '{request.Name}' cannot be imported from '{request.Source}'. {e.Message}", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new WarewulfException(
                ApiErrorCode.Forbidden, $"Image '{request.Name}' cannot be imported: '{request.Source}' cannot be read. Run warewulfd as root.", e);
        }
    }

    private static void CheckSource(ImageImportRequest request)
    {
        if (!Path.IsPathFullyQualified(request.Source) || request.Source.Any(char.IsControl))
        {
            throw WarewulfException.Invalid($"Image '{request.Name}' cannot be imported: '{Names.Printable(request.Source)}' is not an absolute path on the head.");
        }

        if (!Directory.Exists(request.Source) && !File.Exists(request.Source))
        {
            throw WarewulfException.NotFound(
                $"Image '{request.Name}' cannot be imported: there is no directory or archive '{request.Source}' on the head. Check the path.");
        }
    }
}
