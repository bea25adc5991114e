using System.Buffers.Binary;
using System.Security.Cryptography;
using Warewulf.Core.Api;

namespace Warewulf.Core.Artifacts;

/// <summary>
/// The stored form of a recipe. The outline is a magic, the number of pages, length and checksum of what the whole unpacks to, and for each
/// page its digest and number of segments. A page is, for each segment, its digest, two lengths and a checksum. Numbers are little-endian.
/// The digests of segments say where pages end, so that one other segment makes one other page. The same recipe gives the same bytes.
/// </summary>
public static class RecipeCodec
{
    /// <summary>The most segments of a page.</summary>
    public const int MaxPageSegments = 1024;

    /// <summary>The most pages of a recipe. Whoever reads one needs memory for no more.</summary>
    public const int MaxPages = 1 << 15;

    internal const int SegmentLength = SHA256.HashSizeInBytes + 12;

    private const int HeaderLength = 24;
    private const int PageLength = SHA256.HashSizeInBytes + 4;
    private const int PageMask = 31;

    // The last digit is the version of the form.
    private static ReadOnlySpan<byte> Magic => "wwrecip1"u8;

    /// <summary>The length of the largest outline.</summary>
    public static long MaxLength => LengthOf(MaxPages);

    /// <summary>Whether something begins as an outline does.</summary>
    public static bool IsOutline(ReadOnlySpan<byte> begin) => begin.StartsWith(Magic);

    /// <summary>Writes a recipe.</summary>
    public static StoredRecipe Write(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var pages = new List<byte[]>();
        var first = 0;
        for (var i = 0; i < recipe.Segments.Count; i++)
        {
            if (EndsPage(recipe.Segments[i]) || i - first + 1 == MaxPageSegments || i + 1 == recipe.Segments.Count)
            {
                pages.Add(WritePage(recipe.Segments, first, i + 1));
                first = i + 1;
            }
        }

        if (pages.Count > MaxPages)
        {
            throw new ArgumentException($"A recipe cannot have {recipe.Segments.Count} segments.", nameof(recipe));
        }

        var outline = new byte[LengthOf(pages.Count)];
        Magic.CopyTo(outline);
        BinaryPrimitives.WriteInt32LittleEndian(outline.AsSpan(8), pages.Count);
        BinaryPrimitives.WriteInt64LittleEndian(outline.AsSpan(12), recipe.PlainLength);
        BinaryPrimitives.WriteUInt32LittleEndian(outline.AsSpan(20), recipe.Checksum);
        for (var i = 0; i < pages.Count; i++)
        {
            var place = outline.AsSpan(HeaderLength + (i * PageLength));
            SHA256.HashData(pages[i], place);
            BinaryPrimitives.WriteInt32LittleEndian(place[SHA256.HashSizeInBytes..], pages[i].Length / SegmentLength);
        }

        return new StoredRecipe(outline, pages);
    }

