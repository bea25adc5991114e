using Warewulf.Templates.Functions;

namespace Warewulf.TemplateFuzz.Generation;

/// <summary>Calls of Sprig's date functions. They take anything else than a time for the present, so they are given times.</summary>
public static class Dates
{
    private static readonly string[] Layouts =
    [
        "\"2006-01-02\"", "\"Mon Jan _2 15:04:05 MST 2006\"", "\"02 Jan 06 15:04 -0700\"", "\"2006-01-02T15:04:05.999999999Z07:00\"", "\"3:04PM .000 ,00\"", "\"002 __2 2 1 Jan January Monday\"",
        "\"05.0 -07 -07:00:00 Z0700 pm\"", "\"\"", "\"é2006\"", "\"20060102150405\"", "\"01/02 03:04:05PM '06 -0700\"",
    ];

    private static readonly string[] Texts = ["\"2024-03-05\"", "\"2023-02-29\"", "\"1969-12-31\"", "\"0001-01-01\"", "\"9999-12-31\"", "\"24-3-5\"", "\"20240305140709\"", "\"Tue Mar  5 14:07:09 CET 2024\"", "\"\"", "\"2024-03-05T14:07:09.5+02:00\""];
    private static readonly string[] Zones = ["\"UTC\"", "\"Europe/Berlin\"", "\"America/New_York\"", "\"Asia/Kolkata\"", "\"Nowhere/At_All\"", "\"Local\"", "\"\"", "\"Australia/Lord_Howe\""];
    private static readonly string[] Spans = ["\"1h\"", "\"-36h30m\"", "\"1.5s\"", "\"2ms3us4ns\"", "\"x\"", "\"1d\"", "\"\"", "\"-.5h\"", "\"9999999h\"", "\"300\"", "\"3600.7\"", "95", "-100000", "1e9", "31536001"];

    /// <summary>Whether the engine has these functions.</summary>
    public static bool Exist { get; } = FunctionSet.Sprig.Find("toDate") is not null;

    public static string Call(Dice dice, string text) => dice.Next(11) switch
    {
        0 => $"date {dice.Pick(Layouts)} {Moment(dice)}",
        1 => $"htmlDate {Moment(dice)}",
        2 => $"dateInZone {dice.Pick(Layouts)} {Moment(dice)} {dice.Pick(Zones)}",
        3 => $"htmlDateInZone {Moment(dice)} {dice.Pick(Zones)}",
        4 => $"dateModify {dice.Pick(Spans)} {Time(dice)}",
        5 => $"mustDateModify {dice.Pick(Spans)} {Time(dice)}",
        6 => $"mustToDate {dice.Pick(Layouts)} {(dice.Percent(80) ? dice.Pick(Texts) : text)}",
        7 => $"unixEpoch {Time(dice)}",
        8 => $"duration {dice.Pick(Spans)}",
        9 => $"durationRound {(dice.Percent(70) ? dice.Pick(Spans) : Time(dice))}",
        _ => Time(dice)[1..^1],
    };

    private static string Moment(Dice dice) => dice.Percent(70) ? Time(dice) : dice.Pick(["0", "1709647629", "-1", ".i", ".i64", ".dur"]);

    private static string Time(Dice dice) => dice.Percent(80)
        ? $"(toDate {dice.Pick(Layouts)} {dice.Pick(Texts)})"
        : $"(toDate \"2006-01-02\" \"2024-0{1 + dice.Next(9)}-1{dice.Next(10)}\")";
}
