using System.Text;

namespace Warewulf.Core.Formats;

/// <summary>The rows and cells of comma-separated text, as RFC 4180 has them; lines may end with or without a carriage return.</summary>
internal static class CsvText
{
    /// <summary>Writes a row.</summary>
    public static string Row(IEnumerable<string> cells) => string.Join(',', cells.Select(Quote)) + "\n";

    /// <summary>Reads rows, each with the line on which it begins. Empty lines are no rows.</summary>
    /// <param name="text">The text.</param>
    /// <param name="problems">Takes what is wrong with the quotes.</param>
    public static List<(int Line, List<string> Cells)> Rows(string text, FileProblems problems)
    {
        var rows = new List<(int Line, List<string> Cells)>();
        var (at, line) = (0, 1);
        while (at < text.Length)
        {
            var start = line;
            var cells = new List<string>();
            do
            {
                cells.Add(Cell(text, ref at, ref line, problems));
            }
            while (at < text.Length && text[at++] == ',');

            line++;
            if (cells is not [""])
            {
                rows.Add((start, cells));
            }
        }

        return rows;
    }

    // Leaves off at the comma or line feed that ends the cell.
    private static string Cell(string text, ref int at, ref int line, FileProblems problems)
    {
        var cell = new StringBuilder();
        if (at < text.Length && text[at] == '"')
        {
            Quoted(text, ref at, ref line, cell, problems);
        }

        var from = at;
        while (at < text.Length && text[at] is not (',' or '\n'))
        {
            at++;
        }

        var rest = text[from..at];
        rest = at == text.Length || text[at] == '\n' ? rest.TrimEnd('\r') : rest;
        if (cell.Length > 0 && rest.Length > 0)
        {
            problems.Add(line, "text follows a closing quote. Write a quote inside of quotes twice.");
        }

        return cell.Append(rest).ToString();
    }

    private static void Quoted(string text, ref int at, ref int line, StringBuilder cell, FileProblems problems)
    {
        var start = line;
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"' && (at + 1 == text.Length || text[at + 1] != '"'))
            {
                at++;
                return;
            }

            at += text[at] == '"' ? 1 : 0;
            line += text[at] == '\n' ? 1 : 0;
            cell.Append(text[at]);
        }

        problems.Add(start, "a quote is opened here and never closed. Close it.");
    }

    private static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 && cell.Trim() == cell ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
