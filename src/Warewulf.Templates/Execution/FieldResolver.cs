using Warewulf.Templates.Functions;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Execution;

/// <summary>Finds the field, method or map entry that a name means for a value.</summary>
internal static class FieldResolver
{
    /// <summary>Follows pointers and interfaces to the value; stops at a nil one and says so.</summary>
    public static (GoValue Value, bool IsNil) Indirect(GoValue value)
    {
        while (true)
        {
            if (value.HasSlot)
            {
                if (value.Type is null)
                {
                    return (value, true);
                }

                value = value.Unwrap();
            }

            if (value.Kind != GoKind.Pointer)
            {
                return (value, false);
            }

            if (value.Ref is null)
            {
                return (value, true);
            }

            value = value.Dereference();
        }
    }

    /// <summary>The value to print: pointers are followed, unless it is the pointer that knows how to print itself.</summary>
    public static GoValue Printable(GoValue value)
    {
        while (value is { Kind: GoKind.Pointer, Ref: not null } && value.Type!.TextMethod is null)
        {
            value = value.Dereference();
        }

        return value;
    }

    public static GoValue Resolve(Interpreter interpreter, in GoValue dot, string name, in GoValue receiver, in CallSite site)
    {
        if (!receiver.IsValid)
        {
            return interpreter.MissingKey == MissingKey.Error
                ? throw interpreter.Fail($"nil data; no entry for key {GoQuote.Quote(name)}")
                : default;
        }

        var staticType = receiver.StaticType!;
        var (value, isNil) = Indirect(receiver);
        if (isNil && value.Type is null)
        {
            throw interpreter.Fail($"nil pointer evaluating {staticType}.{name}");
        }

        var type = value.Type!;
        if (type.Method(name) is { } method)
        {
            return CallMethod(interpreter, dot, method, value, isNil, staticType, site);
        }

        switch (type.Kind)
        {
            case GoKind.Struct when type.Field(name) is { } found:
                if (!found.IsExported)
                {
                    throw interpreter.Fail($"{name} is an unexported field of struct type {staticType}");
                }

                if (site.HasArguments)
                {
                    throw interpreter.Fail($"{name} has arguments but cannot be invoked as function");
                }

                return found.Get(value.Ref!);
            case GoKind.Map when GoType.String.AssignableTo(type.Key!):
                if (site.HasArguments)
                {
                    throw interpreter.Fail($"{name} is not a method but has arguments");
                }

                return Entry(interpreter, value, type, name);
            case GoKind.Pointer when type.Element!.Kind != GoKind.Struct || type.Element.Field(name) is not null:
                throw interpreter.Fail($"nil pointer evaluating {staticType}.{name}");
        }

        throw interpreter.Fail($"can't evaluate field {name} in type {staticType}");
    }

    private static GoValue Entry(Interpreter interpreter, GoValue map, GoType type, string name)
    {
        if (map.AsMap is { } entries && entries.TryGet(name, out var value))
        {
            return value;
        }

        return interpreter.MissingKey switch
        {
            MissingKey.Zero => GoValue.Zero(type.Element!),
            MissingKey.Error => throw interpreter.Fail($"map has no entry for key {GoQuote.Quote(name)}"),
            _ => default,
        };
    }

    private static GoValue CallMethod(
        Interpreter interpreter, in GoValue dot, GoMethod method, GoValue receiver, bool isNil, GoType staticType, in CallSite site)
    {
        if (isNil)
        {
            throw interpreter.Fail($"nil pointer evaluating {staticType}.{method.Name}");
        }

        return Caller.CallMethod(interpreter, dot, method, receiver, site);
    }
}
