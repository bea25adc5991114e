namespace Warewulf.Templates.Times;

/// <summary>Splits Go layouts, which show how the reference time Mon Jan 2 15:04:05 MST 2006 would look.</summary>
internal static class TimeLayout
{
    public const string Default = "2006-01-02 15:04:05.999999999 -0700 MST";
    public const string Rfc3339 = "2006-01-02T15:04:05Z07:00";
    public const string Rfc3339Nano = "2006-01-02T15:04:05.999999999Z07:00";

    public static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    public static readonly string[] Weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    // Longer pieces before their own beginnings.
    private static readonly (string Text, LayoutElement Element)[] Pieces =
    [
        ("January", LayoutElement.LongMonth), ("Jan", LayoutElement.ShortMonth),
        ("Monday", LayoutElement.LongWeekday), ("Mon", LayoutElement.ShortWeekday), ("MST", LayoutElement.ZoneName),
        ("002", LayoutElement.PaddedYearDay), ("01", LayoutElement.PaddedMonth), ("02", LayoutElement.PaddedDay), ("03", LayoutElement.PaddedHour12),
        ("04", LayoutElement.PaddedMinute), ("05", LayoutElement.PaddedSecond), ("06", LayoutElement.Year),
        ("15", LayoutElement.Hour), ("1", LayoutElement.NumericMonth),
        ("2006", LayoutElement.LongYear), ("2", LayoutElement.Day),
        ("__2", LayoutElement.SpacedYearDay), ("_2", LayoutElement.SpacedDay),
        ("3", LayoutElement.Hour12), ("4", LayoutElement.Minute), ("5", LayoutElement.Second),
        ("PM", LayoutElement.UpperHalf), ("pm", LayoutElement.LowerHalf),
        ("-070000", LayoutElement.NumericSecondsZone), ("-07:00:00", LayoutElement.ColonSecondsZone), ("-0700", LayoutElement.NumericZone),
        ("-07:00", LayoutElement.ColonZone), ("-07", LayoutElement.ShortNumericZone),
        ("Z070000", LayoutElement.IsoSecondsZone), ("Z07:00:00", LayoutElement.IsoColonSecondsZone), ("Z0700", LayoutElement.IsoZone),
        ("Z07:00", LayoutElement.IsoColonZone), ("Z07", LayoutElement.IsoShortZone),
    ];

    /// <summary>Finds the first element: the text before it, the element, its own text, the rest.</summary>
    public static LayoutElement Next(string layout, int start, out int at, out int length)
    {
        for (at = start; at < layout.Length; at++)
        {
            var element = ElementAt(layout, at, out length);
            if (element != LayoutElement.None)
            {
                return element;
            }
            else if (length > 0)
            {
                at += length - 1;
            }
        }

        length = 0;
        return LayoutElement.None;
    }

    /// <summary>How many digits a fraction element shows.</summary>
    public static int Digits(ReadOnlySpan<char> element) => element.Length - 1;

    private static LayoutElement ElementAt(string layout, int at, out int length)
    {
        if (layout[at] is '.' or ',')
        {
            return FractionAt(layout, at, out length);
        }

        var rest = layout.AsSpan(at);
        if (rest.StartsWith("_2006"))
        {
            // An underscore before a year is not the padding of a day.
            length = 1;
            return LayoutElement.None;
        }

        foreach (var (text, element) in Pieces)
        {
            if (!rest.StartsWith(text))
            {
                continue;
            }

            if (element is LayoutElement.ShortMonth or LayoutElement.ShortWeekday && rest.Length > 3 && char.IsAsciiLetterLower(rest[3]))
            {
                // "Janet" and "Monet" are words.
                break;
            }

            length = text.Length;
            return element;
        }

        length = 0;
        return LayoutElement.None;
    }

    private static LayoutElement FractionAt(string layout, int at, out int length)
    {
        length = 0;
        if (at + 1 >= layout.Length || layout[at + 1] is not ('0' or '9'))
        {
            return LayoutElement.None;
        }

        var end = at + 1;
        while (end < layout.Length && layout[end] == layout[at + 1])
        {
            end++;
        }

        if (end < layout.Length && char.IsAsciiDigit(layout[end]))
        {
            // A digit after the run makes it something else than a fraction.
            return LayoutElement.None;
        }

        length = end - at;
        return layout[at + 1] == '0' ? LayoutElement.FixedFraction : LayoutElement.TrimmedFraction;
    }
}
