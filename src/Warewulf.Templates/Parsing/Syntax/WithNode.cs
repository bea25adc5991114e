using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>{{with}}.</summary>
internal sealed class WithNode(int position, PipeNode pipe, ListNode body, ListNode? elseBody) : BranchNode(position, "with", pipe, body, elseBody)
{
    public override Flow Execute(Interpreter interpreter, in GoValue dot)
    {
        interpreter.At(this);
        var value = Pipe.Evaluate(interpreter, dot);
        if (interpreter.IsTrue(value))
        {
            return Body.Execute(interpreter, value);
        }

        return ElseBody?.Execute(interpreter, dot) ?? Flow.Next;
    }
}
