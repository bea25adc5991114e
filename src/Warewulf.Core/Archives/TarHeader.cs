using Warewulf.Core.Api;

namespace Warewulf.Core.Archives;

/// <summary>A 512-byte tar header block, decoded (POSIX.1-1988 ustar, with the GNU dialect's magic and binary numbers).</summary>
internal sealed record TarHeader
{
    internal const int BlockSize = 512;

    private const int ChecksumOffset = 148;
    private const int ChecksumLength = 8;

    internal required BytePath Name { get; init; }

    internal required BytePath LinkName { get; init; }

    internal required byte Type { get; init; }

    internal required uint Permissions { get; init; }

    internal required long Uid { get; init; }

    internal required long Gid { get; init; }

    internal required long Size { get; init; }

    internal required long Modified { get; init; }

    internal required long DeviceMajor { get; init; }

    internal required long DeviceMinor { get; init; }

    /// <summary>The length of a sparse file with its holes; of type 'S' only.</summary>
    internal long RealSize { get; init; }

    /// <summary>The first four runs of a sparse file; of type 'S' only.</summary>
    internal ReadOnlyMemory<byte> SparseMap { get; init; }

    /// <summary>Whether blocks with more runs follow the header; of type 'S' only.</summary>
    internal bool HasMoreMap { get; init; }

    internal static TarHeader Parse(ReadOnlySpan<byte> block, long position)
    {
        CheckSum(block, position);
        var name = Text(block[..100]);
        var isPosix = block.Slice(257, 6).SequenceEqual("ustar\0"u8);
        var prefix = isPosix ? Text(block.Slice(345, 155)) : default;
        var isSparse = block[156] == (byte)'S';
        var hasDevices = block.Slice(257, 5).SequenceEqual("ustar"u8);
        return new TarHeader
        {
            Name = prefix.IsEmpty ? new BytePath(name) : new BytePath(prefix).Child(name),
            LinkName = new BytePath(Text(block.Slice(157, 100))),
            Type = block[156],
            Permissions = (uint)Number(block.Slice(100, 8), "mode", position) & UnixMode.PermissionMask,
            Uid = Number(block.Slice(108, 8), "owner", position),
            Gid = Number(block.Slice(116, 8), "group", position),
            Size = Number(block.Slice(124, 12), "size", position),
            Modified = Number(block.Slice(136, 12), "time", position),
            DeviceMajor = hasDevices ? Number(block.Slice(329, 8), "device number", position) : 0,
            DeviceMinor = hasDevices ? Number(block.Slice(337, 8), "device number", position) : 0,
            RealSize = isSparse ? Number(block.Slice(483, 12), "size", position) : 0,
            SparseMap = isSparse ? block.Slice(386, 96).ToArray() : default,
            HasMoreMap = isSparse && block[482] != 0,
        };
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }

    private static void CheckSum(ReadOnlySpan<byte> block, long position)
    {
        long unsigned = 0;
        long signed = 0;
        for (var i = 0; i < BlockSize; i++)
        {
            // The checksum counts itself as blanks; some old programs summed signed characters.
            var value = i is >= ChecksumOffset and < ChecksumOffset + ChecksumLength ? (byte)' ' : block[i];
            unsigned += value;
            signed += (sbyte)value;
        }

        var stored = Number(block.Slice(ChecksumOffset, ChecksumLength), "checksum", position);
        if (stored != unsigned && stored != signed)
        {
            throw Damaged(position, $"its checksum is {stored} and should be {unsigned}");
        }
    }

    internal static long Number(ReadOnlySpan<byte> field, string what, long position)
    {
        if ((field[0] & 0x80) != 0)
        {
            return BinaryNumber(field, what, position);
        }

        var digits = field.Trim("\0 "u8);
        long value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                // What follows a terminator is not part of the number.
                if (digit is 0 or (byte)' ')
                {
                    break;
                }

                throw Damaged(position, $"its {what} is not a number");
            }

            value = (value << 3) | (uint)(digit - '0');
        }

        return value;
    }

    /// <summary>The GNU dialect's two's complement, big endian, with the top bit set as the mark.</summary>
    private static long BinaryNumber(ReadOnlySpan<byte> field, string what, long position)
    {
        var negative = (field[0] & 0x40) != 0;
        Int128 value = negative ? -1 : 0;
        for (var i = 0; i < field.Length; i++)
        {
            var part = i > 0 ? field[i] : negative ? field[0] : field[0] & 0x7f;
            value = (value << 8) | part;
        }

        return value >= long.MinValue && value <= long.MaxValue ? (long)value : throw Damaged(position, $"its {what} is absurd");
    }

    private static WarewulfException Damaged(long position, string why) =>
        new(ApiErrorCode.Invalid, $"The tar archive is damaged at byte {position}: there is no valid header ({why}). Copy or make it again.");
}
