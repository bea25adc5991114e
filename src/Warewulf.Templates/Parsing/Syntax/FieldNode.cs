using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>A chain of fields from the dot: .A.B.C.</summary>
internal sealed class FieldNode(int position, string[] names) : Operand(position)
{
    private readonly FieldChain _chain = new(names);

    public IReadOnlyList<string> Names => names;

    public override GoValue Run(Interpreter interpreter, GoValue dot, in CallSite site)
    {
        interpreter.At(this);
        return _chain.Resolve(interpreter, dot, dot, site.At(this));
    }

    public override GoValue Argument(Interpreter interpreter, GoValue dot, GoType? type)
    {
        interpreter.At(this);
        return Conversion.Validate(interpreter, _chain.Resolve(interpreter, dot, dot, new CallSite(this)), type);
    }

    public override void Print(StringBuilder output) => _chain.Print(output);
}
