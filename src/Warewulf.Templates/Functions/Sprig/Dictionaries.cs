using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's dictionary functions. They take map[string]interface {} and nothing else, as in Go.</summary>
internal static class Dictionaries
{
    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.CreateVariadic("dict", GoType.Dictionary, [GoType.Any], static (_, a) => Make(a)),
        GoFunction.Create("set", GoType.Dictionary, [GoType.Dictionary, GoType.String, GoType.Any], static (_, a) => Set(a[0], a[1], a[2])),
        GoFunction.Create("get", GoType.Any, [GoType.Dictionary, GoType.String], static (_, a) => Get(a[0], a[1])),
        GoFunction.Create("hasKey", GoType.Bool, [GoType.Dictionary, GoType.String], static (_, a) => Has(a[0], a[1])),
        GoFunction.CreateVariadic("keys", GoType.StringList, [GoType.Dictionary], static (_, a) => Keys(a)),
        GoFunction.Create("values", GoType.List, [GoType.Dictionary], static (_, a) => Values(a[0].AsMap)),
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
        switch (map.AsMap)
        {
            case GoDictionary entries:
                entries.Set(key, value);
                return map;
            case null:
                throw new GoFunctionException("assignment to entry in nil map");
            default:
                throw new GoFunctionException("the map belongs to the program and cannot be changed");
        }
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
}
