using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Artifacts;
using Warewulf.Silo.Heads;

namespace Warewulf.Silo.Blobs;

/// <summary>Holds blobs against their names. A damaged one is set aside and fetched from another head, or the log says which images lack it.</summary>
internal sealed partial class BlobRepair
{
    private const int ChunkLength = 1 << 20;

    // A sector that cannot be read; the same on every architecture.
    private const int InputOutputError = 5;

    private readonly BlobStore _store;
    private readonly BlobRoots _roots;
    private readonly BlobFetcher _fetcher;
    private readonly ILogger<BlobRepair> _logger;

    public BlobRepair(BlobStore store, BlobRoots roots, BlobFetcher fetcher, ILogger<BlobRepair> logger)
    {
        _store = store;
        _roots = roots;
        _fetcher = fetcher;
        _logger = logger;
    }

    /// <summary>Checks a blob, and repairs it if need be and possible.</summary>
    /// <param name="digest">The blob; one that is not here is nobody's concern.</param>
    /// <param name="pace">Awaited after so many bytes were read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was whole, or is by now.</returns>
    public async Task<bool> CheckAsync(ArtifactDigest digest, Func<int, CancellationToken, Task>? pace, CancellationToken cancellationToken)
    {
        try
        {
            if (_store.Find(digest) is not { } path || await IsWholeAsync(path, digest, pace, cancellationToken))
            {
                return true;
            }

            _store.SetAside(digest);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(digest, e.Message);
            return false;
        }

        LogDamaged(digest);
        return await ReplaceAsync(digest, cancellationToken);
    }

    private async Task<bool> ReplaceAsync(ArtifactDigest digest, CancellationToken cancellationToken)
    {
        try
        {
            await _fetcher.StoreAsync(digest, digest.ToString(), first: null, hold: null, cancellationToken);
            LogRepaired(digest);
            return true;
        }
        catch (WarewulfException e)
        {
            foreach (var (image, _) in _roots.FindImages(part => part == digest))
            {
                LogLost(image, digest, e.Message);
            }

            return false;
        }
    }

    private static async Task<bool> IsWholeAsync(
        string path, ArtifactDigest digest, Func<int, CancellationToken, Task>? pace, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkLength);
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.Read | FileShare.Delete, options: FileOptions.SequentialScan);
            for (var offset = 0L; ;)
            {
                var read = await RandomAccess.ReadAsync(file, buffer.AsMemory(0, ChunkLength), offset, cancellationToken);
                if (read == 0)
                {
                    return ArtifactDigest.FromHash(hash.GetHashAndReset()) == digest;
                }

                hash.AppendData(buffer, 0, read);
                offset += read;
                await (pace?.Invoke(read, cancellationToken) ?? Task.CompletedTask);
            }
        }
        catch (IOException e) when (e.HResult == InputOutputError)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
