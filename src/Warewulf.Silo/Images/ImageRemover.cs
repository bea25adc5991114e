using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Site;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Images;

/// <summary>Deletes images: trees and catalog's entries together, all that are named or none.</summary>
internal sealed partial class ImageRemover
{
    private readonly CatalogService _catalog;
    private readonly CatalogHistory _history;
    private readonly ImagePlaces _places;
    private readonly SitePaths _paths;
    private readonly IdSource _ids;
    private readonly ILogger<ImageRemover> _logger;

    public ImageRemover(
        CatalogService catalog, CatalogHistory history, ImagePlaces places, SitePaths paths, IdSource ids, ILogger<ImageRemover> logger)
    {
        _catalog = catalog;
        _history = history;
        _places = places;
        _paths = paths;
        _ids = ids;
        _logger = logger;
    }

    /// <summary>Deletes images. A deletion that is refused changes nothing.</summary>
    /// <exception cref="WarewulfException">There is no such image, somebody names it, something works on it, or the disk or the catalog refuses.</exception>
    public async Task<CommitResponse> DeleteAsync(ImageDeleteRequest request, CancellationToken cancellationToken)
    {
        var names = Names(request.Names);
        var texts = names.Select(name => name.ToString()).ToList();
        var terms = await CommitTerms.OfAsync(request, $"image delete {string.Join(',', texts)}", _history, cancellationToken);
        IReadOnlyList<CatalogOperation> Decide(Catalog current) =>
            [.. names.Select(name => current.Images.ContainsKey(name) ? new DeleteImage(name) : throw Unknown(name))];
        if (request.DryRun)
        {
            return (await _catalog.CommitAsync(terms, Decide, cancellationToken)).Answer(terms, texts, []);
        }

        var held = new List<IDisposable>();
        try
        {
            foreach (var name in names)
            {
                held.Add(_places.Take(name, "delete"));
                await _places.SettledAsync(name, cancellationToken);
            }

            // Whatever the catalog has against it is known before anything is marked.
            await _catalog.CommitAsync(terms with { DryRun = true }, Decide, cancellationToken);
            Mark(names);
            var catalog = await _places.CommitAsync(
                names, terms, Decide, current => !names.Any(current.Images.ContainsKey), $"image '{string.Join("', '", texts)}' was deleted");
            return new CommitResponse(catalog.Revision, texts, await FinishAsync(names));
        }
        finally
        {
            held.ForEach(taken => taken.Dispose());
        }
    }

    private static IReadOnlyList<ImageName> Names(IReadOnlyList<string> texts)
    {
        if (texts.Contains(null!))
        {
            throw WarewulfException.Invalid("The name of an image is null.");
        }

        IReadOnlyList<ImageName> names = [.. texts.Distinct(StringComparer.Ordinal).Select(ImageName.Parse)];
        return names.Count > 0 ? names : throw WarewulfException.Invalid("Name the images.");
    }

    private WarewulfException Unknown(ImageName name) => _places.Of(name).IsTaken
        ? WarewulfException.NotFound(
            $"Image '{name}' cannot be deleted: the catalog does not know it, though the tree '{_paths.ImageRoot(name)}' is there. "
            + $"Make it an image with 'wwctl image import {name} {_paths.ImageRoot(name)}', or remove '{_places.Of(name).Home}' by hand.")
        : WarewulfException.NotFound($"Image '{name}' cannot be deleted: there is none of that name. See 'wwctl image list'.");

    private void Mark(IReadOnlyList<ImageName> names)
    {
        var id = _ids.Next();
        try
        {
            foreach (var place in names.Select(_places.Of).Where(place => Directory.Exists(place.Home)))
            {
                place.MarkForDeletion(id);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            foreach (var name in names)
            {
                _places.Settle(name);
            }

            throw new WarewulfException(
                ApiErrorCode.Unavailable, $"Image '{string.Join("', '", names)}' cannot be deleted: {e.Message} Check the disk and the directory's permissions, and try again.", e);
        }
    }

    private async Task<IReadOnlyList<string>> FinishAsync(IReadOnlyList<ImageName> names)
    {
        var warnings = new List<string>();
        foreach (var name in names)
        {
            var problem = await _places.FinishAsync(name);
            LogDeleted(name);
            if (problem is not null)
            {
                warnings.Add($"The tree of image '{name}' is not all gone: {problem} Remove it by hand, or restart warewulfd, which tries again.");
            }
            else if (Directory.Exists(_places.Of(name).Home))
            {
                warnings.Add($"'{_places.Of(name).Home}' holds more than image '{name}' and stays: look at it, and remove it by hand.");
            }
        }

        return warnings;
    }
}
