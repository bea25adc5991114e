using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions;

/// <summary>The builtin functions that are neither comparisons nor escapers.</summary>
internal static class Builtins
{
    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.CreateShortCircuit("and", decidedBy: false),
        GoFunction.CreateShortCircuit("or", decidedBy: true),
        GoFunction.Create("not", GoType.Bool, [GoType.Raw], static (_, a) => GoValue.Bool(!Truth.Of(a[0]))),
        GoFunction.CreateVariadic("index", GoType.Raw, [GoType.Raw, GoType.Raw], static (_, a) => Index(a)),
        GoFunction.CreateVariadic("slice", GoType.Raw, [GoType.Raw, GoType.Raw], static (_, a) => Slice(a)),
        GoFunction.Create("len", GoType.Int, [GoType.Raw], static (_, a) => Length(a[0])),
        GoFunction.CreateVariadic("print", GoType.String, [GoType.Any], static (_, a) => GoValue.String(GoFormatter.Print(a))),
        GoFunction.CreateVariadic("println", GoType.String, [GoType.Any], static (_, a) => GoValue.String(GoFormatter.PrintLine(a))),
        GoFunction.CreateVariadic(
            "printf", GoType.String, [GoType.String, GoType.Any], static (_, a) => GoValue.String(GoFormatter.Format(a[0].AsString, a[1..]))),
        GoFunction.CreateCall(Call),
    ];

    internal static GoValue Index(ReadOnlySpan<GoValue> arguments)
    {
        var item = arguments[0].Unwrap();
        if (!item.IsValid)
        {
            throw new GoFunctionException("index of untyped nil");
        }

        foreach (var raw in arguments[1..])
        {
            var index = raw.Unwrap();
            (item, var isNil) = FieldResolver.Indirect(item);
            if (isNil)
            {
                throw new GoFunctionException("index of nil pointer");
            }

            item = item.Kind switch
            {
                GoKind.Slice or GoKind.Array => Element(item, index),
                GoKind.String => Byte(item, index),
                GoKind.Map => Entry(item, index),
                _ => throw new GoFunctionException($"can't index item of type {item.StaticType}"),
            };
        }

        return item;
    }

    private static GoValue Element(GoValue list, GoValue index)
    {
        var items = list.AsList;
        var position = Position(index, items.Count);
        return position < items.Count
            ? items[position]
            : throw new GoFunctionException($"reflect: {(list.Kind == GoKind.Array ? "array" : "slice")} index out of range");
    }

    private static GoValue Byte(GoValue text, GoValue index)
    {
        var bytes = GoText.ToUtf8(text.AsString);
        var position = Position(index, bytes.Length);
        return position < bytes.Length
            ? GoValue.Integer(GoType.Uint8, bytes[position])
            : throw new GoFunctionException("reflect: string index out of range");
    }

    private static GoValue Entry(GoValue map, GoValue index)
    {
        var type = map.Type!;
        var key = type.Key!;
        if (!index.IsValid)
        {
            index = key.CanBeNil ? GoValue.Zero(key).Unwrap() : throw new GoFunctionException($"value is nil; should be of type {key}");
        }
        else if (!index.Type!.AssignableTo(key))
        {
            index = (index.Type.IsSigned || index.Type.IsUnsigned) && (key.IsSigned || key.IsUnsigned)
                ? GoValue.Integer(key, index.AsInt)
                : throw new GoFunctionException($"value has type {index.Type}; should be {key}");
        }

        return map.AsMap is { } entries && entries.TryGet(index, out var value) ? value : GoValue.Zero(type.Element!);
    }

    private static int Position(GoValue index, int limit)
    {
        if (!index.IsValid)
        {
            throw new GoFunctionException("cannot index slice/array with nil");
        }

        if (index.Type is not ({ IsSigned: true } or { IsUnsigned: true }))
        {
            throw new GoFunctionException($"cannot index slice/array with type {index.Type}");
        }

        return index.AsInt >= 0 && index.AsInt <= limit
            ? (int)index.AsInt
            : throw new GoFunctionException($"index out of range: {index.AsInt}");
    }

    private static GoValue Slice(ReadOnlySpan<GoValue> arguments)
    {
        var item = arguments[0].Unwrap();
        if (!item.IsValid)
        {
            throw new GoFunctionException("slice of untyped nil");
        }

        var count = arguments.Length - 1;
        if (count > 3)
        {
            throw new GoFunctionException($"too many slice indexes: {count}");
        }

        var length = item.Kind switch
        {
            GoKind.String when count == 3 => throw new GoFunctionException("cannot 3-index slice a string"),
            GoKind.String => GoText.ByteLength(item.AsString),
            GoKind.Slice or GoKind.Array => item.AsList.Count,
            _ => throw new GoFunctionException($"can't slice item of type {item.Type}"),
        };
        var capacity = item.Kind == GoKind.String ? length : item.AsList.Capacity;
        Span<int> bounds = [0, length, capacity];
        for (var i = 0; i < count; i++)
        {
            bounds[i] = Position(arguments[i + 1].Unwrap(), capacity);
        }

        if (bounds[0] > bounds[1])
        {
            throw new GoFunctionException($"invalid slice index: {bounds[0]} > {bounds[1]}");
        }

        if (item.Kind == GoKind.String)
        {
            return GoValue.String(item.Type!, GoText.Substring(item.AsString, bounds[0], bounds[1]));
        }

        if (bounds[1] > bounds[2])
        {
            throw new GoFunctionException($"invalid slice index: {bounds[1]} > {bounds[2]}");
        }

        if (item.Kind == GoKind.Array && arguments[0].HasSlot)
        {
            // An array held by an interface is a copy without an address, which Go does not slice.
            throw new GoFunctionException("reflect.Value.Slice: slice of unaddressable array");
        }

        var type = item.Kind == GoKind.Array ? item.Type!.Element!.Slice : item.Type!;
        return GoValue.Sequence(type, item.Ref is null ? null : item.AsList.Cut(bounds[0], bounds[1], bounds[2]));
    }

    private static GoValue Length(GoValue argument)
    {
        if (!argument.IsValid)
        {
            throw new GoFunctionException("reflect: call of reflect.Value.Type on zero Value");
        }

        var (item, isNil) = FieldResolver.Indirect(argument);
        if (isNil)
        {
            throw new GoFunctionException("len of nil pointer");
        }

        return item.Kind switch
        {
            GoKind.String => GoValue.Int(GoText.ByteLength(item.AsString)),
            GoKind.Slice or GoKind.Array => GoValue.Int(item.AsList.Count),
            GoKind.Map => GoValue.Int(item.AsMap?.Count ?? 0),
            _ => throw new GoFunctionException($"len of type {item.Type}"),
        };
    }

    private static GoValue Call(string? callee, ReadOnlySpan<GoValue> arguments)
    {
        var target = arguments[0].Unwrap();
        if (!target.IsValid)
        {
            throw new GoFunctionException("call of nil");
        }

        // There are no function values to call: none of the types that can be bound is one.
        var shown = callee ?? (target.Kind == GoKind.String ? target.AsString : $"<{target.Type} Value>");
        throw new GoFunctionException($"non-function {shown} of type {target.Type}");
    }
}
