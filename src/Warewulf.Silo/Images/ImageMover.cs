using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Images;

/// <summary>Renames images: the directory, the catalog's entry, and whoever names it, together.</summary>
internal sealed partial class ImageMover
{
    private readonly CatalogService _catalog;
    private readonly CatalogHistory _history;
    private readonly ImagePlaces _places;
    private readonly ImageBuilder _builder;
    private readonly IdSource _ids;
    private readonly ILogger<ImageMover> _logger;

    public ImageMover(
        CatalogService catalog, CatalogHistory history, ImagePlaces places, ImageBuilder builder, IdSource ids, ILogger<ImageMover> logger)
    {
        _catalog = catalog;
        _history = history;
        _places = places;
        _builder = builder;
        _ids = ids;
        _logger = logger;
    }

    /// <summary>Renames an image. A renaming that fails changes nothing.</summary>
    /// <exception cref="WarewulfException">
    /// There is no such image, the name is taken, or the disk or the catalog refuses; or it was renamed, and cannot be built, which the message says.
    /// </exception>
    public async Task<CommitResponse> RenameAsync(ImageRenameRequest request, CancellationToken cancellationToken)
    {
        var (from, to) = (request.Name, request.NewName);
        var id = _ids.Next();
        var terms = await CommitTerms.OfAsync(request, $"image rename {from} {to}", _history, cancellationToken);
        using var held = request.DryRun ? null : _places.Take(from, "rename");
        using var target = request.DryRun || from == to ? null : _places.Take(to, "rename");
        if (!request.DryRun)
        {
            await _places.SettledAsync(from, cancellationToken);
            await _places.SettledAsync(to, cancellationToken);
        }

        // Whatever the catalog has against it is known before the directory is touched.
        IReadOnlyList<CatalogOperation> Decide(Catalog current) => Operations(current, from, to, id);
        var preview = await _catalog.CommitAsync(terms with { DryRun = true }, Decide, cancellationToken);
        CheckPlaces(from, to);
        if (request.DryRun)
        {
            return preview.Answer(terms, [to.ToString()], []);
        }

        Move(from, to, id);
        var catalog = await _places.CommitAsync(
            [from, to], terms, Decide, current => current.Images.GetValueOrDefault(to)?.ImportId == id, $"image '{from}' was renamed to '{to}'");
        LogRenamed(from, to);
        List<string> warnings = await _places.FinishAsync(to) is { } problem
            ? [$"Image '{from}' is called '{to}' now, but the mark of the renaming is still in its directory: {problem} The next operation on it tries again."]
            : [];
        var revision = catalog.Revision;
        if (request.Build)
        {
            var built = await _builder.BuildNewAsync(catalog.Images[to], "renamed", request.Author, warnings, null, cancellationToken);
            (revision, warnings) = (built.Revision, [.. built.Warnings]);
        }

        return new CommitResponse(revision, [to.ToString()], warnings);
    }

    private static IReadOnlyList<CatalogOperation> Operations(Catalog current, ImageName from, ImageName to, Guid id)
    {
        var image = current.Images.GetValueOrDefault(from)
            ?? throw WarewulfException.NotFound($"Image '{from}' cannot be renamed: there is none of that name. See 'wwctl image list'.");
        if (current.Images.ContainsKey(to))
        {
            throw WarewulfException.Conflict(from == to
                ? $"Image '{from}' has that name already."
                : $"Image '{from}' cannot be renamed to '{to}': there is an image of that name. Choose another, or delete that one first.");
        }

        return [new PutImage(image.Rename(to) with { ImportId = id }), .. ImageUsers.Of(current, from).Rename(to), new DeleteImage(from)];
    }

    private void CheckPlaces(ImageName from, ImageName to)
    {
        if (!_places.Of(from).IsTaken)
        {
            throw WarewulfException.NotFound(
                $"Image '{from}' cannot be renamed: its tree is missing in '{_places.Of(from).Home}'. Import it anew with 'wwctl image import {from} SOURCE'.");
        }

        if (!_places.Of(to).IsFree)
        {
            throw WarewulfException.Conflict(
                $"Image '{from}' cannot be renamed to '{to}': '{_places.Of(to).Home}' exists already, though the catalog knows no such image. Move that away first, or choose another name.");
        }
    }

    private void Move(ImageName from, ImageName to, Guid id)
    {
        try
        {
            ImageMove.Begin(Path.GetDirectoryName(_places.Of(from).Home)!, from, to, id);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _places.Settle(from);
            throw new WarewulfException(
                ApiErrorCode.Unavailable, $"Image '{from}' cannot be renamed: '{_places.Of(from).Home}' cannot be moved: {e.Message} Check the disk and the directory's permissions, and try again.", e);
        }
    }
}
