using Warewulf.Templates.Functions;
using Warewulf.Templates.Values;

namespace Warewulf.TestKit.Cases;

/// <summary>The small functions that the language's own tests use.</summary>
public static class CaseFunctions
{
    public static FunctionSet GoTest { get; } = FunctionSet.Empty.With(
        GoFunction.CreateVariadic("add", GoType.Int, [GoType.Int], (_, a) => GoValue.Int(a.ToArray().Sum(v => v.AsInteger))),
        GoFunction.Create("echo", GoType.Any, [GoType.Any], (_, a) => a[0]),
        GoFunction.CreateVariadic("makemap", GoType.StringMap, [GoType.String], (_, a) => MakeMap(a)),
        GoFunction.Create("mapOfThree", GoType.Any, [], (_, _) => MapOfThree()),
        GoFunction.Create("oneArg", GoType.String, [GoType.String], (_, a) => GoValue.String("oneArg=" + a[0].AsString)),
        GoFunction.Create("twoArgs", GoType.String, [GoType.String, GoType.String], (_, a) => GoValue.String("twoArgs=" + a[0].AsString + a[1].AsString)),
        GoFunction.Create("zeroArgs", GoType.String, [], (_, _) => GoValue.String("zeroArgs")),
        GoFunction.CreateVariadic("dddArg", GoType.String, [GoType.Int, GoType.String], (_, a) => GoValue.String(GoFormatter.Print(a))),
        GoFunction.Create("returnInt", GoType.Int, [], (_, _) => GoValue.Int(7)),
        GoFunction.Create("die", GoType.Bool, [], (_, _) => throw new GoFunctionException("die")),
        GoFunction.Create("typeOf", GoType.String, [GoType.Any], (_, a) => GoValue.String(a[0].Type?.Name ?? "<nil>")),
        GoFunction.Create("valueString", GoType.String, [GoType.String], (_, a) => GoValue.String("value is ignored")));

    private static GoValue MakeMap(ReadOnlySpan<GoValue> arguments)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < arguments.Length; i += 2)
        {
            map[arguments[i].AsString] = arguments[i + 1].AsString;
        }

        return GoValue.Strings(map);
    }

    private static GoValue MapOfThree() => GoValue.Map(GoType.Int, new Dictionary<string, int>(StringComparer.Ordinal) { ["three"] = 3 }, v => GoValue.Int(v));
}
