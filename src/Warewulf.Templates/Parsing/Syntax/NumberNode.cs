using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>A number: it can be several of int, uint, float and complex at once.</summary>
internal sealed class NumberNode(int position, GoNumber number) : ConstantNode(position)
{
    public GoNumber Number { get; } = number;

    protected override GoValue Value(Interpreter interpreter)
    {
        interpreter.At(this);
        return Number.Ideal ?? throw interpreter.Fail($"{Number.Text} overflows int");
    }

    protected override bool TryConvert(GoType type, out GoValue converted)
    {
        converted = default;
        if (type.IsSigned && Number.Int is { } signed)
        {
            converted = GoValue.Integer(type, signed);
        }
        else if (type.IsUnsigned && Number.Uint is { } unsigned)
        {
            converted = GoValue.Integer(type, (long)unsigned);
        }
        else if (type.IsFloat && Number.Float is { } real)
        {
            converted = GoValue.Float(type, real);
        }
        else if (type.Kind == GoKind.Complex128 && Number.Complex is { } complex)
        {
            converted = GoValue.Complex(complex);
        }

        return converted.IsValid;
    }

    public override void Print(StringBuilder output) => output.Append(Number.Text);
}
