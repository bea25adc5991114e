using System.Globalization;
using System.Text;
using Warewulf.Templates.Values;

namespace Warewulf.Templates;

/// <summary>A line of a template with a caret under one of its places, aligned on a terminal.</summary>
internal static class SourceExcerpt
{
    private const int TabWidth = 4;
    private const int MaxCells = 100;
    private const int CellsBefore = 60;
    private const string Cut = "...";

    /// <param name="line">The line.</param>
    /// <param name="number">Its number.</param>
    /// <param name="column">The byte offset of the place.</param>
    public static string Of(string line, int number, int column)
    {
        var (text, caret, end) = Cells(line, column);
        var (start, left) = (0, "");
        if (end > MaxCells && caret > CellsBefore)
        {
            (start, left) = (caret - CellsBefore, Cut);
        }

        var shown = Part(text, start, start + MaxCells, out var first, out var isCut);
        var margin = string.Create(CultureInfo.InvariantCulture, $"{number,5} | ");
        var indent = new string(' ', margin.Length - 2) + "| ";
        return $"{margin}{left}{shown.TrimEnd()}{(isCut ? Cut : "")}\n{indent}{new string(' ', left.Length + caret - first)}^";
    }

    private static (List<(string Text, int Cells)> Text, int Caret, int End) Cells(string line, int column)
    {
        var text = new List<(string, int)>(line.Length);
        var (bytes, cells, caret) = (0, 0, -1);
        foreach (var (rune, raw, piece) in GoText.Runes(line))
        {
            if (bytes >= column && caret < 0)
            {
                caret = cells;
            }

            var (shown, width) = Shown(rune, raw, piece, cells);
            text.Add((shown, width));
            cells += width;
            bytes += raw >= 0 ? 1 : rune.Utf8SequenceLength;
        }

        return (text, caret < 0 ? cells : caret, cells);
    }

    private static (string Text, int Cells) Shown(Rune rune, int raw, string piece, int cells)
    {
        if (rune.Value == '\t')
        {
            var width = TabWidth - (cells % TabWidth);
            return (new string(' ', width), width);
        }

        // Bytes that are no text, and characters that would move the cursor.
        if (raw >= 0 || Rune.IsControl(rune) || !Rune.TryGetRuneAt(piece, 0, out _))
        {
            return ("\uFFFD", 1);
        }

        return (piece, Width(rune));
    }

    private static int Width(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ => IsWide(rune.Value) ? 2 : 1,
    };

    // East Asian scripts and pictographs take two cells.
    private static bool IsWide(int rune) => rune is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0x303E) or (>= 0x3041 and <= 0xA4CF)
        or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60)
        or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1F64F) or (>= 0x1F680 and <= 0x1F6FF) or (>= 0x1F900 and <= 0x1FAFF)
        or (>= 0x20000 and <= 0x3FFFD);

    private static string Part(List<(string Text, int Cells)> text, int start, int end, out int first, out bool isCut)
    {
        var shown = new StringBuilder();
        var cells = 0;
        first = -1;
        isCut = false;
        foreach (var (piece, width) in text)
        {
            if (cells >= start)
            {
                first = first < 0 ? cells : first;
                if (cells + width > end)
                {
                    isCut = true;
                    break;
                }

                shown.Append(piece);
            }

            cells += width;
        }

        first = Math.Max(first, 0);
        return shown.ToString();
    }
}
