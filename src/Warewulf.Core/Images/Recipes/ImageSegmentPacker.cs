using Microsoft.Win32.SafeHandles;

using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;
using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Images.Recipes;

/// <summary>Reads members of a tree and makes segments of them, one at a time. Several may work on one tree, each in its own thread.</summary>
internal sealed class ImageSegmentPacker(
    string directory, SafeFileHandle root, IReadOnlyList<ImageMember> members, ISegmentStore store, ImageTreeMeter meter, int level) : IDisposable
{
    // A read that the meter, and so a cancelled build, notices.
    private const int ReadLength = 1024 * 1024;

    private readonly DirectoryCursor _cursor = new(root);
    private readonly SegmentCompressor _compressor = new(level);
    private readonly List<ImageIndexMember> _packed = [];
    private readonly List<AttributeNote> _notes = [];
    private byte[] _plain = new byte[512 * 1024];
    private int _length;
    private uint _checksum;

    /// <inheritdoc/>
    public void Dispose()
    {
        _compressor.Dispose();
        _cursor.Dispose();
    }

    internal PackedSegment Pack(SegmentCut cut)
    {
        Begin();
        for (var i = cut.First; i < cut.First + cut.Count; i++)
        {
            Add(members[i], cut.From, cut.To ?? members[i].ContentLength);
        }

        return End();
    }

    /// <summary>Makes the last segment: the mark of the end, filled up to whole blocks as tapes had them.</summary>
    /// <param name="length">The length of the archive so far.</param>
    internal PackedSegment PackTrailer(long length)
    {
        const int BlockLength = 512;
        Begin();
        AddHeader(new CpioEntry { Name = new BytePath(CpioHeader.Trailer), Mode = 0 });
        AddZeros((int)(-(length + _length) & (BlockLength - 1)));
        return End();
    }

    private void Begin()
    {
        _packed.Clear();
        _notes.Clear();
        (_length, _checksum) = (0, 0);
    }

    private PackedSegment End()
    {
        var segment = _compressor.Compress(_plain.AsSpan(0, _length), _checksum);
        store.Put(segment, _compressor.Blocks);
        return new PackedSegment(segment, [.. _packed], [.. _notes]);
    }

    private void Add(ImageMember member, long from, long to)
    {
        var parent = _cursor.Open(member.Path.Parent);
        if (from == 0)
        {
            NoteAttributes(parent, member);
            meter.Add(0, 1);
        }

        if (member.Status.IsSymbolicLink)
        {
            var target = PosixFile.ReadSymbolicLink(parent, member.Path.FileName);
            ThrowIfChanged(member, PosixFile.Status(parent, member.Path.FileName));
            var header = AddHeader(member.Entry(target.Length));
            AddMember(member, (uint)target.Length, header, AddContent(target.Bytes));
        }
        else if (member.ContentLength == 0)
        {
            AddMember(member, 0, AddHeader(member.Entry(0)), 0);
        }
        else
        {
            var header = from == 0 ? AddHeader(member.Entry(member.ContentLength)) : 0;
            AddMember(member, (uint)member.ContentLength, header, AddFile(parent, member, from, to));
        }

        if (to == member.ContentLength)
        {
            AddZeros(CpioHeader.PaddingAfter(_packed[^1].Size));
        }
    }

    private void AddMember(ImageMember member, uint size, ulong header, uint checksum) =>
        _packed.Add(new ImageIndexMember(member.Path, size, header, checksum));

    private uint AddFile(SafeFileHandle parent, ImageMember member, long from, long to)
    {
        using var file = PosixFile.Open(parent, member.Path.FileName, OpenFlags.InnerFile);
        ThrowIfChanged(member, PosixFile.Status(file));
        if (from > 0)
        {
            PosixFile.SeekTo(file, from);
        }

        var length = (int)(to - from);
        var content = Room(length);
        for (var done = 0; done < length;)
        {
            var count = PosixFile.Read(file, content.Slice(done, Math.Min(ReadLength, length - done)));
            if (count == 0)
            {
                throw Changed(member);
            }

            meter.Add(count, 0);
            done += count;
        }

        // Whoever wrote while this read has set other times by now.
        ThrowIfChanged(member, PosixFile.Status(file));
        return Take(length);
    }

    private ulong AddHeader(CpioEntry entry)
    {
        var length = CpioHeader.LengthWith(entry.Name);
        var room = Room(length);
        CpioHeader.FormatWithName(entry, room);
        var hash = PathHash.Of(room);
        Take(length);
        return hash;
    }

    private uint AddContent(ReadOnlySpan<byte> content)
    {
        content.CopyTo(Room(content.Length));
        return Take(content.Length);
    }

    private void AddZeros(int count)
    {
        Room(count).Clear();
        Take(count);
    }

    private Span<byte> Room(int length)
    {
        if (length > _plain.Length - _length)
        {
            Array.Resize(ref _plain, Math.Max(_plain.Length * 2, _length + length));
        }

        return _plain.AsSpan(_length, length);
    }

    /// <summary>Counts in what was put into the room, and gives its checksum.</summary>
    private uint Take(int length)
    {
        var checksum = Crc32.Append(0, _plain.AsSpan(_length, length));
        _checksum = ChecksumMath.Combine(_checksum, checksum, length);
        _length += length;
        return checksum;
    }

    private void NoteAttributes(SafeFileHandle parent, ImageMember member)
    {
        if (member.Status.IsRegular || member.Status.IsDirectory)
        {
            foreach (var attribute in PosixAttributes.List(parent, member.Path.FileName))
            {
                _notes.Add(new AttributeNote(member.Path, attribute));
            }
        }
    }

    private void ThrowIfChanged(ImageMember member, FileStatus now)
    {
        var before = member.Status;
        if (now.Inode != before.Inode || now.Mode != before.Mode || now.Size != before.Size
            || now.ModifiedSeconds != before.ModifiedSeconds || now.ModifiedNanoseconds != before.ModifiedNanoseconds
            || now.ChangedSeconds != before.ChangedSeconds || now.ChangedNanoseconds != before.ChangedNanoseconds)
        {
            throw Changed(member);
        }
    }

    private WarewulfException Changed(ImageMember member) =>
        new(ApiErrorCode.Busy, $"'{member.Path}' in '{directory}' changed while the image was built. Build again when nothing writes there.");
}
