using System.Buffers.Binary;

namespace Warewulf.Core.Archives;

/// <summary>What stands before and behind the deflate blocks of one gzip member (RFC 1952), the same whoever writes it and when.</summary>
public static class GzipFrame
{
    /// <summary>The length of what follows the last block with content.</summary>
    public const int EndLength = 10;

    /// <summary>Magic, deflate, no flags, no time, no hint, Unix.</summary>
    public static ReadOnlySpan<byte> Header => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];

    /// <summary>The final block, which holds nothing.</summary>
    public static ReadOnlySpan<byte> LastBlock => [3, 0];

    /// <summary>The final block and the trailer.</summary>
    /// <param name="checksum">The CRC-32 of the content.</param>
    /// <param name="length">The length of the content in bytes.</param>
    public static byte[] End(uint checksum, long length)
    {
        var end = new byte[EndLength];
        LastBlock.CopyTo(end);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(2), checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(6), unchecked((uint)length));
        return end;
    }
}
