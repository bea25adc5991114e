using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>The dot by itself.</summary>
internal sealed class DotNode(int position) : Operand(position)
{
    public override GoValue Run(Interpreter interpreter, in GoValue dot, in CallSite site)
    {
        interpreter.RefuseArguments(site, this);
        return dot;
    }

    public override GoValue Argument(Interpreter interpreter, in GoValue dot, GoType? type)
    {
        interpreter.At(this);
        return Conversion.Validate(interpreter, dot, type);
    }

    public override void Print(StringBuilder output) => output.Append('.');
}
