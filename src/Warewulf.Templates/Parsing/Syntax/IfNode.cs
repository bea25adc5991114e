using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>{{if}}.</summary>
internal sealed class IfNode(int position, PipeNode pipe, ListNode body, ListNode? elseBody) : BranchNode(position, "if", pipe, body, elseBody)
{
    public override Flow Execute(Interpreter interpreter, in GoValue dot)
    {
        interpreter.At(this);
        if (interpreter.IsTrue(Pipe.Evaluate(interpreter, dot)))
        {
            return Body.Execute(interpreter, dot);
        }

        return ElseBody?.Execute(interpreter, dot) ?? Flow.Next;
    }
}
