using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>true or false.</summary>
internal sealed class BoolNode(int position, bool value) : ConstantNode(position)
{
    protected override GoValue Value(Interpreter interpreter) => GoValue.Bool(value);

    protected override bool TryConvert(GoType type, out GoValue converted)
    {
        converted = GoValue.Integer(type, value ? 1 : 0);
        return type.Kind == GoKind.Bool;
    }

    public override void Print(StringBuilder output) => output.Append(value ? "true" : "false");
}
