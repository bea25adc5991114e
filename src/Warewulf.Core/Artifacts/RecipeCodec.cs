using System.Buffers.Binary;
using System.Security.Cryptography;
using Warewulf.Core.Api;

namespace Warewulf.Core.Artifacts;

/// <summary>
/// The stored form of a recipe: a magic, the number of segments, the length and checksum of what the whole unpacks to, and for each segment its
/// digest, two lengths and a checksum. Numbers are little-endian. The same recipe gives the same bytes.
/// </summary>
public static class RecipeCodec
{
    /// <summary>The most segments of a recipe: with 4 MiB in each, artifacts of 4 TiB.</summary>
    public const int MaxSegments = 1 << 20;

    private const int HeaderLength = 24;
    private const int SegmentLength = SHA256.HashSizeInBytes + 12;

    // The last digit is the version of the form.
    private static ReadOnlySpan<byte> Magic => "wwrecip1"u8;

    /// <summary>The largest stored recipe in bytes.</summary>
    public static long MaxLength => LengthOf(MaxSegments);

    /// <summary>Writes a recipe.</summary>
    public static byte[] Write(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (recipe.Segments.Count > MaxSegments)
        {
            throw new ArgumentException($"A recipe cannot have {recipe.Segments.Count} segments.", nameof(recipe));
        }

        var bytes = new byte[LengthOf(recipe.Segments.Count)];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), recipe.Segments.Count);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(12), recipe.PlainLength);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), recipe.Checksum);
        var rest = bytes.AsSpan(HeaderLength);
        foreach (var segment in recipe.Segments)
        {
            Write(segment, rest);
            rest = rest[SegmentLength..];
        }

        return bytes;
    }

    /// <summary>Reads a recipe and checks that its parts fit each other.</summary>
    /// <param name="bytes">The stored form.</param>
    /// <param name="name">What to call it in a message.</param>
    /// <exception cref="WarewulfException">Invalid: this is no recipe, or it is damaged.</exception>
    public static Recipe Read(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length < HeaderLength || !bytes.StartsWith(Magic))
        {
            throw Refuse(name, "it does not begin as a recipe does");
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (count is < 0 or > MaxSegments || bytes.Length != LengthOf(count))
        {
            throw Refuse(name, $"it has {bytes.Length} bytes, which is not what {count} segments take");
        }

        var segments = new RecipeSegment[count];
        for (var i = 0; i < count; i++)
        {
            segments[i] = ReadSegment(bytes[(HeaderLength + (i * SegmentLength))..]);
            if (!segments[i].IsPossible)
            {
                throw Refuse(name, $"segment {i} has {segments[i].Length} bytes for {segments[i].PlainLength}");
            }
        }

        var recipe = Recipe.Of(segments);
        return recipe.PlainLength == BinaryPrimitives.ReadInt64LittleEndian(bytes[12..])
            && recipe.Checksum == BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..])
            ? recipe
            : throw Refuse(name, "its segments are not those of the whole");
    }

    /// <summary>Writes one segment in as many bytes as <see cref="ReadSegment"/> takes.</summary>
    internal static void Write(RecipeSegment segment, Span<byte> to)
    {
        Convert.FromHexString(segment.Digest.ToString(), to, out _, out _);
        BinaryPrimitives.WriteInt32LittleEndian(to[32..], segment.Length);
        BinaryPrimitives.WriteInt32LittleEndian(to[36..], segment.PlainLength);
        BinaryPrimitives.WriteUInt32LittleEndian(to[40..], segment.Checksum);
    }

    internal static RecipeSegment ReadSegment(ReadOnlySpan<byte> from) => new(
        ArtifactDigest.FromHash(from[..SHA256.HashSizeInBytes]),
        BinaryPrimitives.ReadInt32LittleEndian(from[32..]),
        BinaryPrimitives.ReadInt32LittleEndian(from[36..]),
        BinaryPrimitives.ReadUInt32LittleEndian(from[40..]));

    private static long LengthOf(int segments) => HeaderLength + ((long)segments * SegmentLength);

    private static WarewulfException Refuse(string name, string why) =>
        new(ApiErrorCode.Invalid, $"'{name}' cannot be put together: its recipe is damaged ({why}). Build it again.");
}
