using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Times;

/// <summary>The Go types of times and zones.</summary>
internal static class TimeTypes
{
    public static GoType Location { get; } = GoType.Struct<GoLocation>("time.Location", static t => t.String(static l => l.Name));

    public static GoType Time { get; } = Declare();

    public static GoValue Value(GoTime time) => GoValue.Struct(Time, time);

    public static GoTime Of(GoValue value) => (GoTime)value.Ref!;

    private static GoType Declare()
    {
        var type = GoType.Struct<GoTime>("time.Time", static t => t
            .Field("wall", GoType.Uint64, static x => GoValue.Integer(GoType.Uint64, x.Nanosecond))
            .Field("ext", GoType.Int64, static x => GoValue.Int64(x.Seconds))
            .Field("loc", Location.Pointer, static x => GoValue.Pointer(Location, x.Location))
            .String(static x => x.ToString()));
        var duration = DurationTypes.Duration;
        type.AddMethods([.. Fields(), .. Conversions(type), .. Comparisons(type), .. Refused()]);
        type.AddMethods(
            Method("Add", type, [duration], static (_, t, a) => Value(t.Add(a.AsInt))),
            Method("Round", type, [duration], static (_, t, a) => Value(Round(t, a.AsInt))),
            Method("Truncate", type, [duration], static (_, t, a) => Value(a.AsInt <= 0 ? t : t.Add(-t.Remainder(a.AsInt)))),
            GoFunction.Create("AddDate", type, [GoType.Int, GoType.Int, GoType.Int], static (_, a) => Value(AddDate(Of(a[0]), a[1..]))));
        type.JsonMethod = static v => Json(Of(v)) is { } text ? $"\"{text}\"" : null;
        type.SourceMethod = static v => Source(Of(v));
        return type;
    }

    private static IEnumerable<GoFunction> Fields() =>
    [
        Integer("Year", static t => t.Date.Year),
        Method("Month", DurationTypes.Month, [], static (_, t, _) => GoValue.Integer(DurationTypes.Month, t.Date.Month)),
        Integer("Day", static t => t.Date.Day),
        Integer("YearDay", static t => t.Date.YearDay),
        Method("Weekday", DurationTypes.Weekday, [], static (_, t, _) => GoValue.Integer(DurationTypes.Weekday, t.Weekday)),
        Integer("Hour", static t => t.Hour),
        Integer("Minute", static t => t.Minute),
        Integer("Second", static t => t.Second),
        Integer("Nanosecond", static t => t.Nanosecond),
        Method("IsZero", GoType.Bool, [], static (_, t, _) => GoValue.Bool(t.IsZero)),
        Method("IsDST", GoType.Bool, [], static (_, t, _) => GoValue.Bool(t.Zone.IsSummer)),
        Method("Unix", GoType.Int64, [], static (_, t, _) => GoValue.Int64(t.Unix)),
        Method("UnixMilli", GoType.Int64, [], static (_, t, _) => GoValue.Int64(unchecked((t.Unix * 1_000) + (t.Nanosecond / 1_000_000)))),
        Method("UnixMicro", GoType.Int64, [], static (_, t, _) => GoValue.Int64(unchecked((t.Unix * 1_000_000) + (t.Nanosecond / 1_000)))),
        Method("UnixNano", GoType.Int64, [], static (_, t, _) => GoValue.Int64(t.UnixNano)),
        Method("Location", Location.Pointer, [], static (_, t, _) => GoValue.Pointer(Location, t.Location ?? GoLocation.Utc)),
    ];

