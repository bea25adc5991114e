using System.Globalization;

namespace Warewulf.Cli.Output;

/// <summary>Writes sizes and times for people.</summary>
internal static class Units
{
    private static readonly string[] Sizes = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>Writes a number of bytes with one decimal and a binary unit, such as <c>1.4 GiB</c>.</summary>
    public static string Bytes(long bytes)
    {
        var value = (double)bytes;
        var unit = 0;
        while (value >= 1024 && unit < Sizes.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return unit == 0 ? $"{bytes} B" : string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {Sizes[unit]}");
    }

    /// <summary>Writes how long ago something was, with its two largest units: <c>4s</c>, <c>3m 20s</c>, <c>5d 2h</c>.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        // Clocks of two machines: something cannot have been seen in the future.
        { Ticks: <= 0 } => "0s",
        { TotalMinutes: < 1 } => $"{age.Seconds}s",
        { TotalHours: < 1 } => $"{age.Minutes}m {age.Seconds}s",
        { TotalDays: < 1 } => $"{age.Hours}h {age.Minutes}m",
        _ => $"{age.Days}d {age.Hours}h",
    };

    /// <summary>Writes seconds with one decimal: <c>12.3s</c>.</summary>
    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0}s");

    /// <summary>Writes a moment to the second, in UTC.</summary>
    public static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Writes a moment to the minute, in UTC and as Warewulf's list of images does: <c>02 Jan 06 15:04 UTC</c>; the epoch for none.</summary>
    public static string ImageTime(DateTimeOffset? time) =>
        (time ?? DateTimeOffset.UnixEpoch).UtcDateTime.ToString("dd MMM yy HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
