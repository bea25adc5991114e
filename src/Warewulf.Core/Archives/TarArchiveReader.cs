using Warewulf.Core.Api;

namespace Warewulf.Core.Archives;

/// <summary>
/// Reads a tar archive front to back: ustar, GNU long names and binary numbers, PAX paths, sizes, owners, times and extended attributes.
/// Names are bytes. Damage is a <see cref="WarewulfException"/> with code Invalid that says where; so are multi-volume members.
/// Names are handed out as they are: whoever unpacks has to judge them.
/// </summary>
public sealed class TarArchiveReader
{
    private const string AttributePrefix = "SCHILY.xattr.";

    /// <summary>Far above any real list of attributes; stops a forged header from asking for gigabytes.</summary>
    private const int MaxExtensionLength = 4 * 1024 * 1024;

    private readonly ArchiveInput _input;
    private readonly Dictionary<string, byte[]> _global = [];
    private long _contentLeft;
    private int _padding;
    private string _current = "the first header";
    private bool _ended;

    /// <summary>Creates a reader of an uncompressed archive; <paramref name="input"/> stays open.</summary>
    public TarArchiveReader(Stream input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = new ArchiveInput(input, "tar");
    }

    /// <summary>The bytes of the archive read so far.</summary>
    public long Position => _input.Position;

    /// <summary>Moves to the next member, past any content not read yet; null at the two zero blocks that end the archive.</summary>
    /// <exception cref="WarewulfException">Invalid: the archive is damaged, cut short or uses an unsupported feature.</exception>
    public TarEntry? ReadEntry()
    {
        Dictionary<string, byte[]>? records = null;
        BytePath? longName = null;
        BytePath? longLink = null;
        while (!_ended)
        {
            var header = ReadHeader();
            if (header is null)
            {
                _ended = true;
                break;
            }

            switch (header.Type)
            {
                case (byte)'x':
                    records ??= new Dictionary<string, byte[]>(_global);
                    PaxRecords.Parse(ReadExtension(header), records, Position);
                    break;
                case (byte)'g':
                    PaxRecords.Parse(ReadExtension(header), _global, Position);
                    break;
                case (byte)'L':
                    longName = ReadLongName(header);
                    break;
                case (byte)'K':
                    longLink = ReadLongName(header);
                    break;
                case (byte)'V':
                    _input.Skip(Padded(header.Size), "a volume label");
                    break;
                default:
                    return Begin(header, records ?? _global, longName, longLink);
            }
        }

        return null;
    }

    /// <summary>Reads content of the present member; 0 when all of it has been read.</summary>
    public int ReadContent(Span<byte> buffer)
    {
        if (_contentLeft == 0 || buffer.IsEmpty)
        {
            return 0;
        }

        var count = _input.ReadSome(buffer[..(int)Math.Min(buffer.Length, _contentLeft)], _current);
        _contentLeft -= count;
        return count;
    }

    /// <summary>Reads the padding behind the archive, so that a damaged end of a compressed file is noticed.</summary>
    public void ReadToEnd(CancellationToken cancellationToken) => _input.Drain(cancellationToken);

    private static long Padded(long size) => (size + TarHeader.BlockSize - 1) & ~(TarHeader.BlockSize - 1L);

    private TarHeader? ReadHeader()
    {
        _input.Skip(_contentLeft + _padding, _current);
        _contentLeft = 0;
        _padding = 0;

        Span<byte> block = stackalloc byte[TarHeader.BlockSize];
        var start = Position;
        _input.ReadExactly(block, "a member header (its end mark is missing)");
        if (!block.ContainsAnyExcept((byte)0))
        {
            _input.ReadExactly(block, "its end mark");
            return block.ContainsAnyExcept((byte)0)
                ? throw new WarewulfException(
                    ApiErrorCode.Invalid,
                    $"The tar archive is damaged at byte {start}: an empty block stands where a member header belongs. Copy or make it again.")
                : null;
        }

        var header = TarHeader.Parse(block, start);
        return header.Size < 0 || header.Size > long.MaxValue - (2 * TarHeader.BlockSize)
            ? throw Refuse(header.Name, $"claims {header.Size} bytes of content. The archive is damaged: copy or make it again")
            : header;
    }

