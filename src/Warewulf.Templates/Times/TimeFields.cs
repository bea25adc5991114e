using System.Globalization;

namespace Warewulf.Templates.Times;

/// <summary>What a text says of a time; -1 where it says nothing.</summary>
internal sealed class TimeFields
{
    // Fields, not properties: the parser fills them through out parameters.
    public int Year;
    public int Month = -1;
    public int Day = -1;
    public int YearDay = -1;
    public int Hour;
    public int Minute;
    public int Second;
    public int Nanosecond;
    public int ZoneOffset = -1;

    public bool IsMorning { get; set; }

    public bool IsAfternoon { get; set; }

    public bool IsUtc { get; set; }

    public string ZoneName { get; set; } = "";

    /// <summary>The field whose number is too large, if one is.</summary>
    public string? OutOfRange { get; set; }

    /// <summary>Makes a time of the fields. Throws <see cref="TimeParseException"/> when there is no such day.</summary>
    public GoTime Resolve(string value, GoLocation location)
    {
        Hour += IsAfternoon && Hour < 12 ? 12 : IsMorning && Hour == 12 ? -12 : 0;
        if (YearDay >= 0)
        {
            ResolveYearDay(value);
        }

        Month = Month < 0 ? 1 : Month;
        Day = Day < 0 ? 1 : Day;
        if (Day < 1 || Day > CivilDate.DaysInMonth(Month, Year))
        {
            throw TimeParseException.Because(value, "day out of range");
        }

        return IsUtc ? At(null) : ZoneOffset != -1 ? AtOffset(location) : ZoneName.Length > 0 ? AtNamedZone(location) : At(location);
    }

    private void ResolveYearDay(string value)
    {
        if (YearDay < 1 || YearDay > (CivilDate.IsLeap(Year) ? 366 : 365))
        {
            throw TimeParseException.Because(value, "day-of-year out of range");
        }

        var date = CivilDate.Of(CivilDate.DaysBeforeYear(Year) + YearDay - 1);
        if (Month >= 0 && Month != date.Month)
        {
            throw TimeParseException.Because(value, "day-of-year does not match month");
        }

        if (Day >= 0 && Day != date.Day)
        {
            throw TimeParseException.Because(value, "day-of-year does not match day");
        }

        (Month, Day) = (date.Month, date.Day);
    }

    private GoTime At(GoLocation? location) => GoTime.Of(Year, Month, Day, Hour, Minute, Second, Nanosecond, location);

    private GoTime AtOffset(GoLocation location)
    {
        var utc = At(null);
        var time = utc with { Seconds = utc.Seconds - ZoneOffset };
        var local = location.At(time.Unix);

        // A text with the offset that the local zone has at that time is one of the local zone.
        return time.In(local.Offset == ZoneOffset && (ZoneName.Length == 0 || local.Name == ZoneName)
            ? location
            : GoLocation.Fixed(ZoneName, ZoneOffset));
    }

    private GoTime AtNamedZone(GoLocation location)
    {
        var utc = At(null);
        if (location.TryOffset(ZoneName, utc.Unix, out var offset))
        {
            return (utc with { Seconds = utc.Seconds - offset.Value }).In(location);
        }

        // An unknown abbreviation counts as UTC under another name. One that says its own offset changes how the time is shown, not what it is.
        var hours = ZoneName.StartsWith("GMT", StringComparison.Ordinal) && ZoneName.Length > 3
            ? int.Parse(ZoneName.AsSpan(3), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            : 0;
        return utc.In(GoLocation.Fixed(ZoneName, hours * 3_600));
    }
}
