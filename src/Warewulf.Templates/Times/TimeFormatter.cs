using System.Globalization;
using System.Text;

namespace Warewulf.Templates.Times;

/// <summary>Writes times by Go layouts.</summary>
internal static class TimeFormatter
{
    public static string Format(GoTime time, string layout)
    {
        var output = new StringBuilder(layout.Length + 10);
        var date = time.Date;
        var zone = time.Zone;
        var start = 0;
        while (true)
        {
            var element = TimeLayout.Next(layout, start, out var at, out var length);
            output.Append(layout, start, at - start);
            if (element == LayoutElement.None)
            {
                return output.ToString();
            }

            start = at + length;
            if (element >= LayoutElement.ZoneName && element < LayoutElement.FixedFraction)
            {
                WriteZone(output, element, zone);
            }
            else if (element >= LayoutElement.FixedFraction)
            {
                WriteFraction(output, time.Nanosecond, layout.AsSpan(at, length), element == LayoutElement.TrimmedFraction);
            }
            else
            {
                WriteField(output, element, time, date);
            }
        }
    }

    /// <summary>The hour on a clock face: 12, 1, 2 ... 11.</summary>
    public static int Hour12(int hour) => hour % 12 == 0 ? 12 : hour % 12;

    private static void WriteField(StringBuilder output, LayoutElement element, GoTime time, CivilDate date)
    {
        _ = element switch
        {
            LayoutElement.LongMonth => output.Append(TimeLayout.Months[date.Month - 1]),
            LayoutElement.ShortMonth => output.Append(TimeLayout.Months[date.Month - 1].AsSpan(0, 3)),
            LayoutElement.NumericMonth => Number(output, date.Month, 0),
            LayoutElement.PaddedMonth => Number(output, date.Month, 2),
            LayoutElement.LongWeekday => output.Append(TimeLayout.Weekdays[time.Weekday]),
            LayoutElement.ShortWeekday => output.Append(TimeLayout.Weekdays[time.Weekday].AsSpan(0, 3)),
            LayoutElement.Day => Number(output, date.Day, 0),
            LayoutElement.SpacedDay => Number(output.Append(date.Day < 10 ? " " : ""), date.Day, 0),
            LayoutElement.PaddedDay => Number(output, date.Day, 2),
            LayoutElement.SpacedYearDay => Number(output.Append(date.YearDay < 10 ? "  " : date.YearDay < 100 ? " " : ""), date.YearDay, 0),
            LayoutElement.PaddedYearDay => Number(output, date.YearDay, 3),
            LayoutElement.Hour => Number(output, time.Hour, 2),
            LayoutElement.Hour12 => Number(output, Hour12(time.Hour), 0),
            LayoutElement.PaddedHour12 => Number(output, Hour12(time.Hour), 2),
            LayoutElement.Minute => Number(output, time.Minute, 0),
            LayoutElement.PaddedMinute => Number(output, time.Minute, 2),
            LayoutElement.Second => Number(output, time.Second, 0),
            LayoutElement.PaddedSecond => Number(output, time.Second, 2),
            LayoutElement.LongYear => Number(output, date.Year, 4),
            LayoutElement.Year => Number(output, Math.Abs(date.Year) % 100, 2),
            LayoutElement.UpperHalf => output.Append(time.Hour >= 12 ? "PM" : "AM"),
            _ => output.Append(time.Hour >= 12 ? "pm" : "am"),
        };
    }

    private static void WriteZone(StringBuilder output, LayoutElement element, ZonePeriod zone)
    {
        if (element == LayoutElement.ZoneName)
        {
            if (zone.Name.Length > 0)
            {
                output.Append(zone.Name);
                return;
            }

            element = LayoutElement.NumericZone;
        }
        else if (element < LayoutElement.NumericZone && zone.Offset == 0)
        {
            output.Append('Z');
            return;
        }

        // Go takes the sign from the whole minutes; an offset of less than a minute to the west so keeps its own sign in the seconds.
        var minutes = zone.Offset / 60;
        output.Append(minutes < 0 ? '-' : '+');
        Number(output, Math.Abs(minutes) / 60, 2);
        if (element is LayoutElement.IsoShortZone or LayoutElement.ShortNumericZone)
        {
            return;
        }

        var colon = element is LayoutElement.IsoColonZone or LayoutElement.ColonZone or LayoutElement.IsoColonSecondsZone or LayoutElement.ColonSecondsZone;
        Number(output.Append(colon ? ":" : ""), Math.Abs(minutes) % 60, 2);
        if (ShowsSeconds(element))
        {
            Number(output.Append(colon ? ":" : ""), (minutes < 0 ? -zone.Offset : zone.Offset) % 60, 2);
        }
    }

    private static bool ShowsSeconds(LayoutElement element) => element is LayoutElement.IsoSecondsZone or LayoutElement.NumericSecondsZone
        or LayoutElement.IsoColonSecondsZone or LayoutElement.ColonSecondsZone;

    private static void WriteFraction(StringBuilder output, int nanosecond, ReadOnlySpan<char> element, bool trim)
    {
        var digits = TimeLayout.Digits(element);
        var text = nanosecond.ToString("000000000", CultureInfo.InvariantCulture);
        var shown = digits <= 9 ? text[..digits] : text;
        shown = trim ? shown.TrimEnd('0') : shown;
        if (shown.Length > 0)
        {
            output.Append(element[0]).Append(shown);
        }
    }

    private static StringBuilder Number(StringBuilder output, long value, int width)
    {
        var digits = ((Int128)value < 0 ? -(Int128)value : value).ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');
        return output.Append(value < 0 ? "-" : "").Append(digits);
    }
}
