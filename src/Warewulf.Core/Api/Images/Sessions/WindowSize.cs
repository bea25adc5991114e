using System.Buffers.Binary;

namespace Warewulf.Core.Api.Images.Sessions;

/// <summary>The size of a terminal in characters; 0 is unknown.</summary>
/// <param name="Rows">Lines.</param>
/// <param name="Columns">Characters in a line.</param>
public sealed record WindowSize(ushort Rows, ushort Columns)
{
    /// <summary>Reads the size from a frame.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static WindowSize Decode(ReadOnlyMemory<byte> payload) => payload.Length == 4
        ? new WindowSize(BinaryPrimitives.ReadUInt16BigEndian(payload.Span), BinaryPrimitives.ReadUInt16BigEndian(payload.Span[2..]))
        : throw new InvalidDataException($"A window size of {payload.Length} bytes is none.");

    /// <summary>The size as a frame holds it.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, Rows);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), Columns);
        return bytes;
    }
}
