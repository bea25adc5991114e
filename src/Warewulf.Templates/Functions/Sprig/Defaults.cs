using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's default values, choices between values, and fail.</summary>
internal static class Defaults
{
    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.CreateVariadic("default", GoType.Any, [GoType.Any, GoType.Any], static (_, a) => a.Length < 2 || Arguments.IsEmpty(a[1]) ? a[0] : a[1]),
        GoFunction.Create("empty", GoType.Bool, [GoType.Any], static (_, a) => GoValue.Bool(Arguments.IsEmpty(a[0]))),
        GoFunction.CreateVariadic("coalesce", GoType.Any, [GoType.Any], static (_, a) => Find(a, empty: false) is var i and >= 0 ? a[i] : default),
        GoFunction.CreateVariadic("all", GoType.Bool, [GoType.Any], static (_, a) => GoValue.Bool(Find(a, empty: true) < 0)),
        GoFunction.CreateVariadic("any", GoType.Bool, [GoType.Any], static (_, a) => GoValue.Bool(Find(a, empty: false) >= 0)),
        GoFunction.Create("ternary", GoType.Any, [GoType.Any, GoType.Any, GoType.Bool], static (_, a) => a[2].AsBool ? a[0] : a[1]),
        GoFunction.Create("fail", GoType.String, [GoType.String], static (_, a) => throw new GoFunctionException(a[0].AsString)),
        GoFunction.Create("hello", GoType.String, [], static (_, _) => GoValue.String("Hello!")),
    ];

    /// <summary>The first argument that is empty, or is not; -1 when there is none.</summary>
    private static int Find(ReadOnlySpan<GoValue> arguments, bool empty)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (Arguments.IsEmpty(arguments[i]) == empty)
            {
                return i;
            }
        }

        return -1;
    }
}
