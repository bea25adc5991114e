using Warewulf.Cli.Client;
using Warewulf.Cli.CommandLine;
using Warewulf.Cli.Output;
using Warewulf.Core.Hostlists;

namespace Warewulf.Cli.Commands.Nodes;

/// <summary>Reports what a change to nodes did.</summary>
internal static class NodeChange
{
    /// <summary>Writes the warnings and which nodes changed.</summary>
    /// <param name="invocation">Where to write.</param>
    /// <param name="reply">The head's answer.</param>
    /// <param name="done">What was done to them, such as <c>Deleted</c>.</param>
    /// <param name="onePerLine">Whether every node gets a line of its own, as scripts expect of <c>node add</c>.</param>
    public static void Report(Invocation invocation, HeadReply reply, string done, bool onePerLine)
    {
        var document = reply.Document();
        var changed = reply.Required(document, "changed").Select(name => name.Text() ?? "").ToList();
        invocation.Warn(document.Items("warnings").Select(warning => warning.Text() ?? ""));
        if (invocation.Format != OutputFormat.Table)
        {
            invocation.WriteDocument(document);
        }
        else if (changed.Count == 0)
        {
            invocation.Say("No changes.");
        }
        else if (onePerLine)
        {
            foreach (var name in changed)
            {
                invocation.Out.Write($"{done} node: {Line.Clean(name)}\n");
            }
        }
        else
        {
            invocation.Out.Write($"{done} {Count(changed.Count)}: {Line.Clean(Hostlist.Fold(changed))}\n");
        }
    }

    /// <summary>Writes a number of nodes.</summary>
    public static string Count(int count) => count == 1 ? "1 node" : $"{count} nodes";
}
