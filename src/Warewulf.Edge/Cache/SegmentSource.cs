using Microsoft.Win32.SafeHandles;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Edge.Link;

namespace Warewulf.Edge.Cache;

/// <summary>
/// Small blobs, each from wherever it is nearest: a head on the same machine, a file of the cache that holds it, a head. Nothing is given out that is
/// not what its digest says; what is damaged in one place is looked for in the next.
/// </summary>
internal sealed class SegmentSource
{
    private const int Attempts = 3;

    private readonly IHeadLink _link;
    private readonly string? _headBlobs;
    private readonly IReadOnlyDictionary<ArtifactDigest, SegmentPlace> _places;
    private long _fetchedBytes;
    private int _fetched;

    /// <summary>Makes a source.</summary>
    /// <param name="link">The heads.</param>
    /// <param name="headBlobs">The blobs of a head on the same machine, if there is one.</param>
    /// <param name="places">Where blobs lie inside files of the cache.</param>
    public SegmentSource(IHeadLink link, string? headBlobs, IReadOnlyDictionary<ArtifactDigest, SegmentPlace> places)
    {
        _link = link;
        _headBlobs = headBlobs;
        _places = places;
    }

    /// <summary>How many blobs came from the heads.</summary>
    public int Fetched => _fetched;

    /// <summary>What these had together.</summary>
    public long FetchedBytes => _fetchedBytes;

    /// <summary>Reads a blob.</summary>
    /// <param name="digest">The blob.</param>
    /// <param name="target">Receives it; as long as it is.</param>
    /// <exception cref="WarewulfException">No head answers, or what arrived is not what its name says.</exception>
    public async Task ReadAsync(ArtifactDigest digest, Memory<byte> target)
    {
        if (_headBlobs is not null && IsIn(new SegmentPlace(BlobPath.In(_headBlobs, digest), 0), digest, target.Span))
        {
            return;
        }

        if (_places.TryGetValue(digest, out var place) && IsIn(place, digest, target.Span))
        {
            return;
        }

        for (var attempt = 1; ; attempt++)
        {
            if (await FetchAsync(digest, verify: attempt > 1, target))
            {
                Interlocked.Increment(ref _fetched);
                Interlocked.Add(ref _fetchedBytes, target.Length);
                return;
            }

            if (attempt == Attempts)
            {
                throw new WarewulfException(
                    ApiErrorCode.Unavailable,
                    $"Segment {digest} arrived damaged from the heads {Attempts} times: check the disks of the heads, and the network to them.");
            }
        }
    }

    /// <summary>Whether the bytes that an open file has at a place are the blob.</summary>
    public static bool IsAt(SafeFileHandle file, long offset, ArtifactDigest digest, Span<byte> target)
    {
        for (var done = 0; done < target.Length;)
        {
            var read = RandomAccess.Read(file, target[done..], offset + done);
            if (read == 0)
            {
                return false;
            }

            done += read;
        }

        return ArtifactDigest.Of(target) == digest;
    }

    private static bool IsIn(SegmentPlace place, ArtifactDigest digest, Span<byte> target)
    {
        try
        {
            using var file = File.OpenHandle(place.Path, share: FileShare.Read | FileShare.Delete);
            return IsAt(file, place.Offset, digest, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not there, or not readable: the heads have it.
            return false;
        }
    }

    private async Task<bool> FetchAsync(ArtifactDigest digest, bool verify, Memory<byte> target)
    {
        await using var source = await _link.OpenBlobAsync(digest, verify, CancellationToken.None);
        var length = await source.ReadAtLeastAsync(target, target.Length, throwOnEndOfStream: false);
        return length == target.Length && await source.ReadAsync(new byte[1]) == 0 && ArtifactDigest.Of(target.Span) == digest;
    }
}
