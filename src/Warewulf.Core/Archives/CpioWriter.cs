namespace Warewulf.Core.Archives;

/// <summary>
/// Writes a newc (070701) archive that the Linux kernel, GNU cpio and busybox read. Members are numbered from 1 in the order they are
/// written; the names of a hard-linked regular file share one number, and its content belongs to the last name. The same members give
/// the same bytes. An instance serves one archive; after an error the archive is unusable.
/// </summary>
public sealed class CpioWriter
{
    /// <summary>The largest content of one member in bytes: 4 GiB less one.</summary>
    public const long MaxFileSize = CpioHeader.MaxFileSize;

    private const int BlockSize = 512;

    private readonly Stream _output;
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly Dictionary<uint, uint> _linkNumbers = [];
    private int _buffered;
    private uint _lastNumber;
    private long _contentMissing;
    private int _padding;
    private bool _completed;

    /// <summary>Creates a writer; <paramref name="output"/> stays open.</summary>
    public CpioWriter(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
    }

    /// <summary>The length of the archive so far, in bytes.</summary>
    public long Length { get; private set; }

    /// <summary>The number of members so far, the trailer not counted.</summary>
    public long Entries { get; private set; }

    /// <summary>Writes a member with its whole content; the size of <paramref name="entry"/> is taken from the content.</summary>
    /// <exception cref="WarewulfException">As <see cref="BeginEntry"/>.</exception>
    public void Write(CpioEntry entry, ReadOnlySpan<byte> content)
    {
        ArgumentNullException.ThrowIfNull(entry);
        BeginEntry(entry with { Size = content.Length });
        WriteContent(content);
    }

    /// <summary>Starts a member; exactly <see cref="CpioEntry.Size"/> bytes of content must follow before the next one.</summary>
    /// <exception cref="WarewulfException">Invalid: the name or size cannot be held by the format.</exception>
    public void BeginEntry(CpioEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ObjectDisposedException.ThrowIf(_completed, this);
        FinishEntry();
        CpioHeader.Check(entry.Name, entry.Size);
        Emit(entry with { Inode = NumberOf(entry) });
        Entries++;
    }

    /// <summary>Adds content to the member that was started last.</summary>
    public void WriteContent(ReadOnlySpan<byte> content)
    {
        if (content.Length > _contentMissing)
        {
            throw new InvalidOperationException("More content than the size of the member.");
        }

        Put(content);
        _contentMissing -= content.Length;
    }

    /// <summary>Writes the trailer, fills the archive to a multiple of 512 bytes and hands everything to the output.</summary>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_completed, this);
        FinishEntry();
        Emit(new CpioEntry { Name = new BytePath(CpioHeader.Trailer), Mode = 0 });
        FinishEntry();
        PutZeros((int)(-Length & (BlockSize - 1)));
        _output.Write(_buffer.AsSpan(0, _buffered));
        _buffered = 0;
        _output.Flush();
        _completed = true;
    }

    private uint NumberOf(CpioEntry entry)
    {
        // Only regular files: the kernel and busybox each treat linked devices and symbolic links in their own way.
        if (entry.Links < 2 || !UnixMode.Is(entry.Mode, UnixMode.Regular))
        {
            return ++_lastNumber;
        }

        if (!_linkNumbers.TryGetValue(entry.Inode, out var number))
        {
            number = ++_lastNumber;
            _linkNumbers.Add(entry.Inode, number);
        }

        return number;
    }

    private void Emit(CpioEntry entry)
    {
        Span<byte> header = stackalloc byte[CpioHeader.Length];
        CpioHeader.Format(entry, header);
        Put(header);
        Put(entry.Name.Bytes);
        PutZeros(1 + CpioHeader.PaddingAfter(CpioHeader.Length + entry.Name.Length + 1));
        _contentMissing = entry.Size;
        _padding = CpioHeader.PaddingAfter(entry.Size);
    }

    private void FinishEntry()
    {
        if (_contentMissing != 0)
        {
            throw new InvalidOperationException($"The member before lacks {_contentMissing} bytes of content.");
        }

        PutZeros(_padding);
        _padding = 0;
    }

    private void PutZeros(int count)
    {
        Span<byte> zeros = stackalloc byte[BlockSize];
        zeros.Clear();
        Put(zeros[..count]);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        if (bytes.Length > _buffer.Length - _buffered)
        {
            _output.Write(_buffer.AsSpan(0, _buffered));
            _buffered = 0;
            if (bytes.Length >= _buffer.Length)
            {
                _output.Write(bytes);
                return;
            }
        }

        bytes.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += bytes.Length;
    }
}
