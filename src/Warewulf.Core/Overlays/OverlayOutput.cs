using Warewulf.Core.Archives;
using Warewulf.Core.Overlays.Rendering;

namespace Warewulf.Core.Overlays;

/// <summary>What overlays became for a node.</summary>
/// <param name="Entries">The entries, a directory before its content, names of one directory in byte order.</param>
/// <param name="Warnings">What templates could not read; each names overlay and file.</param>
public sealed record OverlayOutput(IReadOnlyList<OverlayEntry> Entries, IReadOnlyList<string> Warnings)
{
    /// <summary>Writes the entries as a newc archive in one gzip member. The same entries give the same bytes.</summary>
    /// <param name="target">Takes the archive; stays open. After an error it holds a part that is of no use.</param>
    /// <returns>The length of the archive before compression, in bytes.</returns>
    /// <exception cref="WarewulfException">A large file changed since the overlays were looked up.</exception>
    public long WriteTo(Stream target)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var gzip = new SegmentedGzipStream(target);
        var cpio = new CpioWriter(gzip);
        foreach (var entry in Entries)
        {
            Write(entry, cpio, gzip);
        }

        cpio.Complete();
        gzip.Complete();
        return cpio.Length;
    }

    private static void Write(OverlayEntry entry, CpioWriter cpio, SegmentedGzipStream gzip)
    {
        var header = new CpioEntry
        {
            Name = entry.Path,
            Mode = entry.Mode,
            Uid = entry.Uid,
            Gid = entry.Gid,
            ModifiedSeconds = entry.ModifiedSeconds,
            Size = entry.IsLink ? entry.Target.Length : entry.Length,
        };
        cpio.BeginEntry(header);
        if (entry.IsLink)
        {
            cpio.WriteContent(entry.Target.Bytes);
        }
        else if (entry.Content is { IsLarge: true } large)
        {
            WriteLarge(entry, large, cpio);
        }
        else if (entry.Content is { } content)
        {
            if (content.Segment() is { } segment)
            {
                gzip.Expect(cpio.Length, segment);
            }

            cpio.WriteContent(content.Bytes.Span);
        }
    }

    private static void WriteLarge(OverlayEntry entry, FileContent content, CpioWriter cpio)
    {
        using var stream = content.Open();
        var buffer = new byte[256 * 1024];
        var missing = content.Length;
        while (missing > 0)
        {
            var count = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, missing));
            if (count == 0)
            {
                throw WarewulfException.Conflict($"File '{entry.Path}' of overlay '{entry.Overlay}' shrank while it was read. Render again.");
            }

            cpio.WriteContent(buffer.AsSpan(0, count));
            missing -= count;
        }
    }
}
