using System.Buffers.Binary;
using System.Text;
using Warewulf.Core;
using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Silo.Overlays;

namespace Warewulf.Silo.Heads;

/// <summary>
/// The form in which heads send each other overlays: one byte that says what it is, four bytes of length, most significant first, and so many bytes.
/// Whatever is not of this form is refused, and nothing is longer than it may be.
/// </summary>
internal static class ShareFrames
{
    /// <summary>The longest content of a frame, in bytes.</summary>
    public const int Longest = 32 * 1024 * 1024;

    private const int HeaderLength = 5;
    private const int LongestName = 4096;

    /// <summary>Writes a frame.</summary>
    public static async Task WriteAsync(Stream stream, ShareFrameKind kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderLength];
        header[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(1), content.Length);
        await stream.WriteAsync(header, cancellationToken);
        await stream.WriteAsync(content, cancellationToken);
    }

    /// <summary>Reads a frame.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    /// <exception cref="EndOfStreamException">The stream ends.</exception>
    public static async Task<(ShareFrameKind Kind, byte[] Content)> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderLength];
        await stream.ReadExactlyAsync(header, cancellationToken);
        var (kind, length) = ((ShareFrameKind)header[0], BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(1)));
        if (kind is < ShareFrameKind.Shared or > ShareFrameKind.Done || length > Longest)
        {
            throw new InvalidDataException($"There is no frame of kind {header[0]} with {length} bytes.");
        }

        var content = new byte[length];
        await stream.ReadExactlyAsync(content, cancellationToken);
        return (kind, content);
    }

    /// <summary>The content of a frame that holds what is one node's own.</summary>
    /// <param name="item">Which archive.</param>
    /// <param name="record">What is kept of its build.</param>
    /// <param name="segments">What is its own, packed; empty where it is not sent.</param>
    public static byte[] Archive(OverlayItem item, byte[] record, IReadOnlyList<byte[]> segments)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        var name = Encoding.UTF8.GetBytes(item.Node.ToString());
        writer.Write((byte)item.Kind);
        writer.Write(name.Length);
        writer.Write(name);
        writer.Write(record.Length);
        writer.Write(record);
        foreach (var segment in segments)
        {
            writer.Write(segment);
        }

        return bytes.ToArray();
    }

    /// <summary>Reads the content of such a frame. Its segments are what the record says of them.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static (OverlayItem Item, ArrivedOverlays Overlays) ReadArchive(byte[] content)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(content, writable: false));
            var kind = (OverlayKind)reader.ReadByte();
            var name = NodeName.Parse(Encoding.UTF8.GetString(Bytes(reader, reader.ReadInt32(), LongestName)));
            var record = OverlayRecord.Read(Bytes(reader, reader.ReadInt32(), Longest)) ?? throw new InvalidDataException("A record is damaged, or of another release.");
            var segments = new List<(RecipeSegment Segment, byte[] Blocks)>();
            while (segments.Count < record.Own.Segments.Count && reader.BaseStream.Position < reader.BaseStream.Length)
            {
                var segment = record.Own.Segments[segments.Count];
                segments.Add((segment, Checked(segment, Bytes(reader, segment.Length, Longest))));
            }

            return OverlayKinds.All.Contains(kind) && reader.BaseStream.Position == reader.BaseStream.Length
                ? (new OverlayItem(name, kind), new ArrivedOverlays(record, segments))
                : throw new InvalidDataException("An archive of overlays is not what it should be.");
        }
        catch (Exception e) when (e is EndOfStreamException or WarewulfException)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private static byte[] Bytes(BinaryReader reader, int length, int most)
    {
        if (length < 0 || length > most || length > reader.BaseStream.Length - reader.BaseStream.Position)
        {
            throw new InvalidDataException($"A length of {length} bytes is impossible.");
        }

        return reader.ReadBytes(length);
    }

    private static byte[] Checked(RecipeSegment segment, byte[] blocks)
    {
        if (ArtifactDigest.Of(blocks) != segment.Digest)
        {
            throw new InvalidDataException($"Segment {segment.Digest} is damaged.");
        }

        SegmentUnpacker.Unpack(segment, [.. blocks, .. GzipFrame.LastBlock], new byte[segment.PlainLength]);
        return blocks;
    }
}
