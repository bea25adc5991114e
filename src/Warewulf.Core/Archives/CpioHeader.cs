using System.Globalization;
using System.Text;

using Warewulf.Core.Api;

namespace Warewulf.Core.Archives;

/// <summary>The 110 bytes in front of every member of a newc archive: a magic and thirteen numbers of eight hexadecimal digits.</summary>
internal static class CpioHeader
{
    internal const int Length = 110;

    private const int DigitsPerField = 8;

    private const int FieldCount = 13;

    internal static ReadOnlySpan<byte> Magic => "070701"u8;

    internal static ReadOnlySpan<byte> Trailer => "TRAILER!!!"u8;

    /// <summary>The largest content of one member in bytes: 4 GiB less one.</summary>
    internal const long MaxFileSize = uint.MaxValue;

    /// <summary>The length of a header with the name behind it, filled up so that content can follow.</summary>
    internal static int LengthWith(BytePath name) => Length + name.Length + 1 + PaddingAfter(Length + name.Length + 1);

    /// <summary>Refuses what the format cannot hold, or no reader would take.</summary>
    /// <exception cref="WarewulfException">Invalid: the name or the size.</exception>
    internal static void Check(BytePath name, long size)
    {
        var problem = name switch
        {
            { IsEmpty: true } => "an empty name",
            { Length: > BytePath.MaxLength } => $"a path of {name.Length} bytes (the limit is {BytePath.MaxLength})",
            _ when name.Bytes[0] == '/' => "an absolute path",
            _ when name.Bytes.Contains((byte)0) => "a NUL in its name",
            _ when name.HasParentReference() => "a '..' in its path",
            _ when name.Bytes.SequenceEqual(Trailer) => "the name that marks the end of an archive",
            _ => null,
        };
        if (problem is not null)
        {
            throw new WarewulfException(
                ApiErrorCode.Invalid,
                $"File '{name}' cannot be put into a cpio archive: it has {problem}. Rename it or exclude it from the image.");
        }

        if (size is < 0 or > MaxFileSize)
        {
            throw new WarewulfException(
                ApiErrorCode.Invalid,
                $"File '{name}' has {size} bytes and a cpio archive holds at most {MaxFileSize} (4 GiB - 1) per file. "
                + "Exclude it from the image or make it smaller.");
        }
    }

    /// <summary>Bytes that follow <paramref name="length"/> bytes so that the next part starts at a multiple of four.</summary>
    internal static int PaddingAfter(long length) => (int)(-length & 3);

    internal static void Format(CpioEntry entry, Span<byte> header)
    {
        Magic.CopyTo(header);
        ReadOnlySpan<uint> fields =
        [
            entry.Inode, entry.Mode, entry.Uid, entry.Gid, entry.Links, entry.ModifiedSeconds, (uint)entry.Size,
            0, 0, entry.DeviceMajor, entry.DeviceMinor, (uint)entry.Name.Length + 1, 0,
        ];
        for (var i = 0; i < FieldCount; i++)
        {
            var place = header.Slice(Magic.Length + (i * DigitsPerField), DigitsPerField);
            fields[i].TryFormat(place, out _, "X8", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Writes a header and the name behind it into <see cref="LengthWith"/> bytes.</summary>
    internal static void FormatWithName(CpioEntry entry, Span<byte> to)
    {
        Format(entry, to);
        entry.Name.Bytes.CopyTo(to[Length..]);
        to[(Length + entry.Name.Length)..].Clear();
    }

    /// <summary>Decodes a header; the name is not part of it and comes back empty.</summary>
    internal static CpioEntry Parse(ReadOnlySpan<byte> header, long position, out uint nameLength)
    {
        if (!header.StartsWith(Magic))
        {
            throw new WarewulfException(
                ApiErrorCode.Invalid,
                $"The cpio archive has no member header at byte {position} (found '{Show(header[..Magic.Length])}', expected '070701'): "
                + "it is damaged or not in the newc format. Make it again with 'cpio -H newc'.");
        }

        Span<uint> fields = stackalloc uint[FieldCount];
        for (var i = 0; i < FieldCount; i++)
        {
            var digits = header.Slice(Magic.Length + (i * DigitsPerField), DigitsPerField);
            if (!TryParseHex(digits, out fields[i]))
            {
                throw new WarewulfException(
                    ApiErrorCode.Invalid,
                    $"The cpio member header at byte {position} holds '{Show(digits)}' where a hexadecimal number belongs: "
                    + "the archive is damaged. Copy or build it again.");
            }
        }

        nameLength = fields[11];
        return new CpioEntry
        {
            Name = default,
            Inode = fields[0],
            Mode = fields[1],
            Uid = fields[2],
            Gid = fields[3],
            Links = fields[4],
            ModifiedSeconds = fields[5],
            Size = fields[6],
            DeviceMajor = fields[9],
            DeviceMinor = fields[10],
        };
    }

    private static bool TryParseHex(ReadOnlySpan<byte> digits, out uint value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }

            value = (value << 4) | (uint)(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return true;
    }

    private static string Show(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var value in bytes)
        {
            text.Append(value is >= 0x20 and < 0x7f ? (char)value : '?');
        }

        return text.ToString();
    }
}
