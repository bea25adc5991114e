using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Edge.Link;

namespace Warewulf.Edge.Cache;

/// <summary>
/// Artifacts on the edge's disk, fetched from the heads when first asked for and verified before anybody sees them. However many ask for one
/// at once, it is fetched once. Of what a recipe makes, only those segments are fetched that no other artifact here has.
/// </summary>
internal sealed partial class BlobCache
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly FileStreamOptions Reading = new()
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.Read | FileShare.Delete,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        BufferSize = 0,
    };

    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _running = new();
    private readonly IHeadLink _link;
    private readonly EdgeOptions _options;
    private readonly string _directory;
    private readonly CacheEviction _eviction;
    private readonly RecipeFiles _recipes;
    private readonly ILogger<BlobCache> _logger;

    public BlobCache(IHeadLink link, EdgeOptions options, TimeProvider time, ILogger<BlobCache> logger)
    {
        _link = link;
        _options = options;
        _directory = Path.Combine(options.CacheDirectory, "blobs");
        _eviction = new CacheEviction(_directory, options.CacheLimit, time);
        _recipes = new RecipeFiles(link, options.HeadBlobs, _directory, logger);
        _logger = logger;
        Directory.CreateDirectory(_directory, Private | UnixFileMode.UserExecute);
        CacheEviction.RemoveLeftovers(_directory);
    }

    /// <summary>Opens an artifact's bytes, or what its gzip member holds. Once open it stays readable, evicted or not. Any part can be read.</summary>
    /// <param name="artifact">The artifact.</param>
    /// <param name="plain">Whether the content of the gzip member is wanted instead of the member.</param>
    /// <param name="cancellationToken">Ends the wait; the fetch itself goes on, since others may wait for it too.</param>
    /// <exception cref="WarewulfException">No head answers, or what arrived is not what its name says.</exception>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    public async Task<Stream> OpenAsync(ArtifactRef artifact, bool plain, CancellationToken cancellationToken) =>
        artifact.Segments is null
            ? await OpenFileAsync(artifact, plain, cancellationToken)
            : await SegmentedFile.OpenAsync(artifact, plain, OpenFileAsync, cancellationToken);

    private async Task<FileStream> OpenFileAsync(ArtifactRef artifact, bool plain, CancellationToken cancellationToken)
    {
        const int Attempts = 3;
        plain &= artifact.Gzip;
        var name = artifact.Digest + (plain ? ".plain" : artifact.IsRecipe ? RecipeShelf.GzipEnd : "");
        using var wanted = _eviction.Spare(name);
        for (var attempt = 1; ; attempt++)
        {
            var path = await GetAsync(artifact, name, plain, cancellationToken);
            try
            {
                return new FileStream(path, Reading);
            }
            catch (FileNotFoundException) when (attempt < Attempts)
            {
                // The eviction had chosen it before it was spared.
            }
        }
    }

    private Task<string> GetAsync(ArtifactRef artifact, string name, bool plain, CancellationToken cancellationToken)
    {
        if (Existing(artifact, name, plain) is { } path)
        {
            return Task.FromResult(path);
        }

        var fetch = _running.GetOrAdd(name, _ => new Lazy<Task<string>>(() => RunAsync(name, artifact, plain)));
        return fetch.Value.WaitAsync(cancellationToken);
    }

    private string? Existing(ArtifactRef artifact, string name, bool plain)
    {
        if (!plain && !artifact.IsRecipe && _options.HeadBlobs is { } head && BlobPath.In(head, artifact.Digest) is var shared && File.Exists(shared))
        {
            return shared;
        }

        var path = Path.Combine(_directory, name);
        if (!File.Exists(path))
        {
            return null;
        }

        _eviction.Touch(path);
        return path;
    }

    private async Task<string> RunAsync(string name, ArtifactRef artifact, bool plain)
    {
        try
        {
            // The one who fetched it before may have finished between the caller's look and now.
            if (Existing(artifact, name, plain) is { } there)
            {
                return there;
            }

            var path = Path.Combine(_directory, name);
            if (artifact.IsRecipe)
            {
                await MakeAsync(artifact, plain, path);
            }
            else if (plain)
            {
                await UnpackAsync(artifact, path);
            }
            else
            {
                await FetchAsync(artifact, path);
            }

            _eviction.Shrink();
            return path;
        }
        finally
        {
            _running.TryRemove(name, out _);
        }
    }

    private async Task MakeAsync(ArtifactRef artifact, bool plain, string path)
    {
        if (!plain)
        {
            await _recipes.MakeGzipAsync(artifact, path);
            return;
        }

        if (_options.HeadBlobs is null)
        {
            // What is fetched is kept in the gzip member, from which the next image takes what it has in common with this one.
            await using var packed = await OpenFileAsync(artifact, plain: false, CancellationToken.None);
        }

        await _recipes.MakePlainAsync(artifact, path);
    }

    private async Task FetchAsync(ArtifactRef artifact, string path)
    {
        LogFetching(artifact.FileName, artifact.Digest, artifact.Length);
        try
        {
            await FetchAsync(artifact, verify: false, path);
        }
        catch (InvalidDataException)
        {
            try
            {
                await FetchAsync(artifact, verify: true, path);
            }
            catch (InvalidDataException e)
            {
                throw new WarewulfException(
                    ApiErrorCode.Unavailable, $"'{artifact.FileName}' arrived damaged from the heads ({e.Message}): it will be fetched again.", e);
            }
        }
    }

    private Task FetchAsync(ArtifactRef artifact, bool verify, string path) =>
        DurableFile.WriteAsync(path, Private, target => CopyVerifiedAsync(artifact, verify, target), CancellationToken.None);

    private async Task CopyVerifiedAsync(ArtifactRef artifact, bool verify, Stream target)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var source = await _link.OpenBlobAsync(artifact.Digest, verify, CancellationToken.None);
        var length = 0L;
        await using (source)
        {
            var buffer = new byte[1 << 17];
            for (var read = await source.ReadAsync(buffer); read > 0; read = await source.ReadAsync(buffer))
            {
                hash.AppendData(buffer, 0, read);
                length += read;
                if (length > artifact.Length)
                {
                    break;
                }

                await target.WriteAsync(buffer.AsMemory(0, read));
            }
        }

        if (length != artifact.Length || ArtifactDigest.FromHash(hash.GetHashAndReset()) != artifact.Digest)
        {
            throw new InvalidDataException($"{length} bytes, {artifact.Length} expected");
        }
    }

    private async Task UnpackAsync(ArtifactRef artifact, string path)
    {
        await using var packed = await OpenFileAsync(artifact with { Segments = null }, plain: false, CancellationToken.None);
        if (artifact.Segments is [var segment])
        {
            var plain = await SegmentedFile.UnpackAsync(segment, packed, artifact, CancellationToken.None);
            await DurableFile.WriteAsync(path, Private, plain, CancellationToken.None);
            return;
        }

        await using var source = new GZipStream(packed, CompressionMode.Decompress);
        try
        {
            await DurableFile.WriteAsync(path, Private, target => source.CopyToAsync(target), CancellationToken.None);
        }
        catch (InvalidDataException e)
        {
            throw new WarewulfException(
                ApiErrorCode.Internal, $"'{artifact.FileName}' is said to be a gzip member but cannot be unpacked: build it again.", e);
        }
    }
}
