using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Site;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Images;

/// <summary>Imports root file systems as images.</summary>
internal sealed partial class ImageImporter
{
    private readonly CatalogService _catalog;
    private readonly ImagePlaces _places;
    private readonly HeadUsers _users;
    private readonly ImageBuilder _builder;
    private readonly ImportSources _sources;
    private readonly SitePaths _paths;
    private readonly IdSource _ids;
    private readonly TimeProvider _time;
    private readonly ILogger<ImageImporter> _logger;

    public ImageImporter(
        CatalogService catalog,
        ImagePlaces places,
        HeadUsers users,
        ImageBuilder builder,
        ImportSources sources,
        SitePaths paths,
        IdSource ids,
        TimeProvider time,
        ILogger<ImageImporter> logger)
    {
        _catalog = catalog;
        _places = places;
        _users = users;
        _builder = builder;
        _sources = sources;
        _paths = paths;
        _ids = ids;
        _time = time;
        _logger = logger;
    }

    /// <summary>Imports an image. A failed import changes nothing.</summary>
    /// <param name="request">What, from where and how.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives up; nothing is left of it.</param>
    /// <exception cref="WarewulfException">
    /// It cannot be imported; or it was, and cannot be built, which the message says.
    /// </exception>
    public async Task<ImageResponse> ImportAsync(ImageImportRequest request, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
    {
        using var held = _places.Take(request.Name, "import");
        var place = await _places.SettledAsync(request.Name, cancellationToken);
        var address = ImageAddress.Parse(request.Source);
        var started = _time.GetTimestamp();
        var id = _ids.Next();
        if (request.DryRun)
        {
            return await CheckAsync(place, id, request, address, cancellationToken);
        }

        var (catalog, users, warnings) = IsOwnTree(address, request.Name)
            ? await AdoptAsync(id, request, progress, cancellationToken)
            : await WriteAsync(place, id, request, address, progress, cancellationToken);
        LogImported(request.Name, request.Source, _time.GetElapsedTime(started).TotalSeconds);
        var image = catalog.Images[request.Name];
        var response = request.Build
            ? await _builder.BuildNewAsync(image, "imported", request.Author, warnings, progress, cancellationToken)
            : new ImageResponse(catalog.Revision, image, warnings);
        return response with { Users = users };
    }

    // All that can be known before anything is fetched or unpacked.
    private async Task<ImageResponse> CheckAsync(ImagePlace place, Guid id, ImageImportRequest request, ImageAddress address, CancellationToken cancellationToken)
    {
        var current = _catalog.Current;
        if (IsOwnTree(address, request.Name))
        {
            CheckUnknown(current, request);
        }
        else
        {
            CheckFree(place, request);
            await _sources.CheckAsync(request, address, id, cancellationToken);
        }

        return new ImageResponse(current.Revision, Config(current, request, id), []);
    }

    private void CheckFree(ImagePlace place, ImageImportRequest request)
    {
        if (place.IsTaken && !request.Force && !request.Update)
        {
            throw WarewulfException.Conflict(_catalog.Current.Images.ContainsKey(request.Name)
                ? $"Image '{request.Name}' cannot be imported: it exists already. Give another name, --force to replace it, or --update to lay the new one over it."
                : $"Image '{request.Name}' cannot be imported: '{_paths.ImageRoot(request.Name)}' exists already, though the catalog does not know it. "
                    + $"Take it as it is with 'wwctl image import {request.Name} {_paths.ImageRoot(request.Name)}', or replace it with --force.");
        }
    }

    private static void CheckUnknown(Catalog current, ImageImportRequest request)
    {
        if (current.Images.ContainsKey(request.Name))
        {
            throw WarewulfException.Conflict(
                $"Image '{request.Name}' is there already, and this is its own tree. Build what was changed in it with 'wwctl image build {request.Name}'.");
        }
    }

    private bool IsOwnTree(ImageAddress address, ImageName name)
    {
        var root = Path.GetFullPath(_paths.ImageRoot(name));
        return address.Transport == ImageTransport.Path && Path.IsPathFullyQualified(address.Target) && Directory.Exists(root)
            && Path.TrimEndingDirectorySeparator(Path.GetFullPath(address.Target)) is var path && (path == root || path == Path.GetDirectoryName(root));
    }

    // A tree that somebody put where it belongs, such as one from before this head, needs no copy: only the catalog has to know it.
    private async Task<Imported> AdoptAsync(Guid id, ImageImportRequest request, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
    {
        var image = new ImageConfig(request.Name, request.Source, _time.GetUtcNow()) { ImportId = id };
        var catalog = await _catalog.CommitAsync(
            request.Author ?? "unknown",
            $"image import {request.Name}",
            current =>
            {
                CheckUnknown(current, request);
                return [new PutImage(image)];
            },
            cancellationToken);
        if (!request.SyncUser)
        {
            return new Imported(catalog, null, []);
        }

        try
        {
            var (report, warnings) = await _users.AlignAsync(request.Name, write: true, progress, cancellationToken);
            return new Imported(catalog, report, warnings);
        }
        catch (WarewulfException e)
        {
            throw new WarewulfException(e.Code, $"Image '{request.Name}' was imported, but: {e.Message}", e);
        }
    }

    private async Task<Imported> WriteAsync(
        ImagePlace place, Guid id, ImageImportRequest request, ImageAddress address, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
    {
        CheckFree(place, request);
        using var supply = await _sources.OpenAsync(request, address, id, progress, cancellationToken);
        var options = new ImageTreeWriteOptions
        {
            Suffix = ImagePlace.Suffix(id),
            Over = place.IsTaken && request.Update && !request.Force ? _paths.ImageRoot(request.Name) : null,
            Decompressor = ExternalDecompressor.Open,
            Progress = StageProgress.Of(supply.Stage, progress),
        };
        var (written, users) = await Task.Run(() => place.Fill(id, Fill), cancellationToken);
        place.Swap(id);
        var catalog = await _places.CommitAsync(
            [request.Name],
            new CommitTerms(request.Author ?? "unknown", $"image import {request.Name}"),
            current => [new PutImage(Config(current, request, id))],
            current => current.Images.GetValueOrDefault(request.Name)?.ImportId == id,
            $"image '{request.Name}' was imported");
        IReadOnlyList<string> ignored = request.Force && request.Update
            ? ["--force and --update are both given: --force wins, and nothing of the old image is kept."]
            : [];
        return new Imported(
            catalog, users?.Report, [.. ignored, .. supply.Warnings, .. written.Warnings, .. users?.Warnings ?? [], .. await FinishAsync(request.Name)]);

        (ImageTreeWriteResult Written, (ImageUserReport Report, IReadOnlyList<string> Warnings)? Users) Fill(string target) =>
            (Write(supply, target, options, request, cancellationToken), request.SyncUser ? _users.AlignNew(request.Name, target, progress, cancellationToken) : null);
    }

    // The builds stay: nodes boot what they booted until there is a new one.
    private ImageConfig Config(Catalog current, ImageImportRequest request, Guid id) =>
        (current.Images.GetValueOrDefault(request.Name) ?? new ImageConfig(request.Name, request.Source, _time.GetUtcNow())) with
        {
            Source = request.Source,
            ImportedAt = _time.GetUtcNow(),
            ImportId = id,
        };

    // The import is done, whether or not the tree that it replaced can be removed.
    private async Task<IReadOnlyList<string>> FinishAsync(ImageName name) => await _places.FinishAsync(name) is { } problem
        ? [$"The tree that was replaced is still there: {problem} Remove it by hand, or restart warewulfd, which tries again."]
        : [];

    private static ImageTreeWriteResult Write(
        ImportSupply supply, string target, ImageTreeWriteOptions options, ImageImportRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return supply.Write(target, options, cancellationToken);
        }
        catch (WarewulfException e) when (e.Code == ApiErrorCode.Invalid)
        {
            supply.OnDamage?.Invoke();
            throw ImportSources.Failed(request, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw ImportSources.Unreadable(request, e);
        }
    }

    private sealed record Imported(Catalog Catalog, ImageUserReport? Users, IReadOnlyList<string> Warnings);
}
