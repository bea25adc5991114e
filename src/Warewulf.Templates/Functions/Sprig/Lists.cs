using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's list functions. They take any slice or array and make new lists.</summary>
internal static class Lists
{
    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.CreateVariadic("list", GoType.List, [GoType.Any], static (_, a) => GoValue.List(a.ToArray())),
        GoFunction.CreateVariadic("tuple", GoType.List, [GoType.Any], static (_, a) => GoValue.List(a.ToArray())),
        GoFunction.CreateVariadic("slice", GoType.Any, [GoType.Any, GoType.Any], static (_, a) => Slice(a)),
        GoFunction.Create("append", GoType.List, [GoType.Any, GoType.Any], static (_, a) => Append(a[0], a[1])),
        GoFunction.Create("first", GoType.Any, [GoType.Any], static (_, a) => End(Arguments.List(a[0], "first"), last: false)),
        GoFunction.Create("last", GoType.Any, [GoType.Any], static (_, a) => End(Arguments.List(a[0], "last"), last: true)),
        GoFunction.Create("rest", GoType.List, [GoType.Any], static (_, a) => Rest(Arguments.List(a[0], "rest"))),
        GoFunction.Create("reverse", GoType.List, [GoType.Any], static (_, a) => Reverse(Arguments.List(a[0], "reverse"))),
        GoFunction.Create("uniq", GoType.List, [GoType.Any], static (_, a) => Unique(Arguments.List(a[0], "uniq"))),
        GoFunction.CreateVariadic("without", GoType.List, [GoType.Any, GoType.Any], static (_, a) => Without(a)),
        GoFunction.Create("has", GoType.Bool, [GoType.Any, GoType.Any], static (_, a) => Has(a[0], a[1])),
        GoFunction.CreateVariadic("concat", GoType.Any, [GoType.Any], static (_, a) => Concat(a)),
        GoFunction.Create("until", GoType.Int.Slice, [GoType.Int], static (e, a) => Until(e, 0, a[0].AsInt, a[0].AsInt < 0 ? -1 : 1)),
        GoFunction.Create(
            "untilStep", GoType.Int.Slice, [GoType.Int, GoType.Int, GoType.Int], static (e, a) => Until(e, a[0].AsInt, a[1].AsInt, a[2].AsInt)),
    ];

    private static GoValue Append(GoValue list, GoValue item)
    {
        if (list.Kind is not (GoKind.Slice or GoKind.Array))
        {
            throw new GoFunctionException(list.IsValid
                ? $"Cannot push on type {Arguments.KindName(list)}"
                : "reflect: call of reflect.Value.Type on zero Value");
        }

        return GoValue.List([.. list.AsList.ToArray(), item]);
    }

    private static GoValue End(GoList list, bool last) => list.Count == 0 ? default : list[last ? list.Count - 1 : 0];

    private static GoValue Rest(GoList list) => list.Count == 0 ? GoValue.Sequence(GoType.List, null) : GoValue.List(list.ToArray()[1..]);

    private static GoValue Reverse(GoList list)
    {
        var items = list.ToArray();
        Array.Reverse(items);
        return GoValue.List(items);
    }

    /// <summary>Sprig's slice takes the name of the builtin: it knows lists only and converts its bounds.</summary>
    private static GoValue Slice(ReadOnlySpan<GoValue> arguments)
    {
        var source = arguments[0];
        if (source.Kind is not (GoKind.Slice or GoKind.Array))
        {
            throw new GoFunctionException(source.IsValid
                ? $"list should be type of slice or array but {Arguments.KindName(source)}"
                : "reflect: call of reflect.Value.Type on zero Value");
        }

        var list = source.AsList;
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

    private static GoValue Unique(GoList list)
    {
        var unique = new List<GoValue>();
        foreach (var item in list.ToArray())
        {
            if (!unique.Exists(u => DeepEquality.AreEqual(u, item)))
            {
                unique.Add(item);
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
        GoValue.Bool(list.IsValid && Array.Exists(Arguments.List(list, "has").ToArray(), i => DeepEquality.AreEqual(item, i)));

    private static GoValue Concat(ReadOnlySpan<GoValue> lists)
    {
        var all = new List<GoValue>();
        foreach (var list in lists)
        {
            if (list.Kind is not (GoKind.Slice or GoKind.Array))
            {
                throw new GoFunctionException(list.IsValid
                    ? $"Cannot concat type {Arguments.KindName(list)} as list"
                    : "reflect: call of reflect.Value.Type on zero Value");
            }

            all.AddRange(list.AsList.ToArray());
        }

        return GoValue.List(all);
    }

    private static GoValue Until(TemplateExecution execution, long start, long stop, long step)
    {
        var count = step == 0 || (step > 0 ? stop <= start : stop >= start)
            ? 0
            : ((Int128)stop - start + step - Math.Sign(step)) / step;
        execution.CheckSize(count > long.MaxValue / 32 ? long.MaxValue : (long)count * 32);
        return GoValue.List(GoType.Int, Enumerable.Range(0, (int)count).Select(i => GoValue.Int(start + (i * step))).ToArray());
    }
}
