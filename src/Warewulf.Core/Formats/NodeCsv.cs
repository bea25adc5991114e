using Warewulf.Core.Nodes;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Formats;

/// <summary>Nodes as a table of comma-separated text: one row each, one column for each field that any of them has set.</summary>
public static class NodeCsv
{
    private const string NameColumn = "node";

    /// <summary>Writes nodes. Lists stand in one cell with commas between the items, resources as JSON, an empty tag as two
    /// double quotes.</summary>
    public static string Write(IEnumerable<NodeConfig> nodes)
    {
        var rows = nodes.OrderBy(node => node.Name.ToString(), NaturalOrder.Comparer)
            .Select(node => (
                node.Name,
                Cells: NodeFields.Entries(node.Settings).ToDictionary(entry => entry.Path, NodeCsvCell.From, StringComparer.Ordinal)))
            .ToList();
        var order = NodeFields.All.Select((field, index) => (field, index)).ToDictionary(item => item.field, item => item.index);
        var columns = rows.SelectMany(row => row.Cells.Values)
            .DistinctBy(cell => cell.Path)
            .OrderBy(cell => order[cell.Field])
            .ThenBy(cell => cell.Path, NaturalOrder.Comparer)
            .Select(cell => cell.Path)
            .ToList();
        return CsvText.Row([NameColumn, .. columns])
            + string.Concat(rows.Select(row =>
                CsvText.Row(columns.Select(column => row.Cells.GetValueOrDefault(column)?.Value ?? "").Prepend(row.Name.ToString()))));
    }

    /// <summary>Reads a table. An empty cell means that the value is to be removed; a column that is absent, that it stays. A tag is made
    /// empty by two double quotes, which the quoting of tables turns into six.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="text">Its content.</param>
    /// <exception cref="WarewulfException">Columns, names or values are wrong; the message has a line for each.</exception>
    public static IReadOnlyList<NodeCsvRow> Read(string file, string text)
    {
        var problems = new FileProblems(file);
        var rows = CsvText.Rows(text.TrimStart('\uFEFF'), problems);
        var nodes = rows is [{ } header, ..] && header.Cells[0] == NameColumn ? Rows(rows, Columns(header.Line, header.Cells, problems), problems) : null;
        if (nodes is null)
        {
            problems.Add(1, $"the first column is to be '{NameColumn}', and the others paths of fields, such as 'image' or 'netdevs[default].ipaddr'.");
        }

        problems.Finish(_ => { });
        return nodes!;
    }

    private static List<NodeCsvCell?> Columns(int line, List<string> header, FileProblems problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var columns = new List<NodeCsvCell?>();
        foreach (var path in header.Skip(1))
        {
            var found = NodePath.Find(path);
            columns.Add(found is { } column ? new NodeCsvCell(path, "") { Field = column.Field, Target = column.Target, Key = column.Key } : null);
            if (found is null)
            {
                var advice = Suggestion.Nearest(path, NodePath.Samples()) is { } nearest ? $"Did you mean '{nearest}'?" : "Correct or remove it.";
                problems.Add(line, $"the column '{Names.Printable(path)}' is not a field of nodes. {advice}");
            }
            else if (!seen.Add(path))
            {
                problems.Add(line, $"the column '{Names.Printable(path)}' is there twice. Remove one.");
            }
        }

        return columns;
    }

    private static List<NodeCsvRow> Rows(List<(int Line, List<string> Cells)> rows, List<NodeCsvCell?> columns, FileProblems problems)
    {
        var nodes = new List<NodeCsvRow>();
        var lines = new Dictionary<NodeName, int>();
        foreach (var (line, cells) in rows.Skip(1))
        {
            if (!NodeName.TryParse(cells[0], null, out var name))
            {
                problems.Add(
                    line,
                    $"column '{NameColumn}': '{Names.Printable(cells[0])}' is not a valid node name: use letters, digits, '.', '-' and '_', "
                    + "starting with a letter or digit.");
            }
            else if (!lines.TryAdd(name, line))
            {
                problems.Add(line, $"node '{name}' is there a second time; the first is in line {lines[name]}. Remove one of them.");
            }

            if (cells.Count != columns.Count + 1)
            {
                problems.Add(line, $"there are {cells.Count} cells, and {columns.Count + 1} columns. Put values with commas in double quotes.");
                continue;
            }

            var values = columns.Zip(cells.Skip(1)).Where(pair => pair.First is not null).Select(pair => pair.First! with { Value = pair.Second }).ToList();
            foreach (var cell in values)
            {
                if (cell.Problem() is { } problem)
                {
                    problems.Add(line, $"column '{Names.Printable(cell.Path)}': {problem}");
                }
            }

            nodes.Add(new NodeCsvRow(name, values));
        }

        return nodes;
    }
}
