using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's default values, type questions, toJson and fail.</summary>
internal static class Defaults
{
    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.CreateVariadic("default", GoType.Any, [GoType.Any, GoType.Any], static (_, a) => a.Length < 2 || Arguments.IsEmpty(a[1]) ? a[0] : a[1]),
        GoFunction.Create("empty", GoType.Bool, [GoType.Any], static (_, a) => GoValue.Bool(Arguments.IsEmpty(a[0]))),
        GoFunction.CreateVariadic("coalesce", GoType.Any, [GoType.Any], static (_, a) => Coalesce(a)),
        GoFunction.Create("ternary", GoType.Any, [GoType.Any, GoType.Any, GoType.Bool], static (_, a) => a[2].AsBool ? a[0] : a[1]),
        GoFunction.Create("kindIs", GoType.Bool, [GoType.String, GoType.Any], static (_, a) => GoValue.Bool(a[0].AsString == Arguments.KindName(a[1]))),
        GoFunction.Create("kindOf", GoType.String, [GoType.Any], static (_, a) => GoValue.String(Arguments.KindName(a[0]))),
        GoFunction.Create("typeOf", GoType.String, [GoType.Any], static (_, a) => GoValue.String(a[0].Type?.Name ?? "<nil>")),
        GoFunction.Create("toJson", GoType.String, [GoType.Any], static (_, a) => GoValue.String(GoJson.Encode(a[0]))),
        GoFunction.Create("fail", GoType.String, [GoType.String], static (_, a) => throw new GoFunctionException(a[0].AsString)),
    ];

    private static GoValue Coalesce(ReadOnlySpan<GoValue> arguments)
    {
        foreach (var argument in arguments)
        {
            if (!Arguments.IsEmpty(argument))
            {
                return argument;
            }
        }

        return default;
    }
}
