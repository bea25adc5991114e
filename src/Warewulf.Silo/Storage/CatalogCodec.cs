using System.IO.Compression;
using System.Text.Json;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Catalogs;

namespace Warewulf.Silo.Storage;

/// <summary>The stored form of changes and checkpoints, the same in both databases.</summary>
internal static class CatalogCodec
{
    /// <summary>Writes a change.</summary>
    public static byte[] Write(CatalogChange change) => JsonSerializer.SerializeToUtf8Bytes(change, ApiJsonContext.Default.CatalogChange);

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

            revisions.Add(new CatalogRevision(revision, Read(revision, content)));
        }

        return revisions;
    }

    /// <summary>Compresses a checkpoint.</summary>
    public static byte[] Compress(ReadOnlyMemory<byte> content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(content.Span);
        }

        return compressed.ToArray();
    }

    /// <summary>Expands a checkpoint.</summary>
    /// <exception cref="WarewulfException">It is damaged.</exception>
    public static CatalogCheckpoint Expand(long revision, byte[] content)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
            using var expanded = new MemoryStream();
            gzip.CopyTo(expanded);
            return new CatalogCheckpoint(revision, expanded.ToArray());
        }
        catch (InvalidDataException e)
        {
            throw Damaged(revision, e);
        }
    }

    private static CatalogChange Read(long revision, byte[] content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, ApiJsonContext.Default.CatalogChange) ?? throw new JsonException("The change is null.");
        }
        catch (JsonException e)
        {
            throw Damaged(revision, e);
        }
    }

    private static WarewulfException Damaged(long revision, Exception? cause) => new(
        ApiErrorCode.Internal, $"Revision {revision} of the catalog is missing or damaged in the database. Restore the database from a backup.", cause);
}
