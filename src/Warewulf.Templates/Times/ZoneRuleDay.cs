using System.Globalization;

namespace Warewulf.Templates.Times;

/// <summary>A day of the year in a zone rule, with the time of day of the change: J60, 59 or M3.5.0, each with an optional /time.</summary>
internal readonly record struct ZoneRuleDay(char Form, int Month, int Week, int Day, int Time)
{
    private const int SecondsPerDay = 86_400;

    /// <summary>Takes one day with the comma before it.</summary>
    public static bool TryParse(ref ReadOnlySpan<char> text, out ZoneRuleDay day)
    {
        day = default;
        if (!text.StartsWith(","))
        {
            return false;
        }

        text = text[1..];
        var comma = text.IndexOf(',');
        var part = comma < 0 ? text : text[..comma];
        text = comma < 0 ? [] : text[comma..];
        var time = 2 * 3_600;
        var slash = part.IndexOf('/');
        if (slash >= 0)
        {
            var clock = part[(slash + 1)..];
            if (!ZoneRule.TryOffset(ref clock, out time) || !clock.IsEmpty)
            {
                return false;
            }

            part = part[..slash];
        }

        return part.StartsWith("M") ? TryMonth(part[1..], time, out day) : TryDay(part, time, out day);
    }

    /// <summary>The seconds from the start of a year to the change, on the zone's own clock.</summary>
    public int Second(long year)
    {
        var leap = CivilDate.IsLeap(year);
        var days = Form switch
        {
            'J' => Day - 1 + (leap && Day >= 60 ? 1 : 0),
            'N' => Day,
            _ => MonthDay(year) + CivilDate.DaysBeforeMonth(Month, leap),
        };
        return (days * SecondsPerDay) + Time;
    }

    /// <summary>The day of the month, from 0, of the given weekday in the given week; week 5 is the last.</summary>
    private int MonthDay(long year)
    {
        // Day 0 of the count, 1 January of the year 1, was a Monday.
        var firstWeekday = (int)((((CivilDate.DayNumber(year, Month, 1) + 1) % 7) + 7) % 7);
        var day = (Day - firstWeekday + 7) % 7;
        for (var week = 1; week < Week && day + 7 < CivilDate.DaysInMonth(Month, year); week++)
        {
            day += 7;
        }

        return day;
    }

    private static bool TryMonth(ReadOnlySpan<char> text, int time, out ZoneRuleDay day)
    {
        Span<Range> parts = stackalloc Range[4];
        var (month, week, weekday) = (0, 0, 0);
        var right = text.Split(parts, '.') == 3 && TryNumber(text[parts[0]], 1, 12, out month)
            && TryNumber(text[parts[1]], 1, 5, out week) && TryNumber(text[parts[2]], 0, 6, out weekday);
        day = new ZoneRuleDay('M', month, week, weekday, time);
        return right;
    }

    private static bool TryDay(ReadOnlySpan<char> text, int time, out ZoneRuleDay day)
    {
        var julian = text.StartsWith("J");
        var right = TryNumber(julian ? text[1..] : text, julian ? 1 : 0, 365, out var number);
        day = new ZoneRuleDay(julian ? 'J' : 'N', 0, 0, number, time);
        return right;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}
