using System.Text.Json;
using Warewulf.Cli.Client;
using Warewulf.Cli.Output;

namespace Warewulf.Cli.Commands.Changes;

/// <summary>What a change does to files of nodes: the file, the nodes, how it gets there, then the lines that differ, indented.</summary>
internal static class RenderedView
{
    /// <summary>Writes the differences, each after an empty line.</summary>
    public static void WriteTo(TextWriter writer, IEnumerable<JsonElement> differences)
    {
        foreach (var difference in differences)
        {
            var how = difference.Text("archive") == "runtime" ? "with the next update of running nodes" : "at the next boot";
            var verb = difference.Text("verb") switch
            {
                "added" => " is new",
                "removed" => " is gone",
                _ => "",
            };
            var nodes = difference.Text("nodes") ?? "";
            var count = difference.Whole("count") ?? 1;
            writer.Write($"\n{Line.Clean(difference.Text("path") ?? "")}{verb} on {Line.Clean(nodes)}{(count > 1 ? $" ({count} nodes)" : "")}, {how}{(difference.Items("lines").Any() ? ":" : ".")}\n");
            foreach (var line in difference.Items("lines"))
            {
                writer.Write($"  {Line.Clean(line.Text() ?? "")}\n");
            }
        }
    }
}
