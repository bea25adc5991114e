using System.Globalization;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Parsing;
using Warewulf.Templates.Times;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's dates and durations.</summary>
internal static class Dates
{
    private const string HtmlLayout = "2006-01-02";
    private const ulong NanosecondsPerDay = 24UL * GoDuration.Hour;

    public static IEnumerable<GoFunction> All { get; } =
    [
        GoFunction.Create("now", GoType.Time, [], static (e, _) => TimeTypes.Value(e.Surroundings.Now())),
        GoFunction.Create("date", GoType.String, [GoType.String, GoType.Any], static (e, a) => Text(e, a[0].AsString, a[1], "Local")),
        .. Both("dateInZone", "date_in_zone", GoType.String, [GoType.String, GoType.Any, GoType.String], static (e, a) => Text(
            e, a[0].AsString, a[1], a[2].AsString)),
        GoFunction.Create("htmlDate", GoType.String, [GoType.Any], static (e, a) => Text(e, HtmlLayout, a[0], "Local")),
        GoFunction.Create("htmlDateInZone", GoType.String, [GoType.Any, GoType.String], static (e, a) => Text(e, HtmlLayout, a[0], a[1].AsString)),
        .. Both("dateModify", "date_modify", GoType.Time, [GoType.String, GoType.Time], static (_, a) => Modify(a[0].AsString, a[1], false)),
        .. Both("mustDateModify", "must_date_modify", GoType.Time, [GoType.String, GoType.Time], static (_, a) => Modify(a[0].AsString, a[1], true)),
        GoFunction.Create("ago", GoType.String, [GoType.Any], static (e, a) => Ago(e, a[0])),
        GoFunction.Create("duration", GoType.String, [GoType.Any], static (_, a) => GoValue.String(GoDuration.Text(unchecked(Seconds(a[0]) * GoDuration.Second)))),
        GoFunction.Create("durationRound", GoType.String, [GoType.Any], static (e, a) => GoValue.String(Rounded(Span(e, a[0])))),
        GoFunction.Create("toDate", GoType.Time, [GoType.String, GoType.String], static (e, a) => Parse(e, a[0].AsString, a[1].AsString, false)),
        GoFunction.Create("mustToDate", GoType.Time, [GoType.String, GoType.String], static (e, a) => Parse(e, a[0].AsString, a[1].AsString, true)),
        GoFunction.Create("unixEpoch", GoType.String, [GoType.Time], static (_, a) => GoValue.String(
            TimeTypes.Of(a[0]).Unix.ToString(CultureInfo.InvariantCulture))),
    ];

    private static GoFunction[] Both(string name, string other, GoType result, GoType[] parameters, GoFunctionBody body) =>
        [GoFunction.Create(name, result, parameters, body), GoFunction.Create(other, result, parameters, body)];

    private static GoValue Text(TemplateExecution execution, string layout, GoValue date, string zone)
    {
        var time = Time(execution, date, withPointers: true);
        return GoValue.String(time.In(execution.Surroundings.Zone(zone)).Format(layout));
    }

    /// <summary>Anything that is no time and no number of seconds counts as now.</summary>
    private static GoTime Time(TemplateExecution execution, GoValue date, bool withPointers)
    {
        var local = execution.Surroundings.LocalZone;
        if (ReferenceEquals(date.Type, GoType.Time))
        {
            return TimeTypes.Of(date);
        }

        if (ReferenceEquals(date.Type, GoType.Int64) || ReferenceEquals(date.Type, GoType.Int) || (withPointers && ReferenceEquals(date.Type, GoType.Int32)))
        {
            return GoTime.FromUnix(date.AsInt, 0, local);
        }

        return withPointers && ReferenceEquals(date.Type, GoType.Time.Pointer)
            ? (GoTime?)date.Ref ?? throw new GoFunctionException("runtime error: invalid memory address or nil pointer dereference")
            : execution.Surroundings.Now();
    }

    private static GoValue Modify(string amount, GoValue date, bool must)
    {
        try
        {
            return TimeTypes.Value(TimeTypes.Of(date).Add(DurationParser.Parse(amount)));
        }
        catch (TimeParseException error)
        {
            return must ? throw new GoFunctionException(error.Message, error) : date;
        }
    }

    private static GoValue Parse(TemplateExecution execution, string layout, string text, bool must)
    {
        try
        {
            return TimeTypes.Value(TimeParser.Parse(layout, text, execution.Surroundings.LocalZone));
        }
        catch (TimeParseException error)
        {
            return must ? throw new GoFunctionException(error.Message, error) : TimeTypes.Value(GoTime.Zero);
        }
    }

    private static GoValue Ago(TemplateExecution execution, GoValue date)
    {
        var since = execution.Surroundings.Now().Subtract(Time(execution, date, withPointers: false));
        return GoValue.String(GoDuration.Text(GoDuration.Round(since, GoDuration.Second)));
    }

    private static long Seconds(GoValue value) => value.Type switch
    {
        var type when ReferenceEquals(type, GoType.String) => GoNumberText.TryInt(value.AsString, 10, out var number) ? number : Nearest(value.AsString),
        var type when ReferenceEquals(type, GoType.Int64) => value.AsInt,
        _ => 0,
    };

    /// <summary>Go gives the nearest number for one that is out of range, and 0 for what is no number.</summary>
    private static long Nearest(string text)
    {
        UInt128 size = 0;
        var digits = text.AsSpan(text.StartsWith('-') || text.StartsWith('+') ? 1 : 0);
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return 0;
            }

            size = (size * 10) + (uint)(c - '0');
            if (size > ulong.MaxValue)
            {
                // Go stops here and does not see what comes after.
                break;
            }
        }

        return size == 0 ? 0 : text[0] == '-' ? long.MinValue : long.MaxValue;
    }

    private static long Span(TemplateExecution execution, GoValue value)
    {
        if (ReferenceEquals(value.Type, GoType.Int64))
        {
            return value.AsInt;
        }

        if (ReferenceEquals(value.Type, GoType.Time))
        {
            return execution.Surroundings.Now().Subtract(TimeTypes.Of(value));
        }

        try
        {
            return ReferenceEquals(value.Type, GoType.String) ? DurationParser.Parse(value.AsString) : 0;
        }
        catch (TimeParseException)
        {
            return 0;
        }
    }

    /// <summary>The duration in its largest unit, cut off.</summary>
    private static string Rounded(long duration)
    {
        var size = GoDuration.Magnitude(duration);
        (ulong Length, string Name)[] units =
        [
            (365 * NanosecondsPerDay, "y"), (30 * NanosecondsPerDay, "mo"), (NanosecondsPerDay, "d"),
            (GoDuration.Hour, "h"), (GoDuration.Minute, "m"), (GoDuration.Second, "s"),
        ];
        foreach (var (length, name) in units)
        {
            if (size > length)
            {
                return $"{size / length}{name}";
            }
        }

        return "0s";
    }
}