    private byte[] ReadExtension(TarHeader header)
    {
        if (header.Size > MaxExtensionLength)
        {
            throw Refuse(header.Name, $"is an extended header of {header.Size} bytes. The archive is damaged: copy or make it again");
        }

        var data = new byte[header.Size];
        _input.ReadExactly(data, "an extended header");
        _input.Skip(Padded(header.Size) - header.Size, "an extended header");
        return data;
    }

    private BytePath ReadLongName(TarHeader header)
    {
        var data = ReadExtension(header);
        var end = Array.IndexOf(data, (byte)0);
        return new BytePath(end < 0 ? data : data.AsSpan(0, end));
    }

    private TarEntry Begin(TarHeader header, Dictionary<string, byte[]> records, BytePath? longName, BytePath? longLink)
    {
        var name = TarSparse.Name(records) ?? (records.TryGetValue("path", out var path) ? new BytePath(path) : longName ?? header.Name);
        var link = records.TryGetValue("linkpath", out var target) ? new BytePath(target) : longLink ?? header.LinkName;
        var type = TypeOf(header, name);
        var isHardLink = header.Type == (byte)'1';
        var hasContent = type == UnixMode.Regular && !isHardLink;
        var stored = hasContent ? PaxRecords.Number(records, "size", Position) ?? header.Size : 0;
        if (stored < 0 || stored > long.MaxValue - (2 * TarHeader.BlockSize))
        {
            throw Refuse(name, $"claims {stored} bytes of content. The archive is damaged: copy or make it again");
        }

        var padding = (int)(Padded(stored) - stored);
        var length = hasContent ? TarSparse.Length(header, records, Position) : null;
        var runs = length is null ? null
            : TarSparse.Runs(header, records, _input, ref stored)
                ?? throw Refuse(name, "is a sparse file whose map makes no sense. The archive is damaged: copy or make it again");
        if (runs is [.., var last] && last.Offset + last.Length > length)
        {
            throw Refuse(name, "is a sparse file with data behind its end. The archive is damaged: copy or make it again");
        }

        var time = PaxRecords.Time(records, "mtime", Position);
        var entry = new TarEntry
        {
            Name = name,
            Mode = type | header.Permissions,
            IsHardLink = isHardLink,
            LinkTarget = isHardLink || type == UnixMode.SymbolicLink ? link : default,
            Uid = Id(PaxRecords.Number(records, "uid", Position) ?? header.Uid, name),
            Gid = Id(PaxRecords.Number(records, "gid", Position) ?? header.Gid, name),
            Size = length ?? stored,
            Runs = runs,
            ModifiedSeconds = time?.Seconds ?? header.Modified,
            ModifiedNanoseconds = time?.Nanoseconds ?? 0,
            DeviceMajor = UnixMode.IsDevice(type) ? Id(header.DeviceMajor, name) : 0,
            DeviceMinor = UnixMode.IsDevice(type) ? Id(header.DeviceMinor, name) : 0,
            ExtendedAttributes = records.Count == 0 ? TarEntry.NoAttributes : records
                .Where(record => record.Key.StartsWith(AttributePrefix, StringComparison.Ordinal))
                .ToDictionary(record => record.Key[AttributePrefix.Length..], record => (ReadOnlyMemory<byte>)record.Value),
        };
        _contentLeft = stored;
        _padding = padding;
        _current = $"'{name}'";
        return entry;
    }

    private static uint TypeOf(TarHeader header, BytePath name) => (char)header.Type switch
    {
        // Before ustar a directory was a file whose name ends with a slash.
        '0' or '\0' when !name.IsEmpty && name.Bytes[^1] == '/' => UnixMode.Directory,
        '0' or '\0' or '7' or '1' or 'S' => UnixMode.Regular,
        '2' => UnixMode.SymbolicLink,
        '3' => UnixMode.CharacterDevice,
        '4' => UnixMode.BlockDevice,
        '5' => UnixMode.Directory,
        '6' => UnixMode.Fifo,
        'M' => throw Refuse(name, "continues from another volume, which is not supported. Make one archive of one volume"),
        _ => throw Refuse(name, $"has the unknown type 0x{header.Type:x2}. Make the archive again with 'tar --format=pax'"),
    };

    private static uint Id(long value, BytePath name) =>
        value is >= 0 and <= uint.MaxValue
            ? (uint)value
            : throw Refuse(name, $"has the owner, group or device number {value}, which no system has. The archive is damaged: copy or make it again");

    private static WarewulfException Refuse(BytePath name, string why) =>
        new(ApiErrorCode.Invalid, $"The tar member '{name}' {why}.");
}