    private static IEnumerable<GoFunction> Conversions(GoType type) =>
    [
        Method("UTC", type, [], static (_, t, _) => Value(t.In(null))),
        Method("Local", type, [], static (e, t, _) => Value(t.In(e.Surroundings.LocalZone))),
        Method("In", type, [Location.Pointer], static (_, t, a) => Value(t.In(
            (GoLocation?)a.Ref ?? throw new GoFunctionException("time: missing Location in call to Time.In")))),
        Method("Format", GoType.String, [GoType.String], static (_, t, a) => GoValue.String(t.Format(a.AsString))),
        Method("GoString", GoType.String, [], static (_, t, _) => GoValue.String(Source(t))),
        Method("MarshalText", GoType.Uint8.Slice, [], static (_, t, _) => Marshal(t, "MarshalText", "")),
        Method("MarshalJSON", GoType.Uint8.Slice, [], static (_, t, _) => Marshal(t, "MarshalJSON", "\"")),
    ];

    private static IEnumerable<GoFunction> Comparisons(GoType type) =>
    [
        Method("Sub", DurationTypes.Duration, [type], static (_, t, a) => GoValue.Integer(DurationTypes.Duration, t.Subtract(Of(a)))),
        Method("Before", GoType.Bool, [type], static (_, t, a) => GoValue.Bool(t.CompareTo(Of(a)) < 0)),
        Method("After", GoType.Bool, [type], static (_, t, a) => GoValue.Bool(t.CompareTo(Of(a)) > 0)),
        Method("Equal", GoType.Bool, [type], static (_, t, a) => GoValue.Bool(t.CompareTo(Of(a)) == 0)),
        Method("Compare", GoType.Int, [type], static (_, t, a) => GoValue.Int(t.CompareTo(Of(a)))),
    ];

    private static IEnumerable<GoFunction> Refused() =>
    [
        GoFunction.CreateRefused("Date", [], "function Date has 3 return values; should be 1 or 2"),
        GoFunction.CreateRefused("Clock", [], "function Clock has 3 return values; should be 1 or 2"),
        GoFunction.CreateRefused("ISOWeek", [], "invalid function signature for ISOWeek: second return value should be error; is int"),
        GoFunction.CreateRefused("Zone", [], "invalid function signature for Zone: second return value should be error; is int"),
        GoFunction.CreateRefused("ZoneBounds", [], "invalid function signature for ZoneBounds: second return value should be error; is time.Time"),
    ];

    private static GoFunction Integer(string name, Func<GoTime, long> get) =>
        Method(name, GoType.Int, [], (_, t, _) => GoValue.Int(get(t)));

    private static GoFunction Method(string name, GoType result, GoType[] parameters, Func<TemplateExecution, GoTime, GoValue, GoValue> call) =>
        GoFunction.Create(name, result, parameters, (execution, a) => call(execution, Of(a[0]), a.Length > 1 ? a[1] : default));

    private static GoTime AddDate(GoTime time, ReadOnlySpan<GoValue> amounts) => time.AddDate(amounts[0].AsInt, amounts[1].AsInt, amounts[2].AsInt);

    private static GoTime Round(GoTime time, long multiple)
    {
        if (multiple <= 0)
        {
            return time;
        }

        var rest = time.Remainder(multiple);
        return time.Add((Int128)rest * 2 < multiple ? -rest : multiple - rest);
    }

    private static string? Json(GoTime time) => time.Date.Year is >= 0 and <= 9_999 ? time.Format(TimeLayout.Rfc3339Nano) : null;

    private static GoValue Marshal(GoTime time, string method, string quote)
    {
        var text = Json(time) ?? throw new GoFunctionException($"Time.{method}: year outside of range [0,9999]");
        return GoValue.Sequence(GoType.Uint8.Slice, GoList.Bytes(GoText.ToUtf8(quote + text + quote)));
    }

    /// <summary>The time as Go source, which %#v prints.</summary>
    private static string Source(GoTime time)
    {
        var date = time.Date;
        var zone = time.Location switch
        {
            null => "time.UTC",
            { Name: "Local" } => "time.Local",
            { Name: var name } => $"time.Location({TimeParseException.Quote(name)})",
        };
        return $"time.Date({date.Year}, time.{TimeLayout.Months[date.Month - 1]}, {date.Day}, {time.Hour}, {time.Minute}, {time.Second}, {time.Nanosecond}, {zone})";
    }
}
