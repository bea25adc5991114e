using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>nil, which is only good as an argument.</summary>
internal sealed class NilNode(int position) : Operand(position)
{
    public override GoValue Run(Interpreter interpreter, in GoValue dot, in CallSite site)
    {
        interpreter.RefuseArguments(site, this);
        throw interpreter.Fail("nil is not a command");
    }

    public override GoValue Argument(Interpreter interpreter, in GoValue dot, GoType? type)
    {
        interpreter.At(this);
        if (type is null || ReferenceEquals(type, GoType.Raw))
        {
            return default;
        }

        return type.CanBeNil ? GoValue.Zero(type).Unwrap() : throw interpreter.Fail($"cannot assign nil to {type}");
    }

    public override void Print(StringBuilder output) => output.Append("nil");
}
