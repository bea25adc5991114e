using System.Security.Cryptography;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Silo.Blobs;

namespace Warewulf.Silo.Heads;

/// <summary>Gets blobs from other heads. Nothing is taken that is not what its digest says.</summary>
internal sealed class BlobFetcher
{
    private const int Attempts = 2;
    private const int ChunkLength = 1 << 17;

    private readonly BlobStore _store;
    private readonly HeadRegistry _heads;
    private readonly HeadPeers _peers;

    public BlobFetcher(BlobStore store, HeadRegistry heads, HeadPeers peers)
    {
        _store = store;
        _heads = heads;
        _peers = peers;
    }

    /// <summary>Whether there is any head to ask.</summary>
    public bool HasPeers => _heads.Others.Count > 0;

    /// <summary>Gets a blob of any size into the store.</summary>
    /// <param name="digest">The blob.</param>
    /// <param name="fileName">What displays call it.</param>
    /// <param name="first">The head to ask first; any if unset.</param>
    /// <param name="hold">What keeps it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WarewulfException">NotFound: no head has it; Unavailable: none delivers it, or this head's disk is full.</exception>
    public Task StoreAsync(ArtifactDigest digest, string fileName, HeadRecord? first, BlobHold? hold, CancellationToken cancellationToken) => FromAnyAsync(
        digest,
        first,
        async (head, source) =>
        {
            await _store.PutAsync(fileName, gzip: false, target => CopyAsync(digest, head, source, target, cancellationToken), hold);
            return true;
        },
        cancellationToken);

    /// <summary>Gets a small blob into memory.</summary>
    /// <param name="digest">The blob.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="first">The head to ask first; any if unset.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WarewulfException">NotFound: no head has it; Unavailable: none delivers it.</exception>
    public Task<byte[]> ReadAsync(ArtifactDigest digest, int length, HeadRecord? first, CancellationToken cancellationToken) => FromAnyAsync(
        digest,
        first,
        async (head, source) =>
        {
            var content = new byte[length + 1];
            var read = await _peers.ReadAsync(
                head, async stop => await source.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, stop), cancellationToken);
            return read == length && ArtifactDigest.Of(content.AsSpan(0, length)) == digest ? content[..length] : throw Damaged(head, digest);
        },
        cancellationToken);

    private static PeerException Damaged(HeadRecord head, ArtifactDigest digest) =>
        new($"{head} delivers blob {digest} damaged. Check its disk, and the network to it.") { IsDamage = true };

    private static HttpRequestMessage Request(ArtifactDigest digest, bool verify) => new(
        HttpMethod.Get, $"{Routes.EdgeBlobs}/{digest}?{Routes.LocalParameter}=true{(verify ? $"&{Routes.VerifyParameter}=true" : "")}");

    private async Task<T> FromAnyAsync<T>(
        ArtifactDigest digest, HeadRecord? first, Func<HeadRecord, Stream, Task<T>> take, CancellationToken cancellationToken)
    {
        var reasons = new List<PeerException>();
        var others = _heads.Others.Where(head => head.IsUp && head.Addresses.Length > 0 && head.Id != first?.Id);
        foreach (var head in first is null ? others : others.Prepend(first))
        {
            for (var attempt = 1; attempt <= Attempts; attempt++)
            {
                try
                {
                    using var response = await _peers.SendAsync(head, () => Request(digest, attempt > 1), cancellationToken);
                    await using var source = await response.Content.ReadAsStreamAsync(cancellationToken);
                    return await take(head, source);
                }
                catch (PeerException e)
                {
                    // Asked again after damage, the head looks at its disk first.
                    if (!e.IsDamage || attempt == Attempts)
                    {
                        reasons.Add(e);
                        break;
                    }
                }
            }
        }

        var told = reasons.Where(reason => !reason.IsMissing).Select(reason => reason.Message).ToList();
        throw told.Count == 0
            ? WarewulfException.NotFound($"No other head that is up has blob {digest}.")
            : new WarewulfException(ApiErrorCode.Unavailable, $"Blob {digest} cannot be fetched: {string.Join(' ', told)}");
    }

    private async Task CopyAsync(ArtifactDigest digest, HeadRecord head, Stream source, Stream target, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[ChunkLength];
        while (await _peers.ReadAsync(head, async stop => await source.ReadAsync(buffer, stop), cancellationToken) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        if (ArtifactDigest.FromHash(hash.GetHashAndReset()) != digest)
        {
            throw Damaged(head, digest);
        }
    }
}
