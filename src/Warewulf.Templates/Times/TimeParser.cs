namespace Warewulf.Templates.Times;

/// <summary>Reads times by Go layouts.</summary>
internal sealed class TimeParser
{
    private readonly string _layout;
    private readonly string _value;
    private readonly TimeFields _fields = new();

    private TimeParser(string layout, string value)
    {
        _layout = layout;
        _value = value;
    }

    /// <summary>The time a text names; without a zone in the text it is one of <paramref name="location"/>. Throws <see cref="TimeParseException"/>.</summary>
    public static GoTime Parse(string layout, string value, GoLocation location)
    {
        var parser = new TimeParser(layout, value);
        parser.Run();
        return parser._fields.Resolve(value, location);
    }

    private void Run()
    {
        var start = 0;
        var rest = _value.AsSpan();
        while (true)
        {
            var element = TimeLayout.Next(_layout, start, out var at, out var length);
            var prefix = _layout.AsSpan(start, at - start);
            if (!Skip(ref rest, prefix))
            {
                throw TimeParseException.Mismatch(_layout, _value, prefix, rest);
            }

            if (element == LayoutElement.None)
            {
                break;
            }

            var text = _layout.AsSpan(at, length);
            start = at + length;
            var hold = rest;
            var fits = Take(element, text, ref rest, start);
            if (_fields.OutOfRange is { } field)
            {
                throw TimeParseException.Because(_value, field + " out of range");
            }

            if (!fits)
            {
                throw TimeParseException.Mismatch(_layout, _value, text, hold);
            }
        }

        if (!rest.IsEmpty)
        {
            throw TimeParseException.Because(_value, "extra text: " + TimeParseException.Quote(rest));
        }
    }

    /// <summary>Takes the text between elements; a space in the layout stands for any number of them.</summary>
    private static bool Skip(ref ReadOnlySpan<char> value, ReadOnlySpan<char> prefix)
    {
        while (!prefix.IsEmpty)
        {
            if (prefix[0] == ' ')
            {
                if (!value.IsEmpty && value[0] != ' ')
                {
                    return false;
                }

                prefix = prefix.TrimStart(' ');
                value = value.TrimStart(' ');
                continue;
            }

            if (value.IsEmpty || value[0] != prefix[0])
            {
                return false;
            }

            prefix = prefix[1..];
            value = value[1..];
        }

        return true;
    }

    private bool Take(LayoutElement element, ReadOnlySpan<char> text, ref ReadOnlySpan<char> rest, int next)
    {
        switch (element)
        {
            case LayoutElement.LongMonth:
                return TimeDigits.TryName(ref rest, TimeLayout.Months, 0, out _fields.Month);
            case LayoutElement.ShortMonth:
                return TimeDigits.TryName(ref rest, TimeLayout.Months, 3, out _fields.Month);
            case LayoutElement.LongWeekday:
                return TimeDigits.TryName(ref rest, TimeLayout.Weekdays, 0, out _);
            case LayoutElement.ShortWeekday:
                return TimeDigits.TryName(ref rest, TimeLayout.Weekdays, 3, out _);
            case LayoutElement.NumericMonth or LayoutElement.PaddedMonth:
                return Number(ref rest, element == LayoutElement.PaddedMonth, out _fields.Month, "month", 1, 12);
            case LayoutElement.Day or LayoutElement.SpacedDay or LayoutElement.PaddedDay:
                rest = element == LayoutElement.SpacedDay && rest.StartsWith(" ") ? rest[1..] : rest;
                return TimeDigits.TryTwo(ref rest, element == LayoutElement.PaddedDay, out _fields.Day);
            case LayoutElement.SpacedYearDay or LayoutElement.PaddedYearDay:
                return YearDay(ref rest, element == LayoutElement.PaddedYearDay);
            case LayoutElement.Hour:
                return Number(ref rest, false, out _fields.Hour, "hour", 0, 23);
            case LayoutElement.Hour12 or LayoutElement.PaddedHour12:
                return Number(ref rest, element == LayoutElement.PaddedHour12, out _fields.Hour, "hour", 0, 12);
            case LayoutElement.Minute or LayoutElement.PaddedMinute:
                return Number(ref rest, element == LayoutElement.PaddedMinute, out _fields.Minute, "minute", 0, 59);
            case LayoutElement.Second or LayoutElement.PaddedSecond:
                return Seconds(ref rest, element == LayoutElement.PaddedSecond, next);
            case LayoutElement.Year:
                return Year(ref rest);
            case LayoutElement.LongYear:
                return LongYear(ref rest);
            case LayoutElement.UpperHalf:
                return Half(ref rest, "AM", "PM");
            case LayoutElement.LowerHalf:
                return Half(ref rest, "am", "pm");
            case LayoutElement.ZoneName:
                return TimeZones.TryName(ref rest, _fields);
            case LayoutElement.FixedFraction:
                return FixedFraction(ref rest, text.Length);
            case LayoutElement.TrimmedFraction:
                return rest.Length < 2 || rest[0] is not ('.' or ',') || !char.IsAsciiDigit(rest[1]) || Fraction(ref rest, FractionLength(rest));
            default:
                return TimeZones.TryOffset(element, ref rest, _fields);
        }
    }

