using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>{{break}} or {{continue}}.</summary>
internal sealed class JumpNode(int position, Flow flow) : Statement(position)
{
    public override Flow Execute(Interpreter interpreter, in GoValue dot)
    {
        interpreter.At(this);
        return flow;
    }

    public override void Print(StringBuilder output) => output.Append(flow == Flow.Break ? "{{break}}" : "{{continue}}");
}
