using Warewulf.Templates.Parsing;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's whole-number functions.</summary>
internal static class Numbers
{
    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.CreateVariadic("add", GoType.Int64, [GoType.Any], static (_, a) => Sum(a)),
        GoFunction.Create(
            "sub", GoType.Int64, [GoType.Any, GoType.Any], static (_, a) => Arguments.Number(unchecked(Arguments.Integer(a[0]) - Arguments.Integer(a[1])))),
        GoFunction.Create("int", GoType.Int, [GoType.Any], static (_, a) => GoValue.Int(Arguments.Integer(a[0]))),
        GoFunction.Create("int64", GoType.Int64, [GoType.Any], static (_, a) => Arguments.Number(Arguments.Integer(a[0]))),
        GoFunction.Create(
            "atoi", GoType.Int, [GoType.String], static (_, a) => GoValue.Int(GoNumberText.TryInt(a[0].AsString, 10, out var number) ? number : 0)),
    ];

    private static GoValue Sum(ReadOnlySpan<GoValue> arguments)
    {
        var sum = 0L;
        foreach (var argument in arguments)
        {
            unchecked
            {
                sum += Arguments.Integer(argument);
            }
        }

        return Arguments.Number(sum);
    }
}
