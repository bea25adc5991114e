namespace Warewulf.Templates.Times;

/// <summary>Takes zone abbreviations and offsets off the front of a text.</summary>
internal static class TimeZones
{
    public static bool TryName(ref ReadOnlySpan<char> text, TimeFields fields)
    {
        if (text.StartsWith("UTC"))
        {
            fields.IsUtc = true;
            text = text[3..];
            return true;
        }

        var length = NameLength(text);
        if (length == 0)
        {
            return false;
        }

        fields.ZoneName = text[..length].ToString();
        text = text[length..];
        return true;
    }

    public static bool TryOffset(LayoutElement element, ref ReadOnlySpan<char> text, TimeFields fields)
    {
        // The forms with seconds write a Z for UTC but, in Go too, do not read it.
        if (element is LayoutElement.IsoZone or LayoutElement.IsoShortZone or LayoutElement.IsoColonZone && text.StartsWith("Z"))
        {
            fields.IsUtc = true;
            text = text[1..];
            return true;
        }

        // The shape of the offset, with h, m and s for the places of its digits.
        var shape = element switch
        {
            LayoutElement.IsoColonZone or LayoutElement.ColonZone => "+hh:mm",
            LayoutElement.IsoShortZone or LayoutElement.ShortNumericZone => "+hh",
            LayoutElement.IsoColonSecondsZone or LayoutElement.ColonSecondsZone => "+hh:mm:ss",
            LayoutElement.IsoSecondsZone or LayoutElement.NumericSecondsZone => "+hhmmss",
            _ => "+hhmm",
        };
        if (text.Length < shape.Length || (shape.Length > 3 && shape[3] == ':' && text[3] != ':') || (shape.Length == 9 && text[6] != ':'))
        {
            return false;
        }

        var fits = Digits(text, shape, 'h', out var hours);
        var minutes = 0;
        var seconds = 0;
        fits = fits && Digits(text, shape, 'm', out minutes) && Digits(text, shape, 's', out seconds);
        fields.OutOfRange = seconds > 60 ? "time zone offset second" : minutes > 60 ? "time zone offset minute" : hours > 24 ? "time zone offset hour" : null;
        fields.ZoneOffset = (((hours * 60) + minutes) * 60) + seconds;
        fits = fits && (text[0] is '+' or '-');
        fields.ZoneOffset = text[0] == '-' ? -fields.ZoneOffset : fields.ZoneOffset;
        text = text[shape.Length..];
        return fits;
    }

    private static bool Digits(ReadOnlySpan<char> text, string shape, char letter, out int value)
    {
        value = 0;
        var at = shape.IndexOf(letter, StringComparison.Ordinal);
        var part = at < 0 ? "00" : text.Slice(at, 2);
        return TimeDigits.TryTwo(ref part, true, out value);
    }

    private static int NameLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 3)
        {
            return 0;
        }

        if (text.StartsWith("ChST") || text.StartsWith("MeST"))
        {
            // The only two with lower-case letters.
            return 4;
        }

        if (text.StartsWith("GMT"))
        {
            return 3 + SignedHours(text[3..]);
        }

        if (text[0] is '+' or '-')
        {
            return SignedHours(text);
        }

        var capitals = text.IndexOfAnyExceptInRange('A', 'Z');
        capitals = capitals < 0 ? text.Length : capitals;
        return capitals switch
        {
            3 => 3,
            4 when text[3] == 'T' || text.StartsWith("WITA") => 4,
            5 when text[4] == 'T' => 5,
            _ => 0,
        };
    }

    private static int SignedHours(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] is not ('+' or '-'))
        {
            return 0;
        }

        var length = 1;
        var hours = 0L;
        while (length < text.Length && char.IsAsciiDigit(text[length]))
        {
            hours = Math.Min((hours * 10) + text[length++] - '0', 1_000);
        }

        return length == 1 || hours > 23 ? 0 : length;
    }
}
