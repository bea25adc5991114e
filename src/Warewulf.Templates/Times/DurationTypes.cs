using Warewulf.Templates.Values;

namespace Warewulf.Templates.Times;

/// <summary>The Go types of durations, months and weekdays.</summary>
internal static class DurationTypes
{
    public static GoType Duration { get; } = DeclareDuration();

    public static GoType Month { get; } = Names("time.Month", "%!Month(", TimeLayout.Months, 1);

    public static GoType Weekday { get; } = Names("time.Weekday", "%!Weekday(", TimeLayout.Weekdays, 0);

    private static GoType DeclareDuration()
    {
        var methods = new List<GoFunction>
        {
            Method("String", GoType.String, static d => GoValue.String(GoDuration.Text(d))),
            Method("Nanoseconds", GoType.Int64, static d => GoValue.Int64(d)),
            Method("Microseconds", GoType.Int64, static d => GoValue.Int64(d / GoDuration.Microsecond)),
            Method("Milliseconds", GoType.Int64, static d => GoValue.Int64(d / GoDuration.Millisecond)),
            Method("Seconds", GoType.Float64, static d => GoValue.Float(GoDuration.In(d, GoDuration.Second))),
            Method("Minutes", GoType.Float64, static d => GoValue.Float(GoDuration.In(d, GoDuration.Minute))),
            Method("Hours", GoType.Float64, static d => GoValue.Float(GoDuration.In(d, GoDuration.Hour))),
        };
        var type = GoType.Named("time.Duration", GoType.Int64, static v => GoDuration.Text(v.AsInt), methods);
        type.AddMethods(
            Method("Abs", type, d => GoValue.Integer(type, d == long.MinValue ? long.MaxValue : Math.Abs(d))),
            GoFunction.Create("Round", type, [type], (_, a) => GoValue.Integer(type, GoDuration.Round(a[0].AsInt, a[1].AsInt))),
            GoFunction.Create("Truncate", type, [type], (_, a) => GoValue.Integer(type, GoDuration.Truncate(a[0].AsInt, a[1].AsInt))));
        return type;
    }

    private static GoFunction Method(string name, GoType result, Func<long, GoValue> call) =>
        GoFunction.Create(name, result, [], (_, a) => call(a[0].AsInt));

    private static GoType Names(string name, string unknown, string[] names, int first)
    {
        string Text(GoValue value) => value.AsInt - first is var index && index >= 0 && index < names.Length
            ? names[index]
            : unknown + value.AsUint.ToString(System.Globalization.CultureInfo.InvariantCulture) + ")";

        return GoType.Named(name, GoType.Int, Text, [GoFunction.Create("String", GoType.String, [], (_, a) => GoValue.String(Text(a[0])))]);
    }
}
