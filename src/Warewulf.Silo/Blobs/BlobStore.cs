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

    private readonly string _directory;

    /// <summary>Opens the store, makes it if there is none, and removes what a crash left half written.</summary>
    /// <param name="directory">Where blobs lie.</param>
    /// <exception cref="WarewulfException">Unavailable: the disk is full or refuses.</exception>
    public BlobStore(string directory)
    {
        _directory = directory;
        try
        {
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
            foreach (var file in Directory.EnumerateFiles(directory).Where(file => file.Contains(DurableFile.TemporaryMarker, StringComparison.Ordinal)))
            {
                File.Delete(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, $"The directory '{directory}' for blobs cannot be used: {DiskProblem.Describe(e)}", e);
        }
    }

    /// <summary>Stores what a writer produces.</summary>
    /// <param name="fileName">What displays call it.</param>
    /// <param name="gzip">Whether the bytes are one gzip member.</param>
    /// <param name="write">Writes the bytes.</param>
    /// <exception cref="WarewulfException">Unavailable: the disk is full or refuses; nothing is left behind.</exception>
    public async Task<ArtifactRef> PutAsync(string fileName, bool gzip, Func<Stream, Task> write)
    {
        var temporary = DurableFile.TemporaryName(Path.Combine(_directory, "blob"));
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

            Keep(temporary, artifact.Digest);
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
        return File.Exists(BlobPath.In(_directory, digest))
            ? Task.FromResult(new ArtifactRef(digest, content.Length, fileName) { Gzip = gzip })
            : PutAsync(fileName, gzip, stream => stream.WriteAsync(content).AsTask());
    }

    /// <summary>Stores the content of a file; when it is here already, nothing is written.</summary>
    /// <param name="fileName">What displays call it.</param>
    /// <param name="open">Opens the file; called once or twice.</param>
    public async Task<ArtifactRef> PutFileAsync(string fileName, Func<Stream> open)
    {
        await using (var known = open())
        {
            var digest = ArtifactDigest.FromHash(await SHA256.HashDataAsync(known));
            if (File.Exists(BlobPath.In(_directory, digest)))
            {
                return new ArtifactRef(digest, known.Length, fileName);
            }
        }

        return await PutAsync(fileName, gzip: false, async target =>
        {
            await using var source = open();
            await source.CopyToAsync(target);
        });
    }

    /// <summary>Begins to store many small blobs of one artifact at once.</summary>
    /// <param name="fileName">What displays call the artifact.</param>
    public BlobBatch Begin(string fileName) => new(_directory, e => Refused(fileName, e));

    /// <summary>The path of a blob, or nothing when it is not here.</summary>
    public string? Find(ArtifactDigest digest)
    {
        var path = BlobPath.In(_directory, digest);
        return File.Exists(path) ? path : null;
    }

    /// <summary>Opens a blob; null when it is not here.</summary>
    public Stream? Open(ArtifactDigest digest)
    {
        try
        {
            return File.OpenRead(BlobPath.In(_directory, digest));
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

    private WarewulfException Refused(string fileName, Exception e) =>
        new(ApiErrorCode.Unavailable, $"'{fileName}' cannot be stored in '{_directory}': {DiskProblem.Describe(e)}", e);

    private void Keep(string temporary, ArtifactDigest digest)
    {
        var path = BlobPath.In(_directory, digest);
        if (File.Exists(path))
        {
            File.Delete(temporary);
            return;
        }

        var parent = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(parent))
        {
            Directory.CreateDirectory(parent, OwnerOnly | UnixFileMode.UserExecute);
            DurableFile.SyncDirectory(_directory);
        }

        DurableFile.Publish(temporary, path);
    }
}
