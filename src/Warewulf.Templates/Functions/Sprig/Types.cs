using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's questions about types, and comparison of whole values.</summary>
internal static class Types
{
    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.Create("typeOf", GoType.String, [GoType.Any], static (_, a) => GoValue.String(Name(a[0]))),
        GoFunction.Create("typeIs", GoType.Bool, [GoType.String, GoType.Any], static (_, a) => GoValue.Bool(a[0].AsString == Name(a[1]))),
        GoFunction.Create(
            "typeIsLike", GoType.Bool, [GoType.String, GoType.Any],
            static (_, a) => GoValue.Bool(Name(a[1]) == a[0].AsString || Name(a[1]) == "*" + a[0].AsString)),
        GoFunction.Create("kindOf", GoType.String, [GoType.Any], static (_, a) => GoValue.String(Arguments.KindName(a[0]))),
        GoFunction.Create("kindIs", GoType.Bool, [GoType.String, GoType.Any], static (_, a) => GoValue.Bool(a[0].AsString == Arguments.KindName(a[1]))),
        GoFunction.Create("deepEqual", GoType.Bool, [GoType.Any, GoType.Any], static (_, a) => GoValue.Bool(DeepEquality.AreEqual(a[0], a[1]))),
    ];

    private static string Name(GoValue value) => value.Type?.Name ?? "<nil>";
}
