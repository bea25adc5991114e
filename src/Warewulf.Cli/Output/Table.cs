namespace Warewulf.Cli.Output;

/// <summary>
/// Columns of text as Warewulf writes them: two spaces between columns, a header, a row of dashes as long as each heading, <c>--</c>
/// for nothing, and no blanks at the end of a line.
/// </summary>
internal sealed class Table
{
    /// <summary>What stands for nothing.</summary>
    public const string Nothing = "--";

    private readonly string[] _headings;
    private readonly int[] _widths;
    private readonly List<Row> _rows = [];

    public Table(params string[] headings)
    {
        _headings = headings;
        _widths = Array.ConvertAll(headings, heading => heading.Length);
    }

    /// <summary>The number of rows.</summary>
    public int Count => _rows.Count;

    /// <summary>The column that a row's style colours; the first unless said otherwise.</summary>
    public int StyledColumn { get; init; }

    /// <summary>What is written for nothing; some tables of Warewulf leave it empty.</summary>
    public string Empty { get; init; } = Nothing;

    /// <summary>Adds a row with one cell per column; nothing and empty text are written as <see cref="Empty"/>.</summary>
    public void Add(params ReadOnlySpan<string?> cells) => Add(Style.Plain, cells);

    /// <summary>Adds a row whose <see cref="StyledColumn"/> has a colour.</summary>
    public void Add(Style style, params ReadOnlySpan<string?> cells)
    {
        if (cells.Length != _headings.Length)
        {
            throw new ArgumentException($"A row has {_headings.Length} cells.", nameof(cells));
        }

        var row = new string[cells.Length];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = string.IsNullOrEmpty(cells[i]) ? Empty : Line.Clean(cells[i]!);
            _widths[i] = Math.Max(_widths[i], row[i].Length);
        }

        _rows.Add(new Row(row, style));
    }

    /// <summary>Writes header, dashes and rows.</summary>
    public void WriteTo(TextWriter writer, bool useColor = false)
    {
        WriteRow(writer, _headings, Style.Plain);
        WriteRow(writer, Array.ConvertAll(_headings, heading => new string('-', heading.Length)), Style.Plain);
        foreach (var row in _rows)
        {
            WriteRow(writer, row.Cells, useColor ? row.Style : Style.Plain);
        }
    }

    private void WriteRow(TextWriter writer, string[] cells, Style style)
    {
        var last = Array.FindLastIndex(cells, cell => cell.Length > 0);
        for (var i = 0; i <= last; i++)
        {
            var code = i == StyledColumn ? Code(style) : null;
            writer.Write(code);
            writer.Write(cells[i]);
            writer.Write(code is null ? null : "\e[0m");
            if (i < last)
            {
                writer.Write(new string(' ', _widths[i] - cells[i].Length + 2));
            }
        }

        writer.Write('\n');
    }

    private static string? Code(Style style) => style switch
    {
        Style.Good => "\e[32m",
        Style.Busy => "\e[33m",
        Style.Bad => "\e[31m",
        Style.Faint => "\e[2m",
        _ => null,
    };

    // A class, because lists of references need no code of their own at start.
    private sealed record Row(string[] Cells, Style Style);
}
