using System.Buffers;
using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Overlays.Rendering;

namespace Warewulf.Core.Overlays;

/// <summary>
/// Packs entries into segments of a newc archive. The same entries give the same segments; the content of a large file is a run of segments by
/// itself, which any overlay that has the file shares. Not thread-safe.
/// </summary>
/// <param name="store">Takes the segments.</param>
public sealed class OverlayPacker(ISegmentStore store) : IDisposable
{
    /// <summary>Files from this size on have segments of their own.</summary>
    internal const int LargeFile = 64 * 1024;

    private const int PartLength = 4 * 1024 * 1024;
    private const int FullSegment = 1024 * 1024;
    private const int Level = 6;
    private const int BlockSize = 512;

    private readonly SegmentCompressor _compressor = new(Level);
    private readonly ArrayBufferWriter<byte> _plain = new(32 * 1024);

    /// <summary>Packs entries, without an end of the archive.</summary>
    /// <exception cref="WarewulfException">An entry cannot be held by the format, or a large file changed since the overlays were looked up.</exception>
    public IReadOnlyList<RecipeSegment> Pack(IEnumerable<OverlayEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var segments = new List<RecipeSegment>();
        _plain.ResetWrittenCount();
        foreach (var entry in entries)
        {
            var size = entry.IsLink ? entry.Target.Length : entry.Length;
            AddHeader(new CpioEntry
            {
                Name = entry.Path,
                Mode = entry.Mode,
                Uid = entry.Uid,
                Gid = entry.Gid,
                ModifiedSeconds = entry.ModifiedSeconds,
                Size = size,
            });
            if (entry.IsLink)
            {
                _plain.Write(entry.Target.Bytes);
            }
            else if (entry.Content is { Length: >= LargeFile } large)
            {
                Flush(segments);
                segments.AddRange(PackContent(entry, large));
            }
            else if (entry.Content is { } content)
            {
                _plain.Write(content.Bytes.Span);
            }

            AddZeros(CpioHeader.PaddingAfter(size));
            if (_plain.WrittenCount >= FullSegment)
            {
                Flush(segments);
            }
        }

        Flush(segments);
        return segments;
    }

    /// <summary>Packs the end of an archive.</summary>
    /// <param name="length">How long the archive is without it.</param>
    public RecipeSegment PackEnd(long length)
    {
        _plain.ResetWrittenCount();
        AddHeader(new CpioEntry { Name = new BytePath(CpioHeader.Trailer), Mode = 0 }, isEnd: true);
        AddZeros((int)(-(length + _plain.WrittenCount) & (BlockSize - 1)));
        return Put(_plain.WrittenSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => _compressor.Dispose();

    private IReadOnlyList<RecipeSegment> PackContent(OverlayEntry entry, FileContent content)
    {
        if (content.Segments is { } known && known.All(store.Has))
        {
            return known;
        }

        var segments = new List<RecipeSegment>();
        if (!content.IsLarge)
        {
            for (var at = 0; at < content.Bytes.Length; at += PartLength)
            {
                segments.Add(Put(content.Bytes.Span.Slice(at, Math.Min(PartLength, content.Bytes.Length - at))));
            }
        }
        else
        {
            PackLarge(entry, content, segments);
        }

        return content.Segments = segments;
    }

    private void PackLarge(OverlayEntry entry, FileContent content, List<RecipeSegment> segments)
    {
        using var stream = content.Open();
        var buffer = new byte[PartLength];
        for (var missing = content.Length; missing > 0;)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(PartLength, missing));
            if (stream.ReadAtLeast(part, part.Length, throwOnEndOfStream: false) < part.Length)
            {
                throw WarewulfException.Conflict($"File '{entry.Path}' of overlay '{entry.Overlay}' shrank while it was read. Render again.");
            }

            segments.Add(Put(part));
            missing -= part.Length;
        }
    }

    private void AddHeader(CpioEntry entry, bool isEnd = false)
    {
        if (!isEnd)
        {
            CpioHeader.Check(entry.Name, entry.Size);
        }

        CpioHeader.Format(entry, _plain.GetSpan(CpioHeader.Length));
        _plain.Advance(CpioHeader.Length);
        _plain.Write(entry.Name.Bytes);
        AddZeros(1 + CpioHeader.PaddingAfter(CpioHeader.Length + entry.Name.Length + 1));
    }

    private void AddZeros(int count)
    {
        _plain.GetSpan(count)[..count].Clear();
        _plain.Advance(count);
    }

    private void Flush(List<RecipeSegment> segments)
    {
        // One entry more than a full segment holds is no large file, so this is far from the most that a segment may have.
        if (_plain.WrittenCount > 0)
        {
            segments.Add(Put(_plain.WrittenSpan));
            _plain.ResetWrittenCount();
        }
    }

    private RecipeSegment Put(ReadOnlySpan<byte> plain)
    {
        var segment = _compressor.Compress(plain, Crc32.Append(0, plain));
        store.Put(segment, _compressor.Blocks);
        return segment;
    }
}
