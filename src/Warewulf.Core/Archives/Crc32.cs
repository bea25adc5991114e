using System.Buffers.Binary;

namespace Warewulf.Core.Archives;

/// <summary>The CRC-32 of gzip (RFC 1952 section 8), eight bytes at a time.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Lanes = 8;

    private static readonly uint[] Tables = MakeTables();

    /// <summary>Continues a checksum that starts at 0.</summary>
    internal static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        var tables = Tables;
        crc = ~crc;
        while (bytes.Length >= Lanes)
        {
            var low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = tables[(7 * 256) + (int)(low & 0xff)] ^ tables[(6 * 256) + (int)((low >> 8) & 0xff)]
                ^ tables[(5 * 256) + (int)((low >> 16) & 0xff)] ^ tables[(4 * 256) + (int)(low >> 24)]
                ^ tables[(3 * 256) + (int)(high & 0xff)] ^ tables[(2 * 256) + (int)((high >> 8) & 0xff)]
                ^ tables[256 + (int)((high >> 16) & 0xff)] ^ tables[(int)(high >> 24)];
            bytes = bytes[Lanes..];
        }

        foreach (var value in bytes)
        {
            crc = (crc >> 8) ^ tables[(int)((crc ^ value) & 0xff)];
        }

        return ~crc;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[Lanes * 256];
        for (var i = 0; i < 256; i++)
        {
            var crc = (uint)i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
            }

            tables[i] = crc;
        }

        for (var i = 256; i < tables.Length; i++)
        {
            var before = tables[i - 256];
            tables[i] = (before >> 8) ^ tables[(int)(before & 0xff)];
        }

        return tables;
    }
}
