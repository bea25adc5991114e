using System.Text;
using Warewulf.Core.Archives;
using Warewulf.Core.Overlays.Rendering;

namespace Warewulf.Core.Overlays;

/// <summary>
/// The extended attributes of what overlays became, as a file that <c>setfattr --restore</c> reads: archives of the newc format hold none
/// themselves. Paths are relative to the node's root.
/// </summary>
internal static class AttributeList
{
    private const uint Mode = UnixMode.Regular | 0x180;

    /// <summary>The list as one more file; nothing when no entry has attributes.</summary>
    /// <param name="entries">What overlays became.</param>
    /// <param name="path">The path of the list.</param>
    internal static OverlayEntry? Of(IReadOnlyList<OverlayEntry> entries, BytePath path)
    {
        // What sets them would follow a symbolic link.
        var listed = entries.Where(entry => entry.Attributes is { Count: > 0 } && !entry.IsLink && entry.Path != path).ToList();
        if (listed.Count == 0)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var entry in listed)
        {
            Escape(text.Append("# file: "), entry.Path.Bytes);
            text.Append('\n');
            foreach (var (name, value) in entry.Attributes!)
            {
                Escape(text, Encoding.UTF8.GetBytes(name));
                text.Append("=0s").Append(value).Append('\n');
            }

            text.Append('\n');
        }

        return new OverlayEntry
        {
            Path = path,
            Mode = Mode,
            ModifiedSeconds = listed.Max(entry => entry.ModifiedSeconds),
            Overlay = listed[^1].Overlay,
            Content = new FileContent(Encoding.ASCII.GetBytes(text.ToString())),
        };
    }

    // Whatever is no plain character is given as three octal digits, whether or not the reader would take it as it is.
    private static void Escape(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value is > (byte)' ' and < 0x7F and not ((byte)'\\' or (byte)'='))
            {
                text.Append((char)value);
            }
            else
            {
                text.Append('\\').Append((char)('0' + (value >> 6))).Append((char)('0' + ((value >> 3) & 7))).Append((char)('0' + (value & 7)));
            }
        }
    }
}
