using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's dictionary functions. They take map[string]interface {} and nothing else, as in Go.</summary>
internal static class Dictionaries
{
    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.CreateVariadic("dict", GoType.Dictionary, [GoType.Any], static (_, a) => Make(a)),
        GoFunction.Create("set", GoType.Dictionary, [GoType.Dictionary, GoType.String, GoType.Any], static (_, a) => Set(a[0], a[1], a[2])),
        GoFunction.Create("unset", GoType.Dictionary, [GoType.Dictionary, GoType.String], static (_, a) => Unset(a[0], a[1])),
        GoFunction.Create("get", GoType.Any, [GoType.Dictionary, GoType.String], static (_, a) => Get(a[0], a[1])),
        GoFunction.Create("hasKey", GoType.Bool, [GoType.Dictionary, GoType.String], static (_, a) => Has(a[0], a[1])),
        GoFunction.CreateVariadic("keys", GoType.StringList, [GoType.Dictionary], static (_, a) => Keys(a)),
        GoFunction.Create("values", GoType.List, [GoType.Dictionary], static (_, a) => Values(a[0].AsMap)),
        GoFunction.CreateVariadic("pluck", GoType.List, [GoType.String, GoType.Dictionary], static (_, a) => Pluck(a[0], a[1..])),
        GoFunction.CreateVariadic("pick", GoType.Dictionary, [GoType.Dictionary, GoType.String], static (_, a) => Filter(a[0].AsMap, a[1..], keep: true)),
        GoFunction.CreateVariadic("omit", GoType.Dictionary, [GoType.Dictionary, GoType.String], static (_, a) => Filter(a[0].AsMap, a[1..], keep: false)),
        GoFunction.CreateVariadic("dig", GoType.Any, [GoType.Any], static (_, a) => Dig(a)),
        .. Merging("merge", overwrite: false),
        .. Merging("mergeOverwrite", overwrite: true),
        GoFunction.Create("deepCopy", GoType.Any, [GoType.Any], static (_, a) => DeepCopies.Of(a[0])),
        GoFunction.Create("mustDeepCopy", GoType.Any, [GoType.Any], static (_, a) => DeepCopies.Of(a[0])),
    ];

    /// <summary>The map as something that can be changed.</summary>
    internal static GoDictionary Writable(GoMap map) =>
        map as GoDictionary ?? throw new GoFunctionException("the map belongs to the program and cannot be changed");

    private static IEnumerable<GoFunction> Merging(string name, bool overwrite) =>
    [
        GoFunction.CreateVariadic(
            name, GoType.Any, [GoType.Dictionary, GoType.Dictionary],
            (e, a) => Merge.TryMerge(a[0], a[1..], overwrite, out var merged, out var _) ? merged : GoValue.String("")),
        GoFunction.CreateVariadic(
            Pairs.Must(name), GoType.Any, [GoType.Dictionary, GoType.Dictionary],
            (_, a) => Merge.TryMerge(a[0], a[1..], overwrite, out var merged, out var problem) ? merged : throw new GoFunctionException(problem)),
    ];

    private static GoValue Make(ReadOnlySpan<GoValue> arguments)
    {
        var map = new GoDictionary(GoType.Dictionary);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            // A key without a value gets the empty string.
            map.Set(GoValue.String(Arguments.Text(arguments[i])), i + 1 < arguments.Length ? arguments[i + 1] : GoValue.String(""));
        }

        return GoValue.Map(GoType.Dictionary, map);
    }

    private static GoValue Set(GoValue map, GoValue key, GoValue value)
    {
        Writable(map.AsMap ?? throw new GoFunctionException("assignment to entry in nil map")).Set(key, value);
        return map;
    }

    private static GoValue Unset(GoValue map, GoValue key)
    {
        if (map.AsMap is { } entries && entries.TryGet(key, out _))
        {
            Writable(entries).Remove(key);
        }

        return map;
    }

    private static GoValue Has(GoValue map, GoValue key) => GoValue.Bool(map.AsMap is { } entries && entries.TryGet(key, out _));

    private static GoValue Get(GoValue map, GoValue key) =>
        map.AsMap is { } entries && entries.TryGet(key, out var value) ? value : GoValue.String("");

    private static GoValue Keys(ReadOnlySpan<GoValue> maps)
    {
        var keys = new List<string>();
        foreach (var map in maps)
        {
            keys.AddRange((map.AsMap?.SortedKeys() ?? []).Select(k => k.AsString));
        }

        return GoValue.Strings(keys);
    }

    private static GoValue Values(GoMap? map)
    {
        var values = new List<GoValue>();
        foreach (var key in map?.SortedKeys() ?? [])
        {
            _ = map!.TryGet(key, out var value);
            values.Add(value);
        }

        return GoValue.List(values);
    }

    private static GoValue Pluck(GoValue key, ReadOnlySpan<GoValue> maps)
    {
        var values = new List<GoValue>();
        foreach (var map in maps)
        {
            if (map.AsMap is { } entries && entries.TryGet(key, out var value))
            {
                values.Add(value);
            }
        }

        return GoValue.List(values);
    }

    private static GoValue Filter(GoMap? map, ReadOnlySpan<GoValue> keys, bool keep)
    {
        var named = keys.ToArray().Select(static k => k.AsString).ToHashSet(StringComparer.Ordinal);
        var result = new GoDictionary(GoType.Dictionary);
        foreach (var key in map?.SortedKeys() ?? [])
        {
            if (named.Contains(key.AsString) == keep && map!.TryGet(key, out var value))
            {
                result.Set(key, value);
            }
        }

        return GoValue.Map(GoType.Dictionary, result);
    }

    /// <summary>Follows keys through nested dictionaries; the last but one argument is given for a key that is missing.</summary>
    private static GoValue Dig(ReadOnlySpan<GoValue> arguments)
    {
        if (arguments.Length < 3)
        {
            throw new GoFunctionException("dig needs at least three arguments");
        }

        var value = Expect(arguments[^1], GoType.Dictionary);
        foreach (var key in arguments[..^2])
        {
            Expect(key, GoType.String);
        }

        foreach (var key in arguments[..^2])
        {
            if (Expect(value, GoType.Dictionary).AsMap is not { } entries || !entries.TryGet(key, out value))
            {
                return arguments[^2];
            }
        }

        return value;
    }

    private static GoValue Expect(GoValue value, GoType type) => ReferenceEquals(value.Type, type)
        ? value
        : throw new GoFunctionException($"interface conversion: interface {{}} is {value.Type?.Name ?? "nil"}, not {type.Name}");
}
