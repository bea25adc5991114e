using Warewulf.Templates.Values;

namespace Warewulf.Templates.Execution;

/// <summary>Checks that a value fits a parameter.</summary>
internal static class Conversion
{
    /// <summary>The value as the parameter takes it, or Go's error. Pointers are followed once where that makes it fit.</summary>
    public static GoValue Validate(Interpreter interpreter, in GoValue value, GoType? type)
    {
        if (type is null || ReferenceEquals(type, GoType.Raw))
        {
            return value;
        }

        if (!value.IsValid)
        {
            return type.CanBeNil ? GoValue.Zero(type).Unwrap() : throw interpreter.Fail($"invalid value; expected {type}");
        }

        if (value.Type is null)
        {
            return type.IsInterface ? default : throw Wrong(interpreter, value, type);
        }

        if (value.Type.AssignableTo(type))
        {
            return Retype(value, type);
        }

        if (value.Type.Kind == GoKind.Pointer && value.Type.Element!.AssignableTo(type))
        {
            return value.Ref is null
                ? throw interpreter.Fail($"dereference of nil pointer of type {type}")
                : Retype(value.Dereference(), type);
        }

        throw Wrong(interpreter, value.Unwrap(), type);
    }

    private static GoValue Retype(GoValue value, GoType type) =>
        ReferenceEquals(value.Type, type) || type.IsInterface ? value.Unwrap() : value.WithType(type);

    private static TemplateException Wrong(Interpreter interpreter, in GoValue value, GoType type) =>
        interpreter.Fail($"wrong type for value; expected {type}; got {value.StaticType}");
}
