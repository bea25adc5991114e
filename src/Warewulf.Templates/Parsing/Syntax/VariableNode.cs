using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>A variable, with fields perhaps: $x.A.B.</summary>
internal sealed class VariableNode(int position, string name, int slot, string[] names) : Operand(position)
{
    private readonly FieldChain? _chain = names.Length == 0 ? null : new FieldChain(names);

    public string Name { get; } = name;

    public int Slot { get; } = slot;

    public IReadOnlyList<string> Names => names;

    public override GoValue Run(Interpreter interpreter, in GoValue dot, in CallSite site)
    {
        interpreter.At(this);
        if (Slot < 0)
        {
            throw interpreter.Fail("undefined variable: " + Name);
        }

        if (_chain is null)
        {
            interpreter.RefuseArguments(site, this);
            return interpreter.Frame[Slot];
        }

        return _chain.Resolve(interpreter, dot, interpreter.Frame[Slot], site.At(this));
    }

    public override GoValue Argument(Interpreter interpreter, in GoValue dot, GoType? type) =>
        Conversion.Validate(interpreter, Run(interpreter, dot, new CallSite(this)), type);

    public override void Print(StringBuilder output)
    {
        output.Append(Name);
        _chain?.Print(output);
    }
}
