using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's list functions. They take any slice or array and make new lists.</summary>
internal static class Lists
{
    private const int MaxCompared = 5_000;

    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.CreateVariadic("list", GoType.List, [GoType.Any], static (_, a) => GoValue.List(a.ToArray())),
        GoFunction.CreateVariadic("tuple", GoType.List, [GoType.Any], static (_, a) => GoValue.List(a.ToArray())),
        GoFunction.CreateVariadic("concat", GoType.Any, [GoType.Any], static (e, a) => Concat(e, a)),
        .. Pairs.CreateVariadic("slice", GoType.Any, [GoType.Any, GoType.Any], static (_, a) => Slice(a)),
        .. Pairs.Create("first", GoType.Any, [GoType.Any], static (_, a) => Arguments.List(a[0], "first") is { Count: > 0 } l ? l[0] : default),
        .. Pairs.Create("last", GoType.Any, [GoType.Any], static (_, a) => Arguments.List(a[0], "last") is { Count: > 0 } l ? l[l.Count - 1] : default),
        .. Pairs.Create("rest", GoType.List, [GoType.Any], static (_, a) => Part(Arguments.List(a[0], "rest"), 1)),
        .. Pairs.Create("initial", GoType.List, [GoType.Any], static (_, a) => Part(Arguments.List(a[0], "initial"), 0)),
        .. Pairs.Create("reverse", GoType.List, [GoType.Any], static (_, a) => Reverse(Arguments.List(a[0], "reverse"))),
        .. Pairs.Create("uniq", GoType.List, [GoType.Any], static (_, a) => Unique(Arguments.List(a[0], "uniq"))),
        .. Pairs.Create("compact", GoType.List, [GoType.Any], static (_, a) => Compact(Arguments.ListOr(a[0], "Cannot compact on type "))),
        .. Pairs.Create("append", GoType.List, [GoType.Any, GoType.Any], static (_, a) => Append(a[0], a[1])),
        .. Pairs.Create("push", GoType.List, [GoType.Any, GoType.Any], static (_, a) => Append(a[0], a[1])),
        .. Pairs.Create("prepend", GoType.List, [GoType.Any, GoType.Any], static (_, a) => Prepend(a[0], a[1])),
        .. Pairs.Create("has", GoType.Bool, [GoType.Any, GoType.Any], static (_, a) => Has(a[0], a[1])),
        .. Pairs.CreateVariadic("without", GoType.List, [GoType.Any, GoType.Any], static (_, a) => Without(a)),
        .. Pairs.Create("chunk", GoType.List.Slice, [GoType.Int, GoType.Any], static (_, a) => Chunk(a[0].AsInt, a[1])),
    ];

    private static GoValue Append(GoValue list, GoValue item) => GoValue.List([.. Arguments.ListOr(list, "Cannot push on type ").ToArray(), item]);

    private static GoValue Prepend(GoValue list, GoValue item) => GoValue.List([item, .. Arguments.ListOr(list, "Cannot prepend on type ").ToArray()]);

    /// <summary>All but one item; nil for an empty list.</summary>
    private static GoValue Part(GoList list, int start) => list.Count == 0
        ? GoValue.Sequence(GoType.List, null)
        : GoValue.List(list.ToArray()[start..(start + list.Count - 1)]);

    private static GoValue Reverse(GoList list)
    {
        var items = list.ToArray();
        Array.Reverse(items);
        return GoValue.List(items);
    }

    private static GoValue Compact(GoList list) => GoValue.List(Array.FindAll(list.ToArray(), static item => !Arguments.IsEmpty(item)));

    /// <summary>Sprig's slice takes the name of the builtin: it knows lists only and converts its bounds.</summary>
    private static GoValue Slice(ReadOnlySpan<GoValue> arguments)
    {
        var source = arguments[0];
        var list = Arguments.ListOr(source, "list should be type of slice or array but ");
        if (list.Count == 0)
        {
            return default;
        }

        var start = arguments.Length > 1 ? Arguments.Integer(arguments[1]) : 0;
        var end = arguments.Length > 2 ? Arguments.Integer(arguments[2]) : list.Count;
        if (source.Kind == GoKind.Array)
        {
            throw new GoFunctionException("reflect.Value.Slice: slice of unaddressable array");
        }

        return start >= 0 && start <= end && end <= list.Capacity
            ? GoValue.Sequence(source.Type!, list.Cut((int)start, (int)end, list.Capacity))
            : throw new GoFunctionException("reflect.Value.Slice: slice index out of bounds");
    }

    /// <summary>Scalars are found by their hash; only lists, maps and structs are compared one by one.</summary>
    private static GoValue Unique(GoList list)
    {
        var unique = new List<GoValue>();
        var scalars = new HashSet<GoValue>(GoValueComparer.Instance);
        var others = new List<GoValue>();
        foreach (var item in list.ToArray())
        {
            if (item.Kind is not (GoKind.Slice or GoKind.Array or GoKind.Map or GoKind.Struct or GoKind.Pointer))
            {
                if (scalars.Add(item.Unwrap()))
                {
                    unique.Add(item);
                }
            }
            else if (!others.Exists(other => DeepEquality.AreEqual(other, item)))
            {
                unique.Add(item);
                others.Add(others.Count < MaxCompared ? item : throw new GoFunctionException("list is too large to compare"));
            }
        }

        return GoValue.List(unique);
    }

    private static GoValue Without(ReadOnlySpan<GoValue> arguments)
    {
        var list = Arguments.List(arguments[0], "without");
        var excluded = arguments[1..].ToArray();
        return GoValue.List(Array.FindAll(list.ToArray(), item => !Array.Exists(excluded, e => DeepEquality.AreEqual(e, item))));
    }

    private static GoValue Has(GoValue item, GoValue list) =>
        GoValue.Bool(list.Type is not null && Array.Exists(Arguments.List(list, "has").ToArray(), i => DeepEquality.AreEqual(item, i)));

    private static GoValue Concat(Execution.TemplateExecution execution, ReadOnlySpan<GoValue> lists)
    {
        var all = new List<GoValue>();
        foreach (var list in lists)
        {
            if (list.Kind is not (GoKind.Slice or GoKind.Array))
            {
                throw new GoFunctionException(list.Type is null ? Arguments.NilPointer : $"Cannot concat type {Arguments.KindName(list)} as list");
            }

            execution.CheckSize((all.Count + (long)list.AsList.Count) * 32);
            all.AddRange(list.AsList.ToArray());
        }

        return all.Count == 0 ? GoValue.Sequence(GoType.List, null) : GoValue.List(all);
    }

    /// <summary>Lists of a given length. Sprig counts them with floating-point division, which decides what sizes below 1 give.</summary>
    private static GoValue Chunk(long size, GoValue value)
    {
        var items = Arguments.ListOr(value, "Cannot chunk type ").ToArray();
        var count = Math.Floor((items.Length - 1) / (double)size) + 1;
        if (!(count >= 0 && count <= items.Length + 1))
        {
            throw new GoFunctionException("runtime error: makeslice: len out of range");
        }

        var chunks = new GoValue[(int)count];
        for (var i = 0; i < chunks.Length; i++)
        {
            var left = items.Length % size;
            var length = i == chunks.Length - 1 && left != 0 ? left : size;
            if (length < 0)
            {
                throw new GoFunctionException("runtime error: makeslice: len out of range");
            }

            var start = i * size;
            if (start + length > items.Length)
            {
                throw new GoFunctionException("reflect: slice index out of range");
            }

            chunks[i] = GoValue.List(items[(int)start..(int)(start + length)]);
        }

        return GoValue.List(GoType.List, chunks);
    }
}
