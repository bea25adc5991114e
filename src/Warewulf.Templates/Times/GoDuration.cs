using System.Globalization;

namespace Warewulf.Templates.Times;

/// <summary>Go's time.Duration: nanoseconds in 64 bits, written as 1h2m3.5s.</summary>
internal static class GoDuration
{
    public const long Microsecond = 1_000;
    public const long Millisecond = 1_000_000;
    public const long Second = 1_000_000_000;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;

    /// <summary>The text, as Go prints it.</summary>
    public static string Text(long duration)
    {
        var magnitude = Magnitude(duration);
        var sign = duration < 0 ? "-" : "";
        if (magnitude < Second)
        {
            return magnitude switch
            {
                0 => "0s",
                < Microsecond => $"{sign}{magnitude}ns",
                < Millisecond => $"{sign}{Fraction(magnitude, 3)}µs",
                _ => $"{sign}{Fraction(magnitude, 6)}ms",
            };
        }

        var minutes = magnitude / Minute;
        var seconds = Fraction(magnitude % Minute, 9) + "s";
        return minutes == 0 ? sign + seconds
            : minutes < 60 ? $"{sign}{minutes}m{seconds}"
            : $"{sign}{minutes / 60}h{minutes % 60}m{seconds}";
    }

    /// <summary>The nanoseconds without their sign; the most negative duration included.</summary>
    public static ulong Magnitude(long duration) => duration < 0 ? unchecked(0UL - (ulong)duration) : (ulong)duration;

    /// <summary>Rounds to a multiple, halves away from zero; a multiple of zero or less changes nothing.</summary>
    public static long Round(long duration, long multiple)
    {
        if (multiple <= 0)
        {
            return duration;
        }

        var rest = Int128.Abs((Int128)duration % multiple);
        var size = Int128.Abs(duration);
        var rounded = (rest * 2 < multiple ? size - rest : size - rest + multiple) * (duration < 0 ? -1 : 1);
        return (long)Int128.Clamp(rounded, long.MinValue, long.MaxValue);
    }

    /// <summary>Cuts off what exceeds a multiple; a multiple of zero or less changes nothing.</summary>
    public static long Truncate(long duration, long multiple) => multiple <= 0 ? duration : duration - (duration % multiple);

    /// <summary>The duration in a unit, whole units and fraction summed separately as Go does.</summary>
    public static double In(long duration, long unit) => (duration / unit) + ((duration % unit) / (double)unit);

    private static string Fraction(ulong value, int digits)
    {
        var scale = (ulong)Math.Pow(10, digits);
        var fraction = (value % scale).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0').TrimEnd('0');
        return fraction.Length == 0 ? $"{value / scale}" : $"{value / scale}.{fraction}";
    }
}
