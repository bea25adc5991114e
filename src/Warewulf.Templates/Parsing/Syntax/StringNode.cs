using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>A string constant.</summary>
internal sealed class StringNode(int position, string quoted, string text) : ConstantNode(position)
{
    private readonly GoValue _value = GoValue.String(text);

    public string Text { get; } = text;

    protected override GoValue Value(Interpreter interpreter) => _value;

    protected override bool TryConvert(GoType type, out GoValue converted)
    {
        converted = ReferenceEquals(type, GoType.String) ? _value : GoValue.String(type, Text);
        return type.Kind == GoKind.String;
    }

    public override void Print(StringBuilder output) => output.Append(quoted);
}
