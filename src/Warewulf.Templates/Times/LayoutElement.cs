namespace Warewulf.Templates.Times;

/// <summary>What a piece of a layout stands for.</summary>
internal enum LayoutElement
{
    None,
    LongMonth,
    ShortMonth,
    NumericMonth,
    PaddedMonth,
    LongWeekday,
    ShortWeekday,
    Day,
    SpacedDay,
    PaddedDay,
    SpacedYearDay,
    PaddedYearDay,
    Hour,
    Hour12,
    PaddedHour12,
    Minute,
    PaddedMinute,
    Second,
    PaddedSecond,
    LongYear,
    Year,
    UpperHalf,
    LowerHalf,
    ZoneName,
    IsoZone,
    IsoSecondsZone,
    IsoShortZone,
    IsoColonZone,
    IsoColonSecondsZone,
    NumericZone,
    NumericSecondsZone,
    ShortNumericZone,
    ColonZone,
    ColonSecondsZone,

    /// <summary>A fraction with all its digits.</summary>
    FixedFraction,

    /// <summary>A fraction without zeros at its end.</summary>
    TrimmedFraction,
}
