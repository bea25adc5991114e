using System.Buffers;
using System.Globalization;

namespace Warewulf.Templates.Times;

/// <summary>The rule for the years after a zone's last recorded change, as POSIX writes it: <c>CET-1CEST,M3.5.0,M10.5.0/3</c>.</summary>
internal sealed class ZoneRule
{
    private const long SecondsPerDay = 86_400;
    private const long DaysTo1970 = 719_162;

    private static readonly SearchValues<char> NameEnds = SearchValues.Create("0123456789,-+");

    private readonly ZonePeriod _standard;
    private readonly ZonePeriod? _summer;
    private readonly ZoneRuleDay _start;
    private readonly ZoneRuleDay _end;

    private ZoneRule(ZonePeriod standard, ZonePeriod? summer, ZoneRuleDay start, ZoneRuleDay end)
    {
        _standard = standard;
        _summer = summer;
        _start = start;
        _end = end;
    }

    /// <summary>Reads a rule; null when the text is none, which leaves the last recorded period in force.</summary>
    public static ZoneRule? Parse(string text)
    {
        var rest = text.AsSpan();
        if (!TryName(ref rest, out var name) || !TryOffset(ref rest, out var offset))
        {
            return null;
        }

        var standard = new ZonePeriod(name, -offset, false);
        if (rest.IsEmpty || rest[0] == ',')
        {
            return new ZoneRule(standard, null, default, default);
        }

        if (!TryName(ref rest, out var summerName))
        {
            return null;
        }

        var summerOffset = standard.Offset + 3_600;
        if (!rest.IsEmpty && rest[0] != ',')
        {
            if (!TryOffset(ref rest, out var stated))
            {
                return null;
            }

            summerOffset = -stated;
        }

        rest = rest.IsEmpty ? ",M3.2.0,M11.1.0" : rest;
        return ZoneRuleDay.TryParse(ref rest, out var start) && ZoneRuleDay.TryParse(ref rest, out var end) && rest.IsEmpty
            ? new ZoneRule(standard, new ZonePeriod(summerName, summerOffset, true), start, end)
            : null;
    }

    /// <summary>What the rule says for a time.</summary>
    public ZonePeriod At(long unix)
    {
        if (_summer is null)
        {
            return _standard;
        }

        var day = CivilDate.FloorDiv(unix, SecondsPerDay) + DaysTo1970;
        var year = CivilDate.Of(day).Year;
        var second = unix - ((CivilDate.DaysBeforeYear(year) - DaysTo1970) * SecondsPerDay);
        var (from, to) = (_start.Second(year) - _standard.Offset, _end.Second(year) - _summer.Offset);

        // South of the equator summer time spans the turn of the year.
        var inside = from <= to ? second >= from && second < to : second >= from || second < to;
        return inside ? _summer : _standard;
    }

    /// <summary>Takes an offset in hours, minutes and seconds with an optional sign.</summary>
    internal static bool TryOffset(ref ReadOnlySpan<char> text, out int seconds)
    {
        seconds = 0;
        var negative = text.StartsWith("-");
        text = negative || text.StartsWith("+") ? text[1..] : text;
        var scale = 3_600;
        while (true)
        {
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            digits = digits < 0 ? text.Length : digits;
            if (digits is 0 or > 3)
            {
                return false;
            }

            seconds += int.Parse(text[..digits], CultureInfo.InvariantCulture) * scale;
            text = text[digits..];
            if (scale == 1 || !text.StartsWith(":"))
            {
                break;
            }

            scale /= 60;
            text = text[1..];
        }

        seconds = negative ? -seconds : seconds;
        return true;
    }

    private static bool TryName(ref ReadOnlySpan<char> text, out string name)
    {
        if (text.StartsWith("<"))
        {
            var close = text.IndexOf('>');
            name = close < 0 ? "" : text[1..close].ToString();
            text = close < 0 ? text : text[(close + 1)..];
            return close >= 0;
        }

        var end = text.IndexOfAny(NameEnds);
        end = end < 0 ? text.Length : end;
        name = text[..end].ToString();
        text = text[end..];
        return end >= 3;
    }
}
