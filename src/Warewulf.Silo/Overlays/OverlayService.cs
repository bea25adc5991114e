using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Overlays;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Files;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Overlays;

/// <summary>
/// Changes overlays; each request is one commit, whole or not at all. The first change to an overlay of the distribution makes it one of the
/// site in the same commit.
/// </summary>
internal sealed class OverlayService
{
    private readonly CatalogService _catalog;
    private readonly CatalogHistory _history;
    private readonly OverlaySource _source;
    private readonly BlobStore _blobs;
    private readonly TimeProvider _time;

    public OverlayService(CatalogService catalog, CatalogHistory history, OverlaySource source, BlobStore blobs, TimeProvider time)
    {
        _catalog = catalog;
        _history = history;
        _source = source;
        _blobs = blobs;
        _time = time;
    }

    private OverlayEdits Edits => new(_time.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>Makes an empty overlay of the site.</summary>
    public async Task<CommitResponse> CreateAsync(OverlayCreateRequest request, CancellationToken cancellationToken)
    {
        var name = Named(request.Name);
        var terms = await CommitTerms.OfAsync(request, $"overlay create {name}", _history, cancellationToken);
        var commit = await _catalog.CommitAsync(
            terms,
            current => current.Overlays.ContainsKey(name)
                ? throw WarewulfException.Conflict($"Overlay '{name}' cannot be created: the site has it already. See 'wwctl overlay list {name}'.")
                : [new PutOverlay(Edits.Empty(name))],
            cancellationToken);
        var warning = _source.Distribution.Find(name) is null ? null : $"The distribution has an overlay '{name}': the new one, which is empty, hides all of its files.";
        return commit.Answer(terms, [name.ToString()], warning is null ? [] : [warning]);
    }

    /// <summary>Removes an overlay, or a file of one.</summary>
    public async Task<CommitResponse> DeleteAsync(OverlayDeleteRequest request, CancellationToken cancellationToken)
    {
        if (request.Path is { } path)
        {
            return await ChangeAsync(request, request.Name, $"overlay delete {request.Name} {path}", overlay => OverlayEdits.Remove(overlay, path, request.Force, request.Parents), null, cancellationToken);
        }

        var name = Named(request.Name);
        var terms = await CommitTerms.OfAsync(request, $"overlay delete {name}", _history, cancellationToken);
        var commit = await _catalog.CommitAsync(terms, current => [Delete(current, name, request.Force)], cancellationToken);
        return commit.Answer(terms, [name.ToString()], []);
    }

    /// <summary>Puts a file into an overlay.</summary>
    public async Task<CommitResponse> PutAsync(OverlayPutRequest request, CancellationToken cancellationToken)
    {
        if (!request.DryRun)
        {
            await _blobs.PutAsync(request.Path.ToString(), gzip: false, request.Content);
        }

        return await ChangeAsync(request, request.Name, $"overlay put {request.Name} {request.Path}", overlay => Edits.Put(overlay, request), null, cancellationToken);
    }

    /// <summary>Makes a directory of an overlay.</summary>
    public Task<CommitResponse> MakeDirectoryAsync(OverlayDirectoryRequest request, CancellationToken cancellationToken) => ChangeAsync(
        request,
        request.Name,
        $"overlay mkdir {request.Name} {request.Path}",
        overlay => Edits.MakeDirectory(overlay, request),
        $"'{request.Path}' exists in overlay '{request.Name}' and stays as it is.",
        cancellationToken);

    /// <summary>Changes permissions or owner.</summary>
    public Task<CommitResponse> ChangeAttributesAsync(OverlayAttributesRequest request, CancellationToken cancellationToken) => ChangeAsync(
        request,
        request.Name,
        $"overlay {(request.Mode is null ? "chown" : "chmod")} {request.Name} {request.Path}",
        overlay => OverlayEdits.Change(overlay, request),
        null,
        cancellationToken);

    private static OverlayName Named(OverlayName name) => name != default ? name : throw WarewulfException.Invalid("Name the overlay.");

    private DeleteOverlay Delete(Catalog current, OverlayName name, bool force)
    {
        var isDistributed = _source.Distribution.List().Contains(name);
        if (!current.Overlays.TryGetValue(name, out var overlay))
        {
            throw isDistributed
                ? WarewulfException.Invalid($"Overlay '{name}' is one of the distribution and cannot be deleted. Take it off the lists of nodes and profiles instead.")
                : WarewulfException.NotFound($"There is no overlay '{name}': see 'wwctl overlay list' for those there are.");
        }

        if (force)
        {
            return new DeleteOverlay(name);
        }

        if (!isDistributed && OverlayUsers.Describe(current, name) is { } users)
        {
            throw WarewulfException.Conflict($"Overlay '{name}' cannot be deleted: {users} uses it. Take it off there first, or add --force.");
        }

        return overlay.Entries.All(entry => entry.IsDirectory && entry.Path.Parent.IsEmpty)
            ? new DeleteOverlay(name)
            : throw WarewulfException.Conflict($"Overlay '{name}' is not empty: add --force to delete all that is in it.");
    }

    private async Task<CommitResponse> ChangeAsync(
        ChangeRequest request, OverlayName overlay, string comment, Func<OverlayManifest, OverlayManifest> change, string? unchanged, CancellationToken cancellationToken)
    {
        var name = Named(overlay);
        var terms = await CommitTerms.OfAsync(request, comment, _history, cancellationToken);
        await _catalog.RefreshAsync(cancellationToken);

        // What is stored, or there already, stays until the catalog names it.
        using var hold = _blobs.Hold();

        // Read once, so that however often the change is decided on, the contents are those that were stored.
        var distributed = _catalog.Current.Overlays.ContainsKey(name) ? null : _source.Distribution.Find(name);
        if (distributed is not null && !terms.DryRun)
        {
            await StoreAsync(distributed, hold);
        }

        var commit = await _catalog.CommitAsync(
            terms,
            current => current.Overlays.TryGetValue(name, out var own) ? own.ChangeTo(change(own)) is { } some ? [some] : []
                : distributed is null ? throw WarewulfException.NotFound($"There is no overlay '{name}': see 'wwctl overlay list', or create it with 'wwctl overlay create {name}'.")
                : change(distributed.Manifest) is var made && OverlayManifest.Differences(distributed.Manifest, made).Any() ? [new PutOverlay(made)]
                : [],
            cancellationToken);
        var cloned = commit.Change?.Operations is [PutOverlay]
            ? $"Overlay '{name}' is the site's own now; later versions of the distribution's do not reach it."
            : null;
        return commit.Answer(terms, [name.ToString()], [.. new[] { cloned, commit.Change is null ? unchanged : null }.OfType<string>()]);
    }

    private async Task StoreAsync(OverlayTree overlay, BlobHold hold)
    {
        foreach (var entry in overlay.Manifest.Entries.Where(entry => entry.Digest is { } digest && !_blobs.Use(digest, entry.Length, hold)))
        {
            var stored = await _blobs.PutFileAsync(entry.Path.ToString(), () => overlay.Content(entry) ?? throw Moving(overlay, entry), hold);
            if (stored.Digest != entry.Digest)
            {
                throw Moving(overlay, entry);
            }
        }
    }

    private static WarewulfException Moving(OverlayTree overlay, ManifestEntry entry) =>
        new(ApiErrorCode.Busy, $"'{entry.Path}' of overlay '{overlay.Name}' changed while it was read: try again.");
}
