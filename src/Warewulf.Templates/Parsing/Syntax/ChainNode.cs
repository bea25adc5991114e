using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>Fields of a parenthesized pipeline or of a function's result: (f x).A.B.</summary>
internal sealed class ChainNode(int position, Operand target, string[] names) : Operand(position)
{
    private readonly FieldChain _chain = new(names);

    public Operand Target => target;

    public IReadOnlyList<string> Names => names;

    public override GoValue Run(Interpreter interpreter, in GoValue dot, in CallSite site)
    {
        interpreter.At(this);
        return _chain.Resolve(interpreter, dot, target.Argument(interpreter, dot, null), site.At(this));
    }

    public override GoValue Argument(Interpreter interpreter, in GoValue dot, GoType? type) =>
        Conversion.Validate(interpreter, Run(interpreter, dot, new CallSite(this)), type);

    public override void Print(StringBuilder output)
    {
        CommandNode.PrintWord(output, target);
        _chain.Print(output);
    }
}
