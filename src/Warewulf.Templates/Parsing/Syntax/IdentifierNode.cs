using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Reads;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>The name of a function, resolved when the template was parsed.</summary>
internal sealed class IdentifierNode(int position, GoFunction function) : Operand(position)
{
    private PathLink? _path;

    public override GoValue Run(Interpreter interpreter, in GoValue dot, in CallSite site)
    {
        interpreter.At(this);
        interpreter.Reads?.Called(ref _path, function);
        return Caller.Call(interpreter, dot, function, site);
    }

    public override GoValue Argument(Interpreter interpreter, in GoValue dot, GoType? type)
        => Conversion.Validate(interpreter, Run(interpreter, dot, new CallSite(this)), type);

    public override void Print(StringBuilder output) => output.Append(function.Name);
}
