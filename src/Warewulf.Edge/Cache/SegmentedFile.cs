using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;

namespace Warewulf.Edge.Cache;

/// <summary>
/// Opens artifacts whose segments are told with them. They are not put together in a file: what thousands of nodes have in common lies on the disk
/// once.
/// </summary>
internal static class SegmentedFile
{
    // More than this stays a file; less is read at once.
    private const int Small = 256 * 1024;

    private const int MostSegments = 4096;

    /// <summary>Opens an artifact.</summary>
    /// <param name="artifact">The artifact.</param>
    /// <param name="plain">Whether the content of the gzip member is wanted instead of the member.</param>
    /// <param name="open">Opens a blob, or, as a file too, what the only segment of an artifact holds.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="WarewulfException">No head answers, or what the artifact is said to be cannot be.</exception>
    public static async Task<Stream> OpenAsync(
        ArtifactRef artifact, bool plain, Func<ArtifactRef, bool, CancellationToken, Task<FileStream>> open, CancellationToken cancellationToken)
    {
        var recipe = Read(artifact);
        var pieces = new List<Stream>(recipe.Segments.Count + 2);
        try
        {
            foreach (var segment in recipe.Segments)
            {
                pieces.Add(await OpenAsync(segment, artifact, plain, open, cancellationToken));
            }

            if (!plain)
            {
                pieces.Insert(0, new MemoryStream(GzipFrame.Header.ToArray(), writable: false));
                pieces.Add(new MemoryStream(recipe.GzipEnd(), writable: false));
            }

            return new SegmentedStream(pieces);
        }
        catch
        {
            pieces.ForEach(piece => piece.Dispose());
            throw;
        }
    }

    /// <summary>Unpacks a segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="blob">Its blob, which is closed.</param>
    /// <param name="artifact">What it is of.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<byte[]> UnpackAsync(RecipeSegment segment, FileStream blob, ArtifactRef artifact, CancellationToken cancellationToken)
    {
        var packed = await ReadAsync(segment, blob, artifact, GzipFrame.LastBlock.Length, cancellationToken);
        var plain = new byte[segment.PlainLength];
        SegmentUnpacker.Unpack(segment, packed, plain);
        return plain;
    }

    private static async Task<Stream> OpenAsync(
        RecipeSegment segment, ArtifactRef artifact, bool plain, Func<ArtifactRef, bool, CancellationToken, Task<FileStream>> open, CancellationToken cancellationToken)
    {
        var one = new ArtifactRef(segment.Digest, segment.Length, artifact.FileName);
        if (plain && segment.PlainLength > Small)
        {
            return await open(one with { Gzip = true, Segments = [segment] }, true, cancellationToken);
        }

        var blob = await open(one, false, cancellationToken);
        return plain ? new MemoryStream(await UnpackAsync(segment, blob, artifact, cancellationToken), writable: false)
            : segment.Length <= Small ? new MemoryStream(await ReadAsync(segment, blob, artifact, 0, cancellationToken), writable: false)
            : blob;
    }

    // The same checks as for a recipe that was fetched: what stands in a plan may come from any release.
    private static Recipe Read(ArtifactRef artifact)
    {
        var segments = artifact.Segments!;
        if (segments.Count <= MostSegments && segments.All(segment => segment is { Length: > 0 and <= RecipeSegment.MaxLength, PlainLength: > 0 and <= RecipeSegment.MaxPlainLength })
            && Recipe.Of(segments) is var recipe && recipe.Length == artifact.Length)
        {
            return recipe;
        }

        throw new WarewulfException(ApiErrorCode.Invalid, $"'{artifact.FileName}' cannot be put together: its segments are not those of the whole. Build it again.");
    }

    private static async Task<byte[]> ReadAsync(RecipeSegment segment, FileStream blob, ArtifactRef artifact, int room, CancellationToken cancellationToken)
    {
        await using (blob)
        {
            var bytes = new byte[segment.Length + room];
            return blob.Length == segment.Length && await blob.ReadAtLeastAsync(bytes.AsMemory(0, segment.Length), segment.Length, false, cancellationToken) == segment.Length
                ? bytes
                : throw new WarewulfException(ApiErrorCode.Unavailable, $"A piece of '{artifact.FileName}' is damaged: {segment.Digest} has {blob.Length} bytes instead of {segment.Length}.");
        }
    }
}