    private bool Number(ref ReadOnlySpan<char> rest, bool fixedWidth, out int value, string name, int least, int most)
    {
        var fits = TimeDigits.TryTwo(ref rest, fixedWidth, out value);
        if (fits && (value < least || value > most))
        {
            _fields.OutOfRange = name;
        }

        return fits;
    }

    private bool YearDay(ref ReadOnlySpan<char> rest, bool padded)
    {
        for (var i = 0; i < 2 && !padded && rest.StartsWith(" "); i++)
        {
            rest = rest[1..];
        }

        return TimeDigits.TryThree(ref rest, padded, out _fields.YearDay);
    }

    private bool Year(ref ReadOnlySpan<char> rest)
    {
        if (rest.Length < 2 || !TimeDigits.TryInteger(rest[..2], out var year))
        {
            return false;
        }

        _fields.Year = year + (year >= 69 ? 1900 : 2000);
        rest = rest[2..];
        return true;
    }

    private bool LongYear(ref ReadOnlySpan<char> rest)
    {
        if (rest.Length < 4 || !char.IsAsciiDigit(rest[0]) || !TimeDigits.TryInteger(rest[..4], out var year))
        {
            return false;
        }

        _fields.Year = year;
        rest = rest[4..];
        return true;
    }

    private bool Seconds(ref ReadOnlySpan<char> rest, bool fixedWidth, int next)
    {
        if (!Number(ref rest, fixedWidth, out _fields.Second, "second", 0, 59) || _fields.OutOfRange is not null)
        {
            return _fields.OutOfRange is not null;
        }

        // A fraction may follow the seconds even where the layout has none.
        var hasFraction = rest.Length >= 2 && rest[0] is '.' or ',' && rest.Length >= 2 && char.IsAsciiDigit(rest[1]);
        return !hasFraction || TimeLayout.Next(_layout, next, out _, out _) >= LayoutElement.FixedFraction || Fraction(ref rest, FractionLength(rest));
    }

    private bool Half(ref ReadOnlySpan<char> rest, string morning, string afternoon)
    {
        if (!rest.StartsWith(morning) && !rest.StartsWith(afternoon))
        {
            return false;
        }

        _fields.IsMorning |= rest.StartsWith(morning);
        _fields.IsAfternoon |= rest.StartsWith(afternoon);
        rest = rest[2..];
        return true;
    }

    private bool FixedFraction(ref ReadOnlySpan<char> rest, int length) => rest.Length >= length && Fraction(ref rest, length);

    private static int FractionLength(ReadOnlySpan<char> rest)
    {
        var length = 1;
        while (length < rest.Length && char.IsAsciiDigit(rest[length]))
        {
            length++;
        }

        return length;
    }

    private bool Fraction(ref ReadOnlySpan<char> rest, int length)
    {
        var shown = rest[..Math.Min(length, 10)];
        if (shown[0] is not ('.' or ',') || !TimeDigits.TryInteger(shown[1..], out var value))
        {
            return false;
        }

        if (value < 0)
        {
            _fields.OutOfRange = "fractional second";
            return true;
        }

        for (var digits = shown.Length; digits < 10; digits++)
        {
            value *= 10;
        }

        _fields.Nanosecond = value;
        rest = rest[length..];
        return true;
    }
}
