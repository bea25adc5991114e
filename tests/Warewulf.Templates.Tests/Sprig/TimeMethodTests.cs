namespace Warewulf.Templates.Tests.Sprig;

/// <summary>The methods of time.Time and how it prints.</summary>
[Trait("Suite", "Fast")]
public sealed class TimeMethodTests
{
    [Theory]
    [InlineData(
        "{{.t.Year}} {{.t.Month}} {{.t.Day}} {{.t.Weekday}} {{.t.YearDay}} {{.t.Hour}} {{.t.Minute}} {{.t.Second}} {{.t.Nanosecond}}",
        "2024 March 5 Tuesday 65 14 7 9 123456789")]
    [InlineData(
        "{{.t.Unix}} {{.t.UnixMilli}} {{.t.UnixMicro}} {{.t.UnixNano}} {{.zero.Unix}} {{.zero.IsZero}} {{.t.IsZero}} {{.ny.IsDST}}",
        "1709647629 1709647629123 1709647629123456 1709647629123456789 -62135596800 true false false")]
    [InlineData("{{.t.Location}} {{.ny.Location}} {{.fx.Location}} {{.fz.Location}}", "UTC America/New_York  XYZ")]
    [InlineData(
        "{{.ny.UTC}} {{.fz.UTC.Format \"15:04\"}} {{.t.In .ny.Location}}",
        "2024-03-05 14:07:09.123456789 +0000 UTC 14:07 2024-03-05 09:07:09.123456789 -0500 EST")]
    [InlineData(
        "{{.t.Add .d}} {{.t.Add 1000000000}} {{.t.AddDate 1 2 3}} {{.t.AddDate -1 -14 -50}} {{(.t.AddDate 0 -1 26).Format \"Jan 2\"}}",
        "2024-03-05 15:37:39.128456789 +0000 UTC 2024-03-05 14:07:10.123456789 +0000 UTC 2025-05-08 14:07:09.123456789 +0000 UTC 2021-11-16 14:07:09.123456789 +0000 UTC Mar 2")]
    [InlineData(
        "{{.t.Sub .zero}} {{.t.Sub .ny}} {{.zero.Sub .t}} {{((.t.Add .d).Sub .t).Minutes}}",
        "2562047h47m16.854775807s 0s -2562047h47m16.854775808s 90.50008333333334")]
    [InlineData("{{.t.Before .zero}} {{.t.After .zero}} {{.t.Equal .ny}} {{eq .t .t}} {{eq .t .ny}}", "false true true true false")]
    [InlineData(
        "{{.t.Round 3600000000000}} {{.t.Truncate 3600000000000}} {{.t.Truncate 0}} {{.zero.Round .d}}",
        "2024-03-05 14:00:00 +0000 UTC 2024-03-05 14:00:00 +0000 UTC 2024-03-05 14:07:09.123456789 +0000 UTC 0001-01-01 00:00:00 +0000 UTC")]
    [InlineData(
        "{{.t}}|{{.p}}|{{.ny}}|{{.fx}}|{{.fz}}|{{.zero}}",
        "2024-03-05 14:07:09.123456789 +0000 UTC|2024-03-05 14:07:09.123456789 +0000 UTC|2024-03-05 09:07:09.123456789 -0500 EST|2024-03-05 19:37:09.123456789 +0530 +0530|2024-03-05 10:41:24.123456789 -0325 XYZ|0001-01-01 00:00:00 +0000 UTC")]
    [InlineData(
        "{{printf \"%v|%s|%q|%+v|%40v|%T\" .t .t .t .t .t .t}}",
        "2024-03-05 14:07:09.123456789 +0000 UTC|2024-03-05 14:07:09.123456789 +0000 UTC|\"2024-03-05 14:07:09.123456789 +0000 UTC\"|2024-03-05 14:07:09.123456789 +0000 UTC| 2024-03-05 14:07:09.123456789 +0000 UTC|time.Time")]
    [InlineData(
        "{{printf \"%#v\" .t}} {{.fz.GoString}} {{printf \"%#v\" .ny}}",
        "time.Date(2024, time.March, 5, 14, 7, 9, 123456789, time.UTC) time.Date(2024, time.March, 5, 10, 41, 24, 123456789, time.Location(\"XYZ\")) time.Date(2024, time.March, 5, 9, 7, 9, 123456789, time.Location(\"America/New_York\"))")]
    [InlineData(
        "{{toJson .t}} {{toJson .fx}} {{toJson (list .zero .d)}} {{printf \"%s\" .t.MarshalJSON}} {{printf \"%s\" .ny.MarshalText}}",
        "\"2024-03-05T14:07:09.123456789Z\" \"2024-03-05T19:37:09.123456789+05:30\" [\"0001-01-01T00:00:00Z\",5430005000000] \"2024-03-05T14:07:09.123456789Z\" 2024-03-05T09:07:09.123456789-05:00")]
    [InlineData(
        "{{kindOf .t}} {{typeOf .p}} {{list .t}} {{if .zero}}y{{end}} {{empty .zero}} {{default 1 .zero}}",
        "struct *time.Time [2024-03-05 14:07:09.123456789 +0000 UTC] y false 0001-01-01 00:00:00 +0000 UTC")]
    public void TimeMethods_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{.t.Nope}}", "can't evaluate field Nope in type interface {}")]
    [InlineData("{{.t.wall}}", "wall is an unexported field of struct type interface {}")]
    [InlineData("{{.t.Add \"x\"}}", "expected integer; found \"x\"")]
    [InlineData("{{.t.Format}}", "wrong number of args for Format: want 1 got 0")]
    [InlineData("{{.t.Sub 1}}", "can't handle 1 for arg of type time.Time")]
    [InlineData("{{lt .t .ny}}", "error calling lt: invalid type for comparison")]
    public void TimeMethods_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);
}
