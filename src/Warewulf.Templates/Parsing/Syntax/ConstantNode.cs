using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Parsing.Syntax;

/// <summary>What constants have in common: they take the type of the parameter they are given to.</summary>
internal abstract class ConstantNode(int position) : Operand(position)
{
    public sealed override GoValue Run(Interpreter interpreter, in GoValue dot, in CallSite site)
    {
        interpreter.RefuseArguments(site, this);
        return Value(interpreter);
    }

    public sealed override GoValue Argument(Interpreter interpreter, in GoValue dot, GoType? type)
    {
        interpreter.At(this);
        if (type is null || type.IsEmptyInterface || ReferenceEquals(type, GoType.Raw))
        {
            return Value(interpreter);
        }

        if (TryConvert(type, out var value))
        {
            return value;
        }

        var expected = type switch
        {
            { Kind: GoKind.Bool } => "bool",
            { Kind: GoKind.String } => "string",
            { Kind: GoKind.Complex128 } => "complex",
            { IsSigned: true } => "integer",
            { IsUnsigned: true } => "unsigned integer",
            { IsFloat: true } => "float",
            _ => null,
        };
        throw interpreter.Fail(expected is null ? $"can't handle {this} for arg of type {type}" : $"expected {expected}; found {this}");
    }

    /// <summary>The value where nothing asks for a type.</summary>
    protected abstract GoValue Value(Interpreter interpreter);

    /// <summary>The value as a parameter type; false when the constant cannot be one.</summary>
    protected abstract bool TryConvert(GoType type, out GoValue value);
}
