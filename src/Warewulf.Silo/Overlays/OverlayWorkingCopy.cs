using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Files;
using Warewulf.Core.Site;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Overlays;

/// <summary>
/// The directory of site overlays on this head, a working copy of what the catalog has: what admins edit there is committed, and what was
/// committed elsewhere is written there. Nothing is rendered from it.
/// </summary>
internal sealed partial class OverlayWorkingCopy : IDisposable
{
    private const string Author = "files";
    private const int MostPasses = 8;
    private const int MostUnsaved = 1_000;
    private const long LargestInMemory = 16 << 20;

    private readonly SemaphoreSlim _syncing = new(1, 1);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly string _directory;
    private readonly string _stateFile;
    private readonly CatalogService _catalog;
    private readonly CatalogHistory _history;
    private readonly ICatalogStore _store;
    private readonly BlobStore _blobs;
    private readonly OverlayDirectoryReader _reader;
    private readonly ILogger<OverlayWorkingCopy> _logger;
    private ImmutableSortedDictionary<OverlayName, OverlayManifest>? _seen;
    private WorkingCopyState _state = WorkingCopyState.Nothing;

    public OverlayWorkingCopy(
        SitePaths paths,
        CatalogService catalog,
        CatalogHistory history,
        ICatalogStore store,
        BlobStore blobs,
        OverlayDirectoryReader reader,
        ILogger<OverlayWorkingCopy> logger)
    {
        _directory = paths.SiteOverlays;
        _stateFile = Path.Combine(paths.State, "overlays.state");
        _catalog = catalog;
        _history = history;
        _store = store;
        _blobs = blobs;
        _reader = reader;
        _logger = logger;
    }

    /// <summary>The directory.</summary>
    public string Location => _directory;

    /// <summary>Whether the overlays of a catalog are all here. Says nothing of edits that nobody has looked for yet.</summary>
    public bool Has(Catalog catalog) => ReferenceEquals(_seen, catalog.Overlays);

    /// <summary>Commits what was edited and writes what was committed elsewhere, until both are the same.</summary>
    /// <exception cref="WarewulfException">The catalog or the disk refuses; what was done stays, and the next call goes on.</exception>
    public async Task SyncAsync(CancellationToken cancellationToken)
    {
        await _syncing.WaitAsync(cancellationToken);
        try
        {
            _seen ??= await LoadAsync(cancellationToken);

            // What was written may have been edited again meanwhile, and what was edited may be written to: a second look finds nothing.
            for (var pass = 0; pass < MostPasses && await PassAsync(cancellationToken); pass++)
            {
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, $"The overlays in '{_directory}' cannot be kept: {DiskProblem.Describe(e)}", e);
        }
        finally
        {
            _syncing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _syncing.Dispose();

    private async Task<ImmutableSortedDictionary<OverlayName, OverlayManifest>> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            _state = WorkingCopyState.Read(_stateFile) ?? WorkingCopyState.Nothing;
        }
        catch (JsonException e)
        {
            LogStateDamaged(_directory, e.Message);
        }

        if (_state.Revision > _catalog.Current.Revision)
        {
            LogStateDamaged(_directory, $"it is of revision {_state.Revision}, and the catalog is at {_catalog.Current.Revision}");
            _state = WorkingCopyState.Nothing;
        }

        RemoveLeftovers();
        return WithBehind((await _history.AtAsync(_state.Revision, cancellationToken)).Overlays, _state.Behind);
    }

    // What a crash left of files that were being written.
    private void RemoveLeftovers()
    {
        var everywhere = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        foreach (var file in Directory.Exists(_directory) ? Directory.EnumerateFiles(_directory, PassingFiles.TemporaryPrefix + "*", everywhere) : [])
        {
            File.Delete(file);
        }
    }

