using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Warewulf.Silo.Overlays;

/// <summary>Shows how a text differs from another, line by line.</summary>
internal static class TextDifference
{
    private const int MostLines = 60;
    private const int Around = 1;

    /// <summary>
    /// Lines that begin with <c>-</c> or <c>+</c>, one that both have before and behind them, and <c>@</c> between places. Not more than a person reads.
    /// </summary>
    public static List<string> Between(string before, string after)
    {
        var (old, now) = (Lines(before), Lines(after));
        var (start, end) = Common(old, now);
        var changes = Changes(old[start..^end], now[start..^end]);

        // What is the same before and behind all changes is not compared; a little of it is shown.
        List<(char Sign, string Text)> lines =
        [
            .. old[Math.Max(0, start - Around)..start].Select(line => (' ', line)),
            .. changes,
            .. old[^end..].Take(Around).Select(line => (' ', line)),
        ];
        var shown = Shown(lines);
        if (before.EndsWith('\n') != after.EndsWith('\n') && before.Length > 0 && after.Length > 0)
        {
            shown.Add(after.EndsWith('\n') ? "@ the last line ends with a line break now" : "@ the last line ends without a line break now");
        }

        return shown;
    }

    // The end of the last line is no line more.
    private static string[] Lines(string text) => text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text).Split('\n');

    private static (int Start, int End) Common(string[] old, string[] now)
    {
        var most = Math.Min(old.Length, now.Length);
        var start = 0;
        while (start < most && old[start] == now[start])
        {
            start++;
        }

        var end = 0;
        while (end < most - start && old[^(end + 1)] == now[^(end + 1)])
        {
            end++;
        }

        return (start, end);
    }

    private static IEnumerable<(char Sign, string Text)> Changes(string[] old, string[] now) =>
        old.Length == 0 || now.Length == 0 || (old.Length == 1 && now.Length == 1)
            ? [.. old.Select(line => ('-', line)), .. now.Select(line => ('+', line))]
            : InlineDiffBuilder.Diff(string.Join('\n', old), string.Join('\n', now), ignoreWhiteSpace: false).Lines.Select(line => (Sign(line.Type), line.Text));

    private static List<string> Shown(List<(char Sign, string Text)> lines)
    {
        var isShown = new bool[lines.Count];
        for (var i = 0; i < isShown.Length; i++)
        {
            if (lines[i].Sign != ' ')
            {
                isShown.AsSpan(Math.Max(0, i - Around)..Math.Min(isShown.Length, i + Around + 1)).Fill(true);
            }
        }

        var shown = new List<string>();
        for (var i = 0; i < isShown.Length; i++)
        {
            if (!isShown[i])
            {
                continue;
            }

            if (shown.Count > 0 && !isShown[i - 1])
            {
                shown.Add("@");
            }

            shown.Add(lines[i].Sign + lines[i].Text);
            if (shown.Count == MostLines && i < isShown.Length - 1)
            {
                shown.Add("@ and more");
                break;
            }
        }

        return shown;
    }

    private static char Sign(ChangeType type) => type switch
    {
        ChangeType.Inserted => '+',
        ChangeType.Deleted => '-',
        _ => ' ',
    };
}
