using System.Buffers.Binary;
using Warewulf.Core.Catalogs;

namespace Warewulf.Silo.Storage;

/// <summary>
/// The stored form of a whole catalog: the changes that make it of an empty one, each with its length before it, after their number. There are
/// many small ones so that all processors read at once.
/// </summary>
internal static class CheckpointCodec
{
    private const int OperationsPerPart = 250;

    /// <summary>Writes a catalog.</summary>
    public static byte[] Write(Catalog catalog)
    {
        var parts = catalog.Operations.Chunk(OperationsPerPart)
            .Select(operations => CatalogCodec.Write(new CatalogChange("", catalog.CommittedAt, operations))).ToList();
        var content = new byte[sizeof(int) + parts.Sum(part => sizeof(int) + part.Length)];
        var rest = content.AsSpan();
        WriteNumber(ref rest, parts.Count);
        foreach (var part in parts)
        {
            WriteNumber(ref rest, part.Length);
            part.CopyTo(rest);
            rest = rest[part.Length..];
        }

        return content;
    }

    /// <summary>Reads a catalog.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static Catalog Read(CatalogCheckpoint checkpoint)
    {
        var places = Places(checkpoint.Content);
        var parts = new CatalogChange[places.Count];
        try
        {
            Parallel.For(0, parts.Length, i => parts[i] = CatalogCodec.Read(checkpoint.Content.AsSpan(places[i])));
        }
        catch (AggregateException e) when (e.InnerException is InvalidDataException inner)
        {
            throw new InvalidDataException(inner.Message, e);
        }

        return Catalog.Restore(checkpoint.Revision, parts[0].At, [.. parts.SelectMany(part => part.Operations)]);
    }

    private static List<Range> Places(ReadOnlySpan<byte> content)
    {
        var places = new List<Range>();
        var at = 0;
        var count = ReadNumber(content, ref at);
        while (places.Count < count)
        {
            var length = ReadNumber(content, ref at);
            if (length < 0 || length > content.Length - at)
            {
                throw new InvalidDataException("A part ends too early.");
            }

            places.Add(at..(at + length));
            at += length;
        }

        return places.Count > 0 && at == content.Length ? places : throw new InvalidDataException("The number of parts is wrong.");
    }

    private static void WriteNumber(ref Span<byte> rest, int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(rest, number);
        rest = rest[sizeof(int)..];
    }

    private static int ReadNumber(ReadOnlySpan<byte> content, ref int at) =>
        BinaryPrimitives.TryReadInt32LittleEndian(content[at..], out var number) && (at += sizeof(int)) > 0
            ? number
            : throw new InvalidDataException("The content ends too early.");
}
