using Warewulf.Core.Api;

namespace Warewulf.Core.Archives;

/// <summary>
/// Reads a newc (070701) archive front to back without seeking. Damage of any kind is a <see cref="WarewulfException"/> with code
/// Invalid that says where; names with <c>..</c> and absolute names are refused.
/// </summary>
public sealed class CpioReader
{
    private readonly ArchiveInput _input;
    private long _contentLeft;
    private int _padding;
    private string _current = "the first header";
    private bool _ended;

    /// <summary>Creates a reader; <paramref name="input"/> stays open.</summary>
    public CpioReader(Stream input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _input = new ArchiveInput(input, "cpio");
    }

    /// <summary>The bytes of the archive read so far.</summary>
    public long Position => _input.Position;

    /// <summary>Moves to the next member, past any content not read yet; null at the trailer.</summary>
    /// <exception cref="WarewulfException">Invalid: the archive is damaged, cut short or holds an unsafe name.</exception>
    public CpioEntry? ReadEntry()
    {
        if (_ended)
        {
            return null;
        }

        _input.Skip(_contentLeft + _padding, _current);
        _contentLeft = 0;
        _padding = 0;

        Span<byte> header = stackalloc byte[CpioHeader.Length];
        var start = _input.Position;
        _input.ReadExactly(header, "a member header");
        var entry = CpioHeader.Parse(header, start, out var nameLength);
        entry = entry with { Name = ReadName(nameLength, start) };
        if (entry.Name.Bytes.SequenceEqual(CpioHeader.Trailer))
        {
            _ended = true;
            return null;
        }

        Check(entry, start);
        _contentLeft = entry.Size;
        _padding = CpioHeader.PaddingAfter(entry.Size);
        _current = $"'{entry.Name}'";
        return entry;
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

    private static void Check(CpioEntry entry, long start)
    {
        var problem = entry switch
        {
            { Name.IsEmpty: true } => "an empty name",
            _ when entry.Name.Bytes[0] == '/' => "an absolute path",
            _ when entry.Name.Bytes.Contains((byte)0) => "a NUL inside its name",
            _ when entry.Name.HasParentReference() => "a '..' in its path",
            _ when UnixMode.Is(entry.Mode, UnixMode.SymbolicLink) && entry.Size > BytePath.MaxLength => $"a link target of {entry.Size} bytes",
            _ => null,
        };
        if (problem is not null)
        {
            throw new WarewulfException(
                ApiErrorCode.Invalid,
                $"The cpio member '{entry.Name}' at byte {start} has {problem}: it is refused. Make the archive again without it.");
        }
    }

    private BytePath ReadName(uint nameLength, long start)
    {
        if (nameLength is 0 or > BytePath.MaxLength + 1)
        {
            throw new WarewulfException(
                ApiErrorCode.Invalid,
                $"The cpio member at byte {start} claims a name of {nameLength} bytes, which is outside 1 to {BytePath.MaxLength + 1}: "
                + "the archive is damaged. Copy or make it again.");
        }

        var name = new byte[nameLength + CpioHeader.PaddingAfter(CpioHeader.Length + nameLength)];
        _input.ReadExactly(name, "a member name");
        if (name[nameLength - 1] != 0)
        {
            throw new WarewulfException(
                ApiErrorCode.Invalid,
                $"The name of the cpio member at byte {start} does not end where its header says: the archive is damaged. Copy or make it again.");
        }

        return new BytePath(name.AsSpan(0, (int)nameLength - 1));
    }
}
