namespace Warewulf.Templates.Times;

/// <summary>A day of the Gregorian calendar, carried on without end in both directions.</summary>
internal readonly record struct CivilDate(long Year, int Month, int Day, int YearDay)
{
    private const long DaysIn400Years = 146_097;
    private static readonly int[] DaysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

    /// <summary>The date of a day counted from 1 January of the year 1, which is day 0.</summary>
    public static CivilDate Of(long dayNumber)
    {
        var cycles = FloorDiv(dayNumber, DaysIn400Years);
        var rest = dayNumber - (cycles * DaysIn400Years);
        // The last day of a cycle, and of a leap year's group, would otherwise count as a year of its own.
        var centuries = Math.Min(rest / 36_524, 3);
        rest -= centuries * 36_524;
        var groups = rest / 1_461;
        rest -= groups * 1_461;
        var years = Math.Min(rest / 365, 3);
        rest -= years * 365;
        var year = (cycles * 400) + (centuries * 100) + (groups * 4) + years + 1;
        var yearDay = (int)rest;
        var leap = IsLeap(year);
        var month = 1;
        while (yearDay >= DaysBeforeMonth(month + 1, leap))
        {
            month++;
        }

        return new CivilDate(year, month, yearDay - DaysBeforeMonth(month, leap) + 1, yearDay + 1);
    }

    /// <summary>The day number of a date; month and day must be in range.</summary>
    public static long DayNumber(long year, int month, int day) => DaysBeforeYear(year) + DaysBeforeMonth(month, IsLeap(year)) + day - 1;

    public static long DaysBeforeYear(long year)
    {
        var previous = year - 1;
        return (previous * 365) + FloorDiv(previous, 4) - FloorDiv(previous, 100) + FloorDiv(previous, 400);
    }

    public static bool IsLeap(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    public static int DaysInMonth(int month, long year) => DaysBeforeMonth(month + 1, IsLeap(year)) - DaysBeforeMonth(month, IsLeap(year));

    /// <summary>Days of the year before a month; month 13 stands for the whole year.</summary>
    public static int DaysBeforeMonth(int month, bool leap) => DaysBefore[month - 1] + (leap && month > 2 ? 1 : 0);

    public static long FloorDiv(long value, long divisor)
    {
        var quotient = value / divisor;
        return value % divisor < 0 ? quotient - 1 : quotient;
    }
}