    // One look at both sides. Tells whether another is due.
    private async Task<bool> PassAsync(CancellationToken cancellationToken)
    {
        var current = _catalog.Current;
        var seen = _seen!;
        var scan = OverlayScan.Of(_directory, _reader, (name, path) => IsKnown(seen, name, path) || IsKnown(current.Overlays, name, path));
        foreach (var (what, why) in scan.Problems().Where(problem => _told.Add($"{problem.What} {problem.Why}")))
        {
            LogPassedBy(what, _directory, why);
        }

        if (scan.Names.Count == 0 && seen.Count > 0 && current.Overlays.Count > 0)
        {
            // Nobody empties a whole site by hand; a file system that is not mounted looks like it.
            LogEmptied(_directory, current.Overlays.Count);
            seen = ImmutableSortedDictionary<OverlayName, OverlayManifest>.Empty;
        }

        var past = ReferenceEquals(seen, current.Overlays)
            ? OverlayPast.Nothing
            : await OverlayPast.ReadAsync(_store, _state.Revision, current.Revision, cancellationToken);
        var merges = Merge(scan, seen, current, past);
        var edited = merges.Where(pair => pair.Value.Operation is not null).Select(pair => pair.Key).ToList();
        if (edited.Count > 0)
        {
            await StoreAsync(scan, merges.Values);
            var comment = $"{(_state.Revision == 0 ? "overlays taken over from" : "overlays edited in")} {_directory}: {string.Join(", ", edited)}";
            var commit = await _catalog.CommitAsync(
                new CommitTerms(Author, comment),
                catalog =>
                {
                    merges = Merge(scan, seen, catalog, past);
                    RequireStored(merges.Values);
                    return [.. merges.Values.Select(merge => merge.Operation).OfType<CatalogOperation>()];
                },
                cancellationToken);
            current = commit.After;
        }

        var behind = Write(merges, seen, current.Revision);
        await KeepAsync(current, merges.Count > 0, behind, cancellationToken);
        return edited.Count > 0 || merges.Values.Sum(merge => merge.Writes.Count) > behind.Count;
    }

    private static bool IsKnown(ImmutableSortedDictionary<OverlayName, OverlayManifest> overlays, OverlayName name, BytePath path) =>
        overlays.GetValueOrDefault(name)?.Find(path) is not null;

    // Only overlays that are not the same on both sides and as they were.
    private static SortedDictionary<OverlayName, OverlayMerge> Merge(
        OverlayScan scan, ImmutableSortedDictionary<OverlayName, OverlayManifest> seen, Catalog catalog, OverlayPast past)
    {
        var merges = new SortedDictionary<OverlayName, OverlayMerge>();
        foreach (var name in scan.Names.Union(seen.Keys).Union(catalog.Overlays.Keys))
        {
            var (then, here, now) = (seen.GetValueOrDefault(name), scan.Find(name), catalog.Overlays.GetValueOrDefault(name));
            if (ReferenceEquals(then, now) && (scan.IsUnknown(name, default) || !OverlayManifest.Differences(then, here).Any()))
            {
                continue;
            }

            var merge = OverlayMerge.Of(name, then, here, now, path => scan.IsUnknown(name, path), (path, entry) => past.Has(name, path, entry));
            if (merge.Operation is not null || merge.Writes.Count > 0 || merge.Conflicts.Count > 0)
            {
                merges[name] = merge;
            }
        }

        return merges;
    }

    // What is committed can be had from the moment on; what changed since it was looked at waits for the next look.
    private async Task StoreAsync(OverlayScan scan, IEnumerable<OverlayMerge> merges)
    {
        using var hold = _blobs.Hold();
        using var batch = _blobs.Begin("an overlay", hold);
        foreach (var (name, entry) in merges.SelectMany(merge => Put(merge.Operation)).Where(put => put.Entry.IsFile && !_blobs.Use(put.Entry.Digest!.Value, put.Entry.Length, hold)))
        {
            if (!await StoreAsync(batch, hold, name, entry))
            {
                scan.PassBy(name, entry.Path);
            }
        }

        batch.Commit();
    }

    // Another head may have committed at this very moment so that an edit that had lost is one to commit now.
    private void RequireStored(IEnumerable<OverlayMerge> merges)
    {
        if (merges.SelectMany(merge => Put(merge.Operation)).FirstOrDefault(put => put.Entry.Digest is { } digest && _blobs.Find(digest) is null) is { Entry: { } entry })
        {
            throw new WarewulfException(ApiErrorCode.Busy, $"'{entry.Path}' was committed elsewhere at the same time: it is looked at again.");
        }
    }

