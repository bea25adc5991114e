using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>A sequence of statements.</summary>
internal sealed class ListNode(int position, Statement[] items) : Statement(position)
{
    public IReadOnlyList<Statement> Items => items;

    /// <summary>True when the list holds nothing but white space: such a definition does not replace another.</summary>
    public bool IsEmpty => items.All(i => i is TextNode text && text.Text.Span.Trim(" \t\r\n\v\f"u8).IsEmpty);

    public override Flow Execute(Interpreter interpreter, in GoValue dot)
    {
        Interpreter.EnterNested();
        foreach (var item in items)
        {
            interpreter.Step();
            var flow = item.Execute(interpreter, dot);
            if (flow != Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }

    public override void Print(StringBuilder output)
    {
        foreach (var item in items)
        {
            item.Print(output);
        }
    }
}