    /// <summary>Reads the outline of a recipe.</summary>
    /// <param name="outline">The stored form.</param>
    /// <param name="name">What to call it in a message.</param>
    /// <exception cref="WarewulfException">Invalid: this is no recipe, or it is damaged.</exception>
    public static RecipeOutline ReadOutline(ReadOnlySpan<byte> outline, string name)
    {
        if (outline.Length < HeaderLength || !outline.StartsWith(Magic))
        {
            throw Refuse(name, "it does not begin as a recipe does");
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(outline[8..]);
        if (count is < 0 or > MaxPages || outline.Length != LengthOf(count))
        {
            throw Refuse(name, $"it has {outline.Length} bytes, which is not what {count} pages take");
        }

        var pages = new RecipePage[count];
        for (var i = 0; i < count; i++)
        {
            var place = outline.Slice(HeaderLength + (i * PageLength), PageLength);
            pages[i] = new RecipePage(
                ArtifactDigest.FromHash(place[..SHA256.HashSizeInBytes]), BinaryPrimitives.ReadInt32LittleEndian(place[SHA256.HashSizeInBytes..]));
            if (pages[i].Segments is < 1 or > MaxPageSegments)
            {
                throw Refuse(name, $"page {i} has {pages[i].Segments} segments");
            }
        }

        return new RecipeOutline(
            pages, BinaryPrimitives.ReadInt64LittleEndian(outline[12..]), BinaryPrimitives.ReadUInt32LittleEndian(outline[20..]));
    }

    /// <summary>Reads a recipe whose pages are at hand, and checks that its parts fit each other.</summary>
    /// <param name="outline">The outline.</param>
    /// <param name="pages">The pages that it names, in its order.</param>
    /// <param name="name">What to call it in a message.</param>
    /// <exception cref="WarewulfException">Invalid: it is damaged.</exception>
    public static Recipe Read(RecipeOutline outline, IReadOnlyList<byte[]> pages, string name)
    {
        ArgumentNullException.ThrowIfNull(outline);
        ArgumentNullException.ThrowIfNull(pages);
        var segments = new List<RecipeSegment>(outline.Pages.Sum(page => page.Segments));
        for (var i = 0; i < outline.Pages.Count; i++)
        {
            ReadPage(outline.Pages[i], pages[i], segments, name);
        }

        var recipe = Recipe.Of(segments);
        return recipe.PlainLength == outline.PlainLength && recipe.Checksum == outline.Checksum
            ? recipe
            : throw Refuse(name, "its segments are not those of the whole");
    }

    /// <summary>How long the outline is that something begins with.</summary>
    internal static int OutlineLength(ReadOnlySpan<byte> joined, string name)
    {
        var count = joined.Length < HeaderLength ? -1 : BinaryPrimitives.ReadInt32LittleEndian(joined[8..]);
        return count is >= 0 and <= MaxPages && LengthOf(count) <= joined.Length
            ? (int)LengthOf(count)
            : throw Refuse(name, "it does not begin as a recipe does");
    }

    /// <summary>Writes one segment into <see cref="SegmentLength"/> bytes.</summary>
    internal static void Write(RecipeSegment segment, Span<byte> to)
    {
        segment.Digest.WriteTo(to);
        BinaryPrimitives.WriteInt32LittleEndian(to[32..], segment.Length);
        BinaryPrimitives.WriteInt32LittleEndian(to[36..], segment.PlainLength);
        BinaryPrimitives.WriteUInt32LittleEndian(to[40..], segment.Checksum);
    }

    internal static RecipeSegment ReadSegment(ReadOnlySpan<byte> from) => new(
        ArtifactDigest.FromHash(from[..SHA256.HashSizeInBytes]),
        BinaryPrimitives.ReadInt32LittleEndian(from[32..]),
        BinaryPrimitives.ReadInt32LittleEndian(from[36..]),
        BinaryPrimitives.ReadUInt32LittleEndian(from[40..]));

    private static void ReadPage(RecipePage page, byte[] bytes, List<RecipeSegment> segments, string name)
    {
        if (bytes.Length != page.Length || ArtifactDigest.Of(bytes) != page.Digest)
        {
            throw Refuse(name, $"page {page.Digest} is another one");
        }

        for (var at = 0; at < bytes.Length; at += SegmentLength)
        {
            var segment = ReadSegment(bytes.AsSpan(at));
            segments.Add(segment.IsPossible
                ? segment
                : throw Refuse(name, $"segment {segment.Digest} has {segment.Length} bytes for {segment.PlainLength}"));
        }
    }

    private static byte[] WritePage(IReadOnlyList<RecipeSegment> segments, int first, int end)
    {
        var page = new byte[(end - first) * SegmentLength];
        for (var i = first; i < end; i++)
        {
            Write(segments[i], page.AsSpan((i - first) * SegmentLength));
        }

        return page;
    }

    private static bool EndsPage(RecipeSegment segment)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        segment.Digest.WriteTo(hash);
        return (hash[0] & PageMask) == 0;
    }

    private static long LengthOf(int pages) => HeaderLength + ((long)pages * PageLength);

    private static WarewulfException Refuse(string name, string why) =>
        new(ApiErrorCode.Invalid, $"'{name}' cannot be put together: its recipe is damaged ({why}). Build it again.");
}
