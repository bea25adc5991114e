using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>The name of a function, resolved when the template was parsed.</summary>
internal sealed class IdentifierNode(int position, GoFunction function) : Operand(position)
{
    public override GoValue Run(Interpreter interpreter, GoValue dot, in CallSite site)
    {
        interpreter.At(this);
        return Caller.Call(interpreter, dot, function, null, site);
    }

    public override GoValue Argument(Interpreter interpreter, GoValue dot, GoType? type)
    {
        interpreter.At(this);
        return Conversion.Validate(interpreter, Caller.Call(interpreter, dot, function, null, new CallSite(this)), type);
    }

    public override void Print(StringBuilder output) => output.Append(function.Name);
}
