namespace Warewulf.Templates.Times;

/// <summary>Go's time.Time: a moment to the nanosecond, shown in a zone. Immutable.</summary>
/// <param name="Seconds">Seconds since 1 January of the year 1, UTC; wraps around as in Go.</param>
/// <param name="Nanosecond">0 to 999,999,999.</param>
/// <param name="Location">The zone; null means UTC.</param>
internal sealed record GoTime(long Seconds, int Nanosecond, GoLocation? Location)
{
    public const long UnixEpoch = 62_135_596_800;
    private const long SecondsPerDay = 86_400;

    // Go counts days from the start of this year, in unsigned seconds; times beyond its range wrap around there.
    private const long FirstYear = -292_277_022_399;
    private const long DaysFromFirstYear = 730_692_556L * 146_097;

    public static GoTime Zero { get; } = new(0, 0, null);

    public long Unix => unchecked(Seconds - UnixEpoch);

    public long UnixNano => unchecked((Unix * 1_000_000_000) + Nanosecond);

    public bool IsZero => Seconds == 0 && Nanosecond == 0;

    public ZonePeriod Zone => Location is null ? GoLocation.Utc.At(0) : Location.At(Unix);

    public CivilDate Date => CivilDate.Of((long)(Absolute / SecondsPerDay) - DaysFromFirstYear);

    public int SecondOfDay => (int)(Absolute % SecondsPerDay);

    public int Hour => SecondOfDay / 3_600;

    public int Minute => SecondOfDay / 60 % 60;

    public int Second => SecondOfDay % 60;

    /// <summary>0 is Sunday.</summary>
    public int Weekday
    {
        get
        {
            // The first day of the first year is a Monday, as the calendar repeats every 400 years.
            return (int)(((Absolute / SecondsPerDay) + 1) % 7);
        }
    }

    private ulong Absolute => unchecked((ulong)(Seconds + Zone.Offset + (DaysFromFirstYear * SecondsPerDay)));

    public static GoTime FromUnix(long seconds, long nanoseconds, GoLocation? location)
    {
        var carry = CivilDate.FloorDiv(nanoseconds, 1_000_000_000);
        return new GoTime(unchecked(seconds + carry + UnixEpoch), (int)(nanoseconds - (carry * 1_000_000_000)), Normal(location));
    }

    public static GoTime From(DateTimeOffset moment)
    {
        var location = moment.Offset == TimeSpan.Zero ? null : GoLocation.Fixed("", (int)moment.Offset.TotalSeconds);
        var ticks = moment.UtcTicks;
        return new GoTime(ticks / TimeSpan.TicksPerSecond, (int)(ticks % TimeSpan.TicksPerSecond) * 100, location);
    }

    /// <summary>The moment that a zone's clock shows; fields out of range carry over.</summary>
    public static GoTime Of(long year, long month, long day, long hour, long minute, long second, long nanosecond, GoLocation? location)
    {
        unchecked
        {
            month--;
            year += CivilDate.FloorDiv(month, 12);
            month -= CivilDate.FloorDiv(month, 12) * 12;
            second += CivilDate.FloorDiv(nanosecond, 1_000_000_000);
            nanosecond -= CivilDate.FloorDiv(nanosecond, 1_000_000_000) * 1_000_000_000;
            var days = CivilDate.DayNumber(year, (int)month + 1, 1) + day - 1;
            var local = (days * SecondsPerDay) + (hour * 3_600) + (minute * 60) + second - UnixEpoch;
            var unix = location is null ? local : location.ToUnix(local);
            return new GoTime(unix + UnixEpoch, (int)nanosecond, Normal(location));
        }
    }

    public GoTime In(GoLocation? location) => this with { Location = Normal(location) };

    public GoTime Add(long nanoseconds)
    {
        var sum = Nanosecond + (nanoseconds % 1_000_000_000);
        var carry = CivilDate.FloorDiv(sum, 1_000_000_000);
        return this with
        {
            Seconds = unchecked(Seconds + (nanoseconds / 1_000_000_000) + carry),
            Nanosecond = (int)(sum - (carry * 1_000_000_000)),
        };
    }

    public GoTime AddDate(long years, long months, long days)
    {
        var date = Date;
        return unchecked(Of(date.Year + years, date.Month + months, date.Day + days, Hour, Minute, Second, Nanosecond, Location));
    }

    /// <summary>The nanoseconds between two times, at most what a duration holds.</summary>
    public long Subtract(GoTime other)
    {
        var difference = (((Int128)Seconds - other.Seconds) * 1_000_000_000) + Nanosecond - other.Nanosecond;
        return (long)Int128.Clamp(difference, long.MinValue, long.MaxValue);
    }

    public int CompareTo(GoTime other) => Seconds != other.Seconds ? Seconds.CompareTo(other.Seconds) : Nanosecond.CompareTo(other.Nanosecond);

    /// <summary>The time since the last multiple of a duration, counted from the year 1.</summary>
    public long Remainder(long duration) => (long)((((Int128)Seconds * 1_000_000_000) + Nanosecond) is var total && total % duration is var rest && rest < 0
        ? rest + duration
        : total % duration);

    /// <summary>The week as ISO 8601 counts it.</summary>
    public (long Year, int Week) IsoWeek()
    {
        // The week belongs to the year that has its Thursday.
        var day = (long)(Absolute / SecondsPerDay) - DaysFromFirstYear;
        var thursday = CivilDate.Of(day + 3 - ((Weekday + 6) % 7));
        return (thursday.Year, ((thursday.YearDay - 1) / 7) + 1);
    }

    public string Format(string layout) => TimeFormatter.Format(this, layout);

    public override string ToString() => Format(TimeLayout.Default);

    private static GoLocation? Normal(GoLocation? location) => ReferenceEquals(location, GoLocation.Utc) ? null : location;
}