    private static IEnumerable<(OverlayName Name, ManifestEntry Entry)> Put(CatalogOperation? operation) => operation switch
    {
        PutOverlay put => put.Overlay.Entries.Select(entry => (put.Overlay.Name, entry)),
        ChangeOverlay change => change.Put.Select(entry => (change.Name, entry)),
        _ => [],
    };

    private async Task<bool> StoreAsync(BlobBatch batch, BlobHold hold, OverlayName name, ManifestEntry entry)
    {
        try
        {
            using var overlay = ImageRoot.Open(Path.Combine(_directory, name.ToString()));
            if (entry.Length > LargestInMemory)
            {
                var stored = await _blobs.PutFileAsync(entry.Path.ToString(), () => overlay.OpenRead(entry.Path) ?? throw new FileNotFoundException(entry.Path.ToString()), hold);
                return stored.Digest == entry.Digest;
            }

            await using var file = overlay.OpenRead(entry.Path);
            var content = new byte[entry.Length];
            if (file is null || await file.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false) < content.Length || ArtifactDigest.Of(content) != entry.Digest)
            {
                return false;
            }

            batch.Put(entry.Digest!.Value, content);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or WarewulfException { Code: not ApiErrorCode.Unavailable })
        {
            return false;
        }
    }

    // Returns what could not be written, with what is there instead: of an edit that could not be kept aside the state it was an edit of.
    private Dictionary<(OverlayName Overlay, BytePath Path), ManifestEntry?> Write(
        SortedDictionary<OverlayName, OverlayMerge> merges, ImmutableSortedDictionary<OverlayName, OverlayManifest> seen, long revision)
    {
        var behind = new Dictionary<(OverlayName Overlay, BytePath Path), ManifestEntry?>();
        var writer = new OverlayDirectoryWriter(_directory, entry => _blobs.Open(entry.Digest!.Value));
        foreach (var (name, merge) in merges.Where(pair => pair.Value.Writes.Count > 0 || pair.Value.Conflicts.Count > 0))
        {
            foreach (var path in merge.Conflicts)
            {
                LogConflict(path.IsEmpty ? "The directory" : $"'{path}'", name.ToString(), _directory, revision);
            }

            foreach (var (path, why) in writer.Apply(name, merge, revision))
            {
                if (_told.Add($"{name} {path} {why}"))
                {
                    LogNotWritten(path.ToString(), name.ToString(), _directory, revision, why);
                }

                behind[(name, path)] = merge.Conflicts.Contains(path) ? seen.GetValueOrDefault(name)?.Find(path) : merge.Writes.FirstOrDefault(write => write.Path == path)?.Before;
            }
        }

        return behind;
    }

    private async Task KeepAsync(
        Catalog catalog, bool isMoved, Dictionary<(OverlayName Overlay, BytePath Path), ManifestEntry?> behind, CancellationToken cancellationToken)
    {
        // Where nothing happened to overlays, an earlier revision tells the same, until reading on from it takes long.
        if (!isMoved && catalog.Revision - _state.Revision < MostUnsaved)
        {
            _seen = catalog.Overlays;
            return;
        }

        var state = new WorkingCopyState(catalog.Revision, [.. behind.Select(pair => new WorkingCopyState.Path(pair.Key.Overlay, pair.Key.Path, pair.Value))]);
        await state.WriteAsync(_stateFile, cancellationToken);
        _state = state;
        _seen = WithBehind(catalog.Overlays, state.Behind);
    }

    private static ImmutableSortedDictionary<OverlayName, OverlayManifest> WithBehind(
        ImmutableSortedDictionary<OverlayName, OverlayManifest> overlays, IReadOnlyList<WorkingCopyState.Path> behind)
    {
        foreach (var path in behind)
        {
            var overlay = overlays.GetValueOrDefault(path.Overlay) ?? new OverlayManifest(path.Overlay, []);
            overlays = overlays.SetItem(path.Overlay, path.Entry is { } entry ? overlay.With([entry], []) : overlay.With([], [path.File]));
        }

        return overlays;
    }
}
