using System.Globalization;
using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Parsing;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's whole-number functions. They count modulo 2^64, as Go does.</summary>
internal static class Numbers
{
    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.CreateVariadic("add", GoType.Int64, [GoType.Any], static (_, a) => Fold(a, static (x, y) => unchecked(x + y))),
        GoFunction.Create("add1", GoType.Int64, [GoType.Any], static (_, a) => Arguments.Number(unchecked(Arguments.Integer(a[0]) + 1))),
        Two("sub", static (x, y) => unchecked(x - y)),
        Two("div", static (x, y) => y == -1 ? unchecked(-x) : x / Divisor(y)),
        Two("mod", static (x, y) => y == -1 ? 0 : x % Divisor(y)),
        Several("mul", static (x, y) => unchecked(x * y)),
        Several("max", Math.Max),
        Several("biggest", Math.Max),
        Several("min", Math.Min),
        GoFunction.Create("int", GoType.Int, [GoType.Any], static (_, a) => GoValue.Int(Arguments.Integer(a[0]))),
        GoFunction.Create("int64", GoType.Int64, [GoType.Any], static (_, a) => Arguments.Number(Arguments.Integer(a[0]))),
        GoFunction.Create("float64", GoType.Float64, [GoType.Any], static (_, a) => GoValue.Float(Arguments.Float(a[0]))),
        GoFunction.Create("atoi", GoType.Int, [GoType.String], static (_, a) => GoValue.Int(Atoi(a[0].AsString))),
        GoFunction.Create(
            "until", GoType.Int.Slice, [GoType.Int], static (e, a) => List(e, 0, a[0].AsInt, a[0].AsInt < 0 ? -1 : 1)),
        GoFunction.Create(
            "untilStep", GoType.Int.Slice, [GoType.Int, GoType.Int, GoType.Int], static (e, a) => List(e, a[0].AsInt, a[1].AsInt, a[2].AsInt)),
        GoFunction.CreateVariadic("seq", GoType.String, [GoType.Int], static (e, a) => GoValue.String(Sequence(e, a))),
    ];

    private static GoFunction Two(string name, Func<long, long, long> operation) => GoFunction.Create(
        name, GoType.Int64, [GoType.Any, GoType.Any], (_, a) => Arguments.Number(operation(Arguments.Integer(a[0]), Arguments.Integer(a[1]))));

    private static GoFunction Several(string name, Func<long, long, long> operation) => GoFunction.CreateVariadic(
        name, GoType.Int64, [GoType.Any, GoType.Any], (_, a) => Fold(a, operation));

    private static GoValue Fold(ReadOnlySpan<GoValue> arguments, Func<long, long, long> operation)
    {
        var result = arguments.IsEmpty ? 0 : Arguments.Integer(arguments[0]);
        for (var i = 1; i < arguments.Length; i++)
        {
            result = operation(result, Arguments.Integer(arguments[i]));
        }

        return Arguments.Number(result);
    }

    /// <summary>A decimal number; 0 for what is none, the nearest number for what is too large.</summary>
    private static long Atoi(string text)
    {
        if (GoNumberText.TryInt(text, 10, out var number))
        {
            return number;
        }

        var digits = text.AsSpan(text is ['-' or '+', ..] ? 1 : 0);
        return digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9') ? 0 : text[0] == '-' ? long.MinValue : long.MaxValue;
    }

    private static long Divisor(long value) => value != 0 ? value : throw new GoFunctionException("runtime error: integer divide by zero");

    private static GoValue List(TemplateExecution execution, long start, long stop, long step)
    {
        var count = Count(start, stop, step);
        execution.CheckSize(count > long.MaxValue / 32 ? long.MaxValue : (long)count * 32);
        var numbers = new List<GoValue>((int)count);

        // Beyond the largest number Go goes on from the smallest, and only the limit ends that.
        for (var i = start; step != 0 && step > 0 == start < stop && (step > 0 ? i < stop : i > stop); i = unchecked(i + step))
        {
            numbers.Add(GoValue.Int(i));
            execution.CheckItems(numbers.Count);
        }

        return GoValue.List(GoType.Int, numbers);
    }

    private static Int128 Count(long start, long stop, long step) => step == 0 || (step > 0 ? stop <= start : stop >= start)
        ? 0
        : ((Int128)stop - start + step - Math.Sign(step)) / step;

    /// <summary>The numbers from a start to an end, both included, as the command seq prints them.</summary>
    private static string Sequence(TemplateExecution execution, ReadOnlySpan<GoValue> arguments)
    {
        if (arguments.Length is 0 or > 3)
        {
            return "";
        }

        var start = arguments.Length == 1 ? 1 : arguments[0].AsInt;
        var end = arguments[^1].AsInt;
        var direction = end < start ? -1 : 1;
        var step = arguments.Length == 3 ? arguments[1].AsInt : direction;
        if (direction < 0 && step > 0)
        {
            return "";
        }

        var count = Count(start, unchecked(end + direction), step);
        execution.CheckSize(count > int.MaxValue ? long.MaxValue : (long)count * 2);
        var output = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            output.Append(i == 0 ? "" : " ").Append((start + (i * step)).ToString(CultureInfo.InvariantCulture));
            execution.CheckSize(output.Length);
        }

        return output.ToString();
    }
}
