using System.Buffers;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;
using Warewulf.Edge.Link;

namespace Warewulf.Edge.Cache;

/// <summary>Makes files by recipes: fetches the segments that are not at hand, several at a time, and puts all in their places.</summary>
internal sealed partial class RecipeFiles
{
    // Enough to hide the way to the heads; each takes the memory of a segment.
    private const int AtOnce = 8;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly IHeadLink _link;
    private readonly string? _headBlobs;
    private readonly string _directory;
    private readonly ILogger _logger;

    public RecipeFiles(IHeadLink link, string? headBlobs, string directory, ILogger logger)
    {
        _link = link;
        _headBlobs = headBlobs;
        _directory = directory;
        _logger = logger;
    }

    /// <summary>Makes the gzip member. What was fetched by an attempt that failed is there for the next one.</summary>
    /// <param name="artifact">Names the recipe.</param>
    /// <param name="path">Where the file is to be.</param>
    public Task MakeGzipAsync(ArtifactRef artifact, string path) => MakeAsync(artifact, path, async (recipe, source, file) =>
    {
        RandomAccess.SetLength(file, recipe.Length);
        await EachAsync(recipe, AtOnce, async (place, buffer) =>
        {
            var blocks = buffer.AsMemory(0, place.Segment.Length);
            if (!SegmentSource.IsAt(file, place.Offset, place.Segment.Digest, blocks.Span))
            {
                await source.ReadAsync(place.Segment.Digest, blocks);
                RandomAccess.Write(file, blocks.Span, place.Offset);
            }
        });
        RandomAccess.Write(file, GzipFrame.Header, 0);
        RandomAccess.Write(file, recipe.GzipEnd(), recipe.Length - GzipFrame.EndLength);
    });

    /// <summary>Makes what the gzip member holds.</summary>
    /// <param name="artifact">Names the recipe.</param>
    /// <param name="path">Where the file is to be.</param>
    public Task MakePlainAsync(ArtifactRef artifact, string path) => MakeAsync(artifact, path, async (recipe, source, file) =>
    {
        RandomAccess.SetLength(file, recipe.PlainLength);
        await EachAsync(recipe, Math.Min(AtOnce, Environment.ProcessorCount), async (place, buffer) =>
        {
            await source.ReadAsync(place.Segment.Digest, buffer.AsMemory(0, place.Segment.Length));
            var plain = ArrayPool<byte>.Shared.Rent(place.Segment.PlainLength);
            SegmentUnpacker.Unpack(place.Segment, buffer, plain.AsSpan(0, place.Segment.PlainLength));
            RandomAccess.Write(file, plain.AsSpan(0, place.Segment.PlainLength), place.PlainOffset);
            ArrayPool<byte>.Shared.Return(plain);
        });
    });

    private static Task EachAsync(Recipe recipe, int atOnce, Func<RecipePlace, byte[], Task> put) => Parallel.ForEachAsync(
        recipe.Places(),
        new ParallelOptions { MaxDegreeOfParallelism = atOnce },
        async (place, _) =>
        {
            var buffer = ArrayPool<byte>.Shared.Rent(place.Segment.Length + GzipFrame.LastBlock.Length);
            await put(place, buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        });

    private async Task MakeAsync(ArtifactRef artifact, string path, Func<Recipe, SegmentSource, SafeFileHandle, Task> fill)
    {
        var shelf = RecipeShelf.Read(_directory);
        var source = new SegmentSource(_link, _headBlobs, shelf.Segments);
        var recipe = await RecipeAsync(artifact, shelf, source);

        // Not a temporary name: what was fetched before a head went away, or this process, is not fetched again.
        var unfinished = path + CacheEviction.UnfinishedEnd;
        using (var file = OpenUnfinished(unfinished))
        {
            await fill(recipe, source, file);
            RandomAccess.FlushToDisk(file);
        }

        DurableFile.Publish(unfinished, path);
        LogMade(artifact.FileName, artifact.Digest, recipe.Segments.Count, source.Fetched, source.FetchedBytes);
    }

    private static SafeFileHandle OpenUnfinished(string path)
    {
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        File.SetUnixFileMode(file, Private);
        return file;
    }

    private async Task<Recipe> RecipeAsync(ArtifactRef artifact, RecipeShelf shelf, SegmentSource source)
    {
        if (artifact.RecipeLength is not (> 0 and var length) || length > RecipeCodec.MaxLength)
        {
            throw new WarewulfException(ApiErrorCode.Invalid, $"'{artifact.FileName}' is said to have a recipe of {artifact.RecipeLength} bytes: build it again.");
        }

        var outlineBytes = await PartAsync(artifact.Digest, (int)length, shelf, source);
        var outline = RecipeCodec.ReadOutline(outlineBytes, artifact.FileName);
        var pages = new byte[outline.Pages.Count][];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, pages.Length),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (i, _) => pages[i] = await PartAsync(outline.Pages[i].Digest, outline.Pages[i].Length, shelf, source));
        var recipe = RecipeCodec.Read(outline, pages, artifact.FileName);
        if (recipe.Length != artifact.Length)
        {
            throw new WarewulfException(
                ApiErrorCode.Invalid, $"'{artifact.FileName}' is said to have {artifact.Length} bytes and its recipe makes {recipe.Length}: build it again.");
        }

        var path = Path.Combine(_directory, artifact.Digest + RecipeShelf.RecipeEnd);
        if (!File.Exists(path))
        {
            await DurableFile.WriteAsync(path, Private, new StoredRecipe(outlineBytes, pages).Join(), CancellationToken.None);
        }

        return recipe;
    }

    private static async Task<byte[]> PartAsync(ArtifactDigest digest, int length, RecipeShelf shelf, SegmentSource source)
    {
        if (shelf.FindPart(digest) is { } part && part.Length == length)
        {
            return part;
        }

        part = new byte[length];
        await source.ReadAsync(digest, part);
        return part;
    }
}
