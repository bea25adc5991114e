using System.Text;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Times;

/// <summary>A text is no time, duration or zone; the message is Go's.</summary>
internal sealed class TimeParseException(string message) : Exception(message)
{
    /// <summary>The text does not fit an element of the layout.</summary>
    public static TimeParseException Mismatch(string layout, string value, ReadOnlySpan<char> element, ReadOnlySpan<char> rest) =>
        new($"parsing time {Quote(value)} as {Quote(layout)}: cannot parse {Quote(rest)} as {Quote(element)}");

    /// <summary>The text fits the layout and still is no time.</summary>
    public static TimeParseException Because(string value, string reason) => new($"parsing time {Quote(value)}: {reason}");

    /// <summary>Quotes as Go's time package does: every byte that is not printable ASCII as \x.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        var output = new StringBuilder("\"");
        foreach (var b in GoText.ToUtf8(text.ToString()))
        {
            _ = b is < 0x20 or >= 0x80
                ? output.Append("\\x").Append(Convert.ToHexStringLower([b]))
                : output.Append(b is (byte)'"' or (byte)'\\' ? "\\" : "").Append((char)b);
        }

        return output.Append('"').ToString();
    }
}
