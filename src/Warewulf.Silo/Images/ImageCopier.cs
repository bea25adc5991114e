using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Site;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Images;

/// <summary>Copies images: the tree whole, and nothing of the builds, which find all their segments there already.</summary>
internal sealed partial class ImageCopier
{
    private readonly ImagePlaces _places;
    private readonly ImageBuilder _builder;
    private readonly CatalogService _catalog;
    private readonly SitePaths _paths;
    private readonly IdSource _ids;
    private readonly TimeProvider _time;
    private readonly ILogger<ImageCopier> _logger;

    public ImageCopier(
        ImagePlaces places, ImageBuilder builder, CatalogService catalog, SitePaths paths, IdSource ids, TimeProvider time, ILogger<ImageCopier> logger)
    {
        _places = places;
        _builder = builder;
        _catalog = catalog;
        _paths = paths;
        _ids = ids;
        _time = time;
        _logger = logger;
    }

    /// <summary>Copies an image. A copy that fails leaves nothing.</summary>
    /// <param name="request">Which, and what the copy is called.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives up; nothing is left of it.</param>
    /// <exception cref="WarewulfException">It cannot be copied; or it was, and cannot be built, which the message says.</exception>
    public async Task<ImageResponse> CopyAsync(ImageCopyRequest request, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
    {
        var (from, to) = (request.Name, request.NewName);
        using var held = _places.Take(from, "copy");
        using var target = from == to ? null : _places.Take(to, "copy");
        var source = await _places.SettledAsync(from, cancellationToken);
        var place = await _places.SettledAsync(to, cancellationToken);
        Check(_catalog.Current, source, place, from, to);
        var started = _time.GetTimestamp();
        var id = _ids.Next();
        var options = new ImageTreeWriteOptions { Suffix = ImagePlace.Suffix(id), Progress = StageProgress.Of("copying", progress) };
        var written = await Task.Run(
            () => place.Fill(id, tree => ImageTree.Copy(_paths.ImageRoot(from), tree, options, cancellationToken)), cancellationToken);
        place.Swap(id);
        var image = new ImageConfig(to, $"image {from}", _time.GetUtcNow()) { ImportId = id };
        var catalog = await _places.CommitAsync(
            [to],
            new CommitTerms(request.Author ?? "unknown", $"image copy {from} {to}"),
            current => !current.Images.ContainsKey(to) ? [new PutImage(image)] : throw Taken(from, to),
            current => current.Images.GetValueOrDefault(to)?.ImportId == id,
            $"image '{from}' was copied to '{to}'");
        var warnings = await _places.FinishAsync(to) is { } problem
            ? [.. written.Warnings, $"The mark of the copying is still in '{place.Home}': {problem} The next operation on the image tries again."]
            : written.Warnings;
        LogCopied(from, to, _time.GetElapsedTime(started).TotalSeconds);
        return request.Build
            ? await _builder.BuildNewAsync(image, "copied", request.Author, warnings, progress, cancellationToken)
            : new ImageResponse(catalog.Revision, image, warnings);
    }

    private static void Check(Catalog catalog, ImagePlace source, ImagePlace place, ImageName from, ImageName to)
    {
        if (!catalog.Images.ContainsKey(from))
        {
            throw WarewulfException.NotFound($"Image '{from}' cannot be copied: there is none of that name. See 'wwctl image list'.");
        }

        if (!source.IsTaken)
        {
            throw WarewulfException.NotFound(
                $"Image '{from}' cannot be copied: its tree is missing in '{source.Home}'. Import it anew with 'wwctl image import {from} SOURCE'.");
        }

        if (catalog.Images.ContainsKey(to))
        {
            throw Taken(from, to);
        }

        if (place.IsTaken)
        {
            throw WarewulfException.Conflict(
                $"Image '{from}' cannot be copied to '{to}': '{place.Home}' exists already, though the catalog knows no such image. Move that away first, or choose another name.");
        }
    }

    private static WarewulfException Taken(ImageName from, ImageName to) =>
        WarewulfException.Conflict($"Image '{from}' cannot be copied to '{to}': there is an image of that name. Choose another, or delete that one first.");
}
