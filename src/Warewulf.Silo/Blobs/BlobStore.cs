using System.Security.Cryptography;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Blobs;

/// <summary>Immutable content by its SHA-256. A blob is there whole or not at all, whatever happens while it is written.</summary>
internal sealed class BlobStore
{
    internal const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>How long a blob stays that nothing names: who was told of it may still be on the way to fetch it.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private const string DamagedEnd = ".damaged";

    // So that not every use of a blob costs a write.
    private static readonly TimeSpan RenewedAfter = Grace / 2;

    private readonly TimeProvider _time;

    /// <summary>Opens the store, makes it if there is none, and removes what a crash left half written.</summary>
    /// <param name="directory">Where blobs lie.</param>
    /// <param name="time">The clock by which blobs grow old; the machine's if unset.</param>
    /// <exception cref="WarewulfException">Unavailable: the disk is full or refuses.</exception>
    public BlobStore(string directory, TimeProvider? time = null)
    {
        Directory = directory;
        _time = time ?? TimeProvider.System;
        try
        {
            System.IO.Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
            foreach (var file in System.IO.Directory.EnumerateFiles(directory).Where(file => file.Contains(DurableFile.TemporaryMarker, StringComparison.Ordinal)))
            {
                File.Delete(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, $"The directory '{directory}' for blobs cannot be used: {DiskProblem.Describe(e)}", e);
        }
    }

    /// <summary>Where blobs lie.</summary>
    public string Directory { get; }

    /// <summary>Which blobs work in progress counts on.</summary>
    public BlobPins Pins { get; } = new();

    /// <summary>Begins to count on blobs.</summary>
    public BlobHold Hold() => new(Pins);

    /// <summary>Stores what a writer produces.</summary>
    /// <param name="fileName">What displays call it.</param>
    /// <param name="gzip">Whether the bytes are one gzip member.</param>
    /// <param name="write">Writes the bytes.</param>
    /// <param name="hold">What keeps the blob, if it is to stay longer than others that nothing names.</param>
    /// <exception cref="WarewulfException">Unavailable: the disk is full or refuses; nothing is left behind.</exception>
    public async Task<ArtifactRef> PutAsync(string fileName, bool gzip, Func<Stream, Task> write, BlobHold? hold = null)
    {
        var temporary = DurableFile.TemporaryName(Path.Combine(Directory, "blob"));
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = OwnerOnly,
                Options = FileOptions.Asynchronous,
            };
            ArtifactRef artifact;
            await using (var file = new FileStream(temporary, options))
            {
                await using var stream = new DigestStream(file);
                await write(stream);
                await file.FlushAsync();
                file.Flush(flushToDisk: true);
                artifact = new ArtifactRef(stream.Digest, stream.Length, fileName) { Gzip = gzip };
            }

            Keep(temporary, artifact, hold);
            return artifact;
        }
        catch (Exception e)
        {
            Discard(temporary);
            if (e is IOException or UnauthorizedAccessException)
            {
                throw Refused(fileName, e);
            }

            throw;
        }
    }

    /// <summary>Stores bytes held in memory.</summary>
    public Task<ArtifactRef> PutAsync(string fileName, bool gzip, ReadOnlyMemory<byte> content)
    {
        var digest = ArtifactDigest.Of(content.Span);
        return Use(digest, content.Length, null)
            ? Task.FromResult(new ArtifactRef(digest, content.Length, fileName) { Gzip = gzip })
            : PutAsync(fileName, gzip, stream => stream.WriteAsync(content).AsTask());
    }

    /// <summary>Stores the content of a file; when it is here already, nothing is written.</summary>
    /// <param name="fileName">What displays call it.</param>
    /// <param name="open">Opens the file; called once or twice.</param>
    /// <param name="hold">What keeps the blob.</param>
    public async Task<ArtifactRef> PutFileAsync(string fileName, Func<Stream> open, BlobHold hold)
    {
        await using (var known = open())
        {
            var digest = ArtifactDigest.FromHash(await SHA256.HashDataAsync(known));
            if (Use(digest, known.Length, hold))
            {
                return new ArtifactRef(digest, known.Length, fileName);
            }
        }

        return await PutAsync(
            fileName,
            gzip: false,
            async target =>
            {
                await using var source = open();
                await source.CopyToAsync(target);
            },
            hold);
    }

    /// <summary>Begins to store many small blobs of one artifact at once.</summary>
    /// <param name="fileName">What displays call the artifact.</param>
    /// <param name="hold">What keeps those that the batch puts or finds; unset for as long as there is the batch.</param>
    public BlobBatch Begin(string fileName, BlobHold? hold = null) => new(this, hold, e => Refused(fileName, e));

    /// <summary>Counts on the blob that an artifact is named by, for some hours from now.</summary>
    /// <returns>Whether it is there.</returns>
    public bool Use(ArtifactRef artifact) => Use(artifact.Digest, artifact.RecipeLength ?? artifact.Length, null);

    /// <summary>Counts on a blob that may be there: if it is, it stays for some hours from now, and as long as the hold does.</summary>
    /// <param name="digest">The blob.</param>
    /// <param name="length">How long it is; any length if unset.</param>
    /// <param name="hold">What keeps it, if anything.</param>
    /// <returns>Whether it is there.</returns>
    public bool Use(ArtifactDigest digest, long? length, BlobHold? hold)
    {
        hold?.Add(digest);
        lock (Pins.Gate)
        {
            var file = new FileInfo(BlobPath.In(Directory, digest));
            if (!file.Exists || (length is not null && file.Length != length))
            {
                return false;
            }

            if (_time.GetUtcNow() - file.LastWriteTimeUtc > RenewedAfter)
            {
                SetTime(file.FullName);
            }

            return true;
        }
    }

    /// <summary>The path of a blob, or nothing when it is not here.</summary>
    public string? Find(ArtifactDigest digest)
    {
        var path = BlobPath.In(Directory, digest);
        return File.Exists(path) ? path : null;
    }

    /// <summary>Everything that lies in the store, in the order of digests.</summary>
    /// <param name="after">Where to begin: behind the blobs whose digests begin with these two digits; nothing for the first.</param>
    public IEnumerable<BlobFile> List(string? after = null) => System.IO.Directory.EnumerateDirectories(Directory)
        .Where(path => Path.GetFileName(path).Length == 2 && string.CompareOrdinal(Path.GetFileName(path), after) > 0)
        .Order(StringComparer.Ordinal)
        .SelectMany(path => new DirectoryInfo(path).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal))
        .Select(Read)
        .OfType<BlobFile>();

    /// <summary>Removes a blob that nothing names, unless somebody counts on it or did so lately.</summary>
    /// <param name="file">The blob.</param>
    /// <param name="dryRun">Whether only to tell what would become of it.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public BlobFate Collect(BlobFile file, bool dryRun)
    {
        lock (Pins.Gate)
        {
            var info = new FileInfo(file.Path);
            if (!info.Exists)
            {
                return BlobFate.Gone;
            }

            var age = _time.GetUtcNow() - info.LastWriteTimeUtc;
            if (!file.IsDamaged && Pins.IsInUse(file.Digest))
            {
                return BlobFate.InUse;
            }

            if (age < Grace)
            {
                // A clock that was ahead must not keep it for years.
                if (age < TimeSpan.Zero && !dryRun)
                {
                    SetTime(file.Path);
                }

                return BlobFate.Young;
            }

            if (!dryRun)
            {
                info.Delete();
            }

            return BlobFate.Removed;
        }
    }

    /// <summary>Sets a damaged blob aside, so that it is missing from here on; it is removed later, as what nothing names.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void SetAside(ArtifactDigest digest)
    {
        lock (Pins.Gate)
        {
            var path = BlobPath.In(Directory, digest);
            if (File.Exists(path))
            {
                File.Move(path, path + DamagedEnd, overwrite: true);
                SetTime(path + DamagedEnd);
            }
        }
    }

    /// <summary>Opens a blob; null when it is not here.</summary>
    public Stream? Open(ArtifactDigest digest)
    {
        try
        {
            return File.OpenRead(BlobPath.In(Directory, digest));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    // What cannot be deleted now is deleted at the next start; the reason to know is why it could not be written.
    internal static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static BlobFile? Read(FileInfo file)
    {
        var isDamaged = file.Name.EndsWith(DamagedEnd, StringComparison.Ordinal);
        return ArtifactDigest.TryParse(isDamaged ? file.Name[..^DamagedEnd.Length] : file.Name, null, out var digest) && file.Exists
            ? new BlobFile(digest, file.FullName, file.Length, isDamaged)
            : null;
    }

    // A disk that takes no times takes no removals either.
    private void SetTime(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private WarewulfException Refused(string fileName, Exception e) =>
        new(ApiErrorCode.Unavailable, $"'{fileName}' cannot be stored in '{Directory}': {DiskProblem.Describe(e)}", e);

    private void Keep(string temporary, ArtifactRef artifact, BlobHold? hold)
    {
        var path = BlobPath.In(Directory, artifact.Digest);
        if (Use(artifact.Digest, artifact.Length, hold))
        {
            File.Delete(temporary);
            return;
        }

        var parent = Path.GetDirectoryName(path)!;
        if (!System.IO.Directory.Exists(parent))
        {
            System.IO.Directory.CreateDirectory(parent, OwnerOnly | UnixFileMode.UserExecute);
            DurableFile.SyncDirectory(Directory);
        }

        DurableFile.Publish(temporary, path);
    }
}
