using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Catalogs;

namespace Warewulf.Silo.Storage;

/// <summary>
/// The stored form of a change, the same in both databases: JSON, or where that is smaller a header and compressed JSON. The header is a byte that
/// no JSON begins with, a checksum of all that follows it, and the length of the JSON.
/// </summary>
internal static class CatalogCodec
{
    private const byte Compressed = 1;
    private const int ChecksumLength = 8;
    private const int LengthAt = 1 + ChecksumLength;
    private const int HeaderLength = LengthAt + sizeof(int);

    // Finds what nodes have in common in one of them already, and costs a tenth of what making the JSON does.
    private const int Quality = 4;
    private const int Window = 22;

    /// <summary>Writes a change.</summary>
    public static byte[] Write(CatalogChange change)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(change, ApiJsonContext.Default.CatalogChange);
        var rented = ArrayPool<byte>.Shared.Rent(HeaderLength + BrotliEncoder.GetMaxCompressedLength(json.Length));
        try
        {
            if (!BrotliEncoder.TryCompress(json, rented.AsSpan(HeaderLength), out var written, Quality, Window) || HeaderLength + written >= json.Length)
            {
                return json;
            }

            rented[0] = Compressed;
            BinaryPrimitives.WriteInt32LittleEndian(rented.AsSpan(LengthAt), json.Length);
            var content = rented.AsSpan(0, HeaderLength + written);
            Checksum(content).CopyTo(content[1..]);
            return content.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Reads changes and checks that none is missing.</summary>
    /// <exception cref="WarewulfException">A change is missing or damaged.</exception>
    public static List<CatalogRevision> Read(long after, IEnumerable<(long Revision, byte[] Content)> rows)
    {
        var revisions = new List<CatalogRevision>();
        foreach (var (revision, content) in rows)
        {
            if (revision != after + revisions.Count + 1)
            {
                throw Damaged(after + revisions.Count + 1, null);
            }

            revisions.Add(Read(revision, content));
        }

        return revisions;
    }

    /// <summary>Reads a change.</summary>
    /// <exception cref="WarewulfException">It is damaged.</exception>
    public static CatalogRevision Read(long revision, byte[] content)
    {
        try
        {
            return new CatalogRevision(revision, Read(content));
        }
        catch (InvalidDataException e)
        {
            throw Damaged(revision, e);
        }
    }

    /// <summary>Reads a change.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static CatalogChange Read(ReadOnlySpan<byte> content)
    {
        if (content is not [Compressed, ..])
        {
            return Parse(content);
        }

        if (content.Length < HeaderLength || !content.Slice(1, ChecksumLength).SequenceEqual(Checksum(content)))
        {
            throw new InvalidDataException("The checksum is not that of the content.");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(content[LengthAt..]);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            return BrotliDecoder.TryDecompress(content[HeaderLength..], rented, out var written) && written == length
                ? Parse(rented.AsSpan(0, length))
                : throw new InvalidDataException("The content cannot be expanded.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static CatalogChange Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ApiJsonContext.Default.CatalogChange) ?? throw new JsonException("The change is null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> content) => SHA256.HashData(content[LengthAt..]).AsSpan(0, ChecksumLength);

    private static WarewulfException Damaged(long revision, Exception? cause) => new(
        ApiErrorCode.Internal, $"Revision {revision} of the catalog is missing or damaged in the database. Restore the database from a backup.", cause);
}
