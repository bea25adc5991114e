using System.Text;
using Warewulf.Core.Archives;
using Warewulf.Core.Overlays;

namespace Warewulf.Core.Tests.Overlays.Distribution;

/// <summary>What an overlay became, as one text that a person can read and compare.</summary>
internal static class GoldenText
{
    /// <summary>Writes the entries. Directories stand there when their mode is a special one; files that are no templates with their modes only.</summary>
    /// <param name="output">What the overlay became.</param>
    /// <param name="tree">The overlay's <c>rootfs</c>, which tells templates from other files.</param>
    /// <param name="place">A path that differs from run to run; it is replaced by <c>DISTRIBUTION</c>.</param>
    public static string Of(OverlayOutput output, string tree, string place)
    {
        var text = new StringBuilder();
        foreach (var entry in output.Entries)
        {
            var mode = Convert.ToString(entry.Mode & UnixMode.PermissionMask, 8).PadLeft(4, '0');
            if (entry.IsLink)
            {
                text.Append("== link ").Append(entry.Path).Append(" -> ").Append(entry.Target).Append('\n');
            }
            else if (entry.IsDirectory)
            {
                text.Append(mode == "0755" ? "" : $"== {mode} {entry.Path}/\n");
            }
            else if (File.Exists(Path.Combine(tree, entry.Path.ToString())))
            {
                text.Append("== ").Append(mode).Append(' ').Append(entry.Path).Append(" (as it is in the overlay)\n");
            }
            else
            {
                var content = Encoding.UTF8.GetString(entry.ReadContent());
                text.Append("== ").Append(mode).Append(' ').Append(entry.Path).Append('\n').Append(content);
                text.Append(content.Length == 0 || content.EndsWith('\n') ? "" : "\n-- without a newline at the end\n");
            }
        }

        foreach (var warning in output.Warnings)
        {
            text.Append("!! ").Append(warning).Append('\n');
        }

        return text.Replace(place, "DISTRIBUTION").ToString();
    }
}
