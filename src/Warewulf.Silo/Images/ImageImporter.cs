using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Validation;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Images;

/// <summary>Imports root file systems as images.</summary>
internal sealed partial class ImageImporter
{
    private readonly CatalogService _catalog;
    private readonly ImagePlaces _places;
    private readonly ImageBuilder _builder;
    private readonly IdSource _ids;
    private readonly TimeProvider _time;
    private readonly ILogger<ImageImporter> _logger;

    public ImageImporter(CatalogService catalog, ImagePlaces places, ImageBuilder builder, IdSource ids, TimeProvider time, ILogger<ImageImporter> logger)
    {
        _catalog = catalog;
        _places = places;
        _builder = builder;
        _ids = ids;
        _time = time;
        _logger = logger;
    }

    /// <summary>Imports an image from a directory or a tar archive on this machine. A failed import changes nothing.</summary>
    /// <exception cref="WarewulfException">
    /// It cannot be imported; or it was, and cannot be built, which the message says.
    /// </exception>
    public async Task<ImageResponse> ImportAsync(ImageImportRequest request, CancellationToken cancellationToken)
    {
        using var held = _places.Take(request.Name, "import");
        var place = await _places.SettledAsync(request.Name, cancellationToken);
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
            return await _builder.BuildAsync(image, request.Author, warnings, cancellationToken);
        }
        catch (WarewulfException e)
        {
            throw new WarewulfException(e.Code, $"Image '{request.Name}' was imported, but not built: {e.Message}", e);
        }
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
