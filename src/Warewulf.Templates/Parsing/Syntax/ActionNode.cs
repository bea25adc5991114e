using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>An action that prints the value of a pipeline, or sets a variable.</summary>
internal sealed class ActionNode(int position, PipeNode pipe) : Statement(position)
{
    public PipeNode Pipe { get; } = pipe;

    public override Flow Execute(Interpreter interpreter, in GoValue dot)
    {
        interpreter.At(this);
        var value = Pipe.Evaluate(interpreter, dot);
        if (Pipe.Declarations.Count == 0)
        {
            interpreter.PrintValue(this, value);
        }

        return Flow.Next;
    }

    public override void Print(StringBuilder output)
    {
        output.Append("{{");
        Pipe.Print(output);
        output.Append("}}");
    }
}
