using System.Collections.Concurrent;
using Warewulf.Core;
using Warewulf.Core.Artifacts;

namespace Warewulf.Silo.Blobs;

/// <summary>
/// Stores many blobs with few syncs: all are written, brought to the disk together, and get their names. Until <see cref="Commit"/> nobody sees
/// any of them; a crash at any moment leaves each whole or not at all. Putting and asking may be done by several threads.
/// </summary>
internal sealed class BlobBatch : ISegmentStore, IDisposable
{
    // More files than this are brought to the disk with all else that was written there, which is quicker than one by one.
    private const int FewFiles = 32;

    private readonly ConcurrentDictionary<ArtifactDigest, string> _written = new();
    private readonly BlobStore _store;
    private readonly BlobHold _hold;
    private readonly BlobHold? _ownHold;
    private readonly string _directory;
    private readonly Func<Exception, WarewulfException> _refused;

    /// <summary>Begins a batch.</summary>
    /// <param name="store">Where blobs lie.</param>
    /// <param name="hold">What keeps those that the batch puts or finds; unset for as long as there is the batch.</param>
    /// <param name="refused">Says what could not be stored.</param>
    public BlobBatch(BlobStore store, BlobHold? hold, Func<Exception, WarewulfException> refused)
    {
        _store = store;
        _ownHold = hold is null ? store.Hold() : null;
        _hold = hold ?? _ownHold!;
        _directory = store.Directory;
        _refused = refused;
    }

    /// <inheritdoc/>
    public bool Has(RecipeSegment segment) => Has(segment.Digest, segment.Length);

    /// <summary>Whether a blob is there whole. If so it stays as long as the hold does.</summary>
    public bool Has(ArtifactDigest digest, long length) => _store.Use(digest, length, _hold);

    /// <inheritdoc/>
    /// <exception cref="WarewulfException">Unavailable: the disk is full or refuses.</exception>
    public void Put(RecipeSegment segment, ReadOnlySpan<byte> blocks) => Put(segment.Digest, blocks);

    /// <summary>Takes a blob.</summary>
    /// <exception cref="WarewulfException">Unavailable: the disk is full or refuses.</exception>
    public void Put(ArtifactDigest digest, ReadOnlySpan<byte> content)
    {
        var temporary = DurableFile.TemporaryName(Path.Combine(_directory, "blob"));
        if (Has(digest, content.Length) || !_written.TryAdd(digest, temporary))
        {
            return;
        }

        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = BlobStore.OwnerOnly,
                BufferSize = 0,
            };
            using var file = new FileStream(temporary, options);
            file.Write(content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw _refused(e);
        }
    }

    /// <summary>Brings everything to the disk, then into place. Done when it would survive a crash.</summary>
    /// <exception cref="WarewulfException">Unavailable: the disk is full or refuses.</exception>
    public void Commit()
    {
        try
        {
            Sync(_written.Values, SyncFile);
            var parents = _written.Keys.Select(digest => Path.GetDirectoryName(BlobPath.In(_directory, digest))!).Distinct().ToList();
            var isNew = parents.FindAll(parent => !Directory.Exists(parent));
            isNew.ForEach(parent => Directory.CreateDirectory(parent, BlobStore.OwnerOnly | UnixFileMode.UserExecute));
            foreach (var (digest, temporary) in _written)
            {
                File.Move(temporary, BlobPath.In(_directory, digest), overwrite: true);
            }

            Sync(isNew.Count > 0 ? [.. parents, _directory] : parents, DurableFile.SyncDirectory);
            _written.Clear();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw _refused(e);
        }
    }

    /// <summary>Removes what was not committed.</summary>
    public void Dispose()
    {
        foreach (var temporary in _written.Values)
        {
            BlobStore.Discard(temporary);
        }

        _ownHold?.Dispose();
    }

    private static void SyncFile(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }

    private void Sync(ICollection<string> paths, Action<string> sync)
    {
        if (paths.Count > FewFiles)
        {
            DurableFile.SyncFileSystem(_directory);
            return;
        }

        foreach (var path in paths)
        {
            sync(path);
        }
    }
}
