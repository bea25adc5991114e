using Warewulf.Templates.Decimals;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Parsing;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's functions for numbers with a fraction. Sums and products are exact in decimal and become a float64 at the end.</summary>
internal static class FloatNumbers
{
    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.CreateVariadic("addf", GoType.Float64, [GoType.Any], static (e, a) => Calculate(e, GoValue.Float(0), a, static (x, y) => x.Add(y))),
        GoFunction.Create("add1f", GoType.Float64, [GoType.Any], static (e, a) => Calculate(e, a[0], [GoValue.Int(1)], static (x, y) => x.Add(y))),
        GoFunction.CreateVariadic("subf", GoType.Float64, [GoType.Any, GoType.Any], static (e, a) => Calculate(e, a[0], a[1..], static (x, y) => x.Subtract(y))),
        GoFunction.CreateVariadic("mulf", GoType.Float64, [GoType.Any, GoType.Any], static (e, a) => Calculate(e, a[0], a[1..], static (x, y) => x.Multiply(y))),
        GoFunction.CreateVariadic("divf", GoType.Float64, [GoType.Any, GoType.Any], static (e, a) => Calculate(e, a[0], a[1..], static (x, y) => x.Divide(y))),
        GoFunction.CreateVariadic("maxf", GoType.Float64, [GoType.Any, GoType.Any], static (_, a) => Choose(a, Larger)),
        GoFunction.CreateVariadic("minf", GoType.Float64, [GoType.Any, GoType.Any], static (_, a) => Choose(a, static (x, y) => -Larger(-x, -y))),
        GoFunction.Create("floor", GoType.Float64, [GoType.Any], static (_, a) => GoValue.Float(Math.Floor(Arguments.Float(a[0])))),
        GoFunction.Create("ceil", GoType.Float64, [GoType.Any], static (_, a) => GoValue.Float(Math.Ceiling(Arguments.Float(a[0])))),
        GoFunction.CreateVariadic(
            "round", GoType.Float64, [GoType.Any, GoType.Int, GoType.Float64], static (_, a) => Round(Arguments.Float(a[0]), a[1].AsInt, a.Length > 2 ? a[2].AsFloat : 0.5)),
        GoFunction.Create("toDecimal", GoType.Int64, [GoType.Any], static (_, a) => GoValue.Int64(
            GoNumberText.TryInt(GoFormatter.Print(a[0]), 8, out var number) ? number : 0)),
    ];

    private static GoValue Calculate(
        TemplateExecution execution, GoValue first, ReadOnlySpan<GoValue> others, Func<GoDecimal, GoDecimal, GoDecimal> operation)
    {
        var result = GoDecimal.From(Arguments.Float(first));
        foreach (var other in others)
        {
            execution.Charge(result.Work);
            result = operation(result, GoDecimal.From(Arguments.Float(other)));
        }

        return GoValue.Float(result.ToDouble());
    }

    private static GoValue Choose(ReadOnlySpan<GoValue> arguments, Func<double, double, double> choose)
    {
        var best = Arguments.Float(arguments[0]);
        foreach (var other in arguments[1..])
        {
            best = choose(best, Arguments.Float(other));
        }

        return GoValue.Float(best);
    }

    /// <summary>Infinity wins even against NaN, as in Go.</summary>
    private static double Larger(double x, double y) => double.IsPositiveInfinity(x) || double.IsPositiveInfinity(y)
        ? double.PositiveInfinity
        : Math.Max(x, y);

    private static GoValue Round(double value, long places, double roundOn)
    {
        var power = PowerOfTen(places);
        var scaled = power * value;
        var fraction = scaled - Math.Truncate(scaled);
        return GoValue.Float((fraction >= roundOn ? Math.Ceiling(scaled) : Math.Floor(scaled)) / power);
    }

    /// <summary>
    /// 10 to a whole power as Go computes it, by squaring the binary mantissa. Large powers differ in the last bit from the nearest double,
    /// and rounded numbers show it.
    /// </summary>
    private static double PowerOfTen(long places)
    {
        if (places is > 1_000 or < -1_000)
        {
            return places > 0 ? double.PositiveInfinity : 0;
        }

        var (mantissa, exponent) = (0.625, 4);
        var (result, scale) = (1.0, 0);
        for (var rest = Math.Abs(places); rest != 0; rest >>= 1)
        {
            if ((rest & 1) == 1)
            {
                result *= mantissa;
                scale += exponent;
            }

            mantissa *= mantissa;
            exponent <<= 1;
            if (mantissa < 0.5)
            {
                mantissa += mantissa;
                exponent--;
            }
        }

        return places < 0 ? Math.ScaleB(1 / result, -scale) : Math.ScaleB(result, scale);
    }
}
