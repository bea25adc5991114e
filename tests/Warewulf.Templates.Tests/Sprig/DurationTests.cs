namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Go's durations and Sprig's functions for them.</summary>
[Trait("Suite", "Fast")]
public sealed class DurationTests
{
    [Theory]
    [InlineData("{{(mustDateModify \"0\" .t).Sub .t}}", "0s")]
    [InlineData("{{(mustDateModify \"1ns\" .t).Sub .t}}", "1ns")]
    [InlineData("{{(mustDateModify \"1.5us\" .t).Sub .t}}", "1.5µs")]
    [InlineData("{{(mustDateModify \"1\\u00b5s\" .t).Sub .t}}", "1µs")]
    [InlineData("{{(mustDateModify \"1\\u03bcs\" .t).Sub .t}}", "1µs")]
    [InlineData("{{(mustDateModify \"2ms\" .t).Sub .t}}", "2ms")]
    [InlineData("{{(mustDateModify \"1.5h\" .t).Sub .t}}", "1h30m0s")]
    [InlineData("{{(mustDateModify \"1h2m3s\" .t).Sub .t}}", "1h2m3s")]
    [InlineData("{{(mustDateModify \"-1h30m\" .t).Sub .t}}", "-1h30m0s")]
    [InlineData("{{(mustDateModify \"+5m\" .t).Sub .t}}", "5m0s")]
    [InlineData("{{(mustDateModify \".5s\" .t).Sub .t}}", "500ms")]
    [InlineData("{{(mustDateModify \"5.s\" .t).Sub .t}}", "5s")]
    [InlineData("{{(mustDateModify \"1h1h\" .t).Sub .t}}", "2h0m0s")]
    [InlineData("{{(mustDateModify \"2562047h47m16.854775807s\" .t).Sub .t}}", "2562047h47m16.854775807s")]
    [InlineData("{{(mustDateModify \"-9223372036854775808ns\" .t).Sub .t}}", "-2562047h47m16.854775808s")]
    [InlineData("{{(mustDateModify \"0.1ms\" .t).Sub .t}}", "100µs")]
    [InlineData("{{(mustDateModify \"1234567ns\" .t).Sub .t}}", "1.234567ms")]
    [InlineData("{{(mustDateModify \"100h\" .t).Sub .t}}", "100h0m0s")]
    public void ParsedDurations_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{mustDateModify \"-\" .t}}", "error calling mustDateModify: time: invalid duration \"-\"")]
    [InlineData("{{mustDateModify \"+\" .t}}", "error calling mustDateModify: time: invalid duration \"+\"")]
    [InlineData("{{mustDateModify \".\" .t}}", "error calling mustDateModify: time: invalid duration \".\"")]
    [InlineData("{{mustDateModify \"1\" .t}}", "error calling mustDateModify: time: missing unit in duration \"1\"")]
    [InlineData("{{mustDateModify \".s\" .t}}", "error calling mustDateModify: time: invalid duration \".s\"")]
    [InlineData("{{mustDateModify \"1x\" .t}}", "error calling mustDateModify: time: unknown unit \"x\" in duration \"1x\"")]
    [InlineData("{{mustDateModify \"1.5.5s\" .t}}", "error calling mustDateModify: time: missing unit in duration \"1.5.5s\"")]
    [InlineData("{{mustDateModify \"1 s\" .t}}", "error calling mustDateModify: time: unknown unit \" s\" in duration \"1 s\"")]
    [InlineData("{{mustDateModify \"99999999999999999999s\" .t}}", "error calling mustDateModify: time: invalid duration \"99999999999999999999s\"")]
    [InlineData("{{mustDateModify \"2562048h\" .t}}", "error calling mustDateModify: time: invalid duration \"2562048h\"")]
    [InlineData("{{mustDateModify \"1e3s\" .t}}", "error calling mustDateModify: time: unknown unit \"e\" in duration \"1e3s\"")]
    [InlineData("{{mustDateModify \"1\\ns\" .t}}", "error calling mustDateModify: time: unknown unit \"\\x0as\" in duration \"1\\x0as\"")]
    public void BadDurations_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{duration \"95\"}}", "1m35s")]
    [InlineData("{{duration \"3661\"}}", "1h1m1s")]
    [InlineData("{{duration \"-5\"}}", "-5s")]
    [InlineData("{{duration \"x\"}}", "0s")]
    [InlineData("{{duration \"\"}}", "0s")]
    [InlineData("{{duration \"1.5\"}}", "0s")]
    [InlineData("{{duration \"9223372036854775807\"}}", "-1s")]
    [InlineData("{{duration \"99999999999999999999s\"}}", "-1s")]
    [InlineData("{{duration 95}}", "0s")]
    [InlineData("{{duration .i64}}", "474902h7m9s")]
    [InlineData("{{duration .i32}}", "0s")]
    [InlineData("{{duration nil}}", "0s")]
    [InlineData("{{duration .d}}", "0s")]
    [InlineData("{{duration \"+7\"}}", "7s")]
    [InlineData("{{duration \"1_000\"}}", "0s")]
    public void Duration_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{duration}}", "wrong number of args for duration: want 1 got 0")]
    public void Duration_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{durationRound \"2h10m5s\"}}", "2h")]
    [InlineData("{{durationRound \"2400h10m5s\"}}", "3mo")]
    [InlineData("{{durationRound \"24h\"}}", "24h")]
    [InlineData("{{durationRound \"24h1ns\"}}", "1d")]
    [InlineData("{{durationRound \"8761h\"}}", "1y")]
    [InlineData("{{durationRound \"-25h\"}}", "1d")]
    [InlineData("{{durationRound \"59.9s\"}}", "59s")]
    [InlineData("{{durationRound \"999ms\"}}", "0s")]
    [InlineData("{{durationRound \"1s\"}}", "0s")]
    [InlineData("{{durationRound \"1.000000001s\"}}", "1s")]
    [InlineData("{{durationRound \"x\"}}", "0s")]
    [InlineData("{{durationRound 90}}", "0s")]
    [InlineData("{{durationRound .i64}}", "1s")]
    [InlineData("{{durationRound .big}}", "292y")]
    [InlineData("{{durationRound .small}}", "292y")]
    [InlineData("{{durationRound .d}}", "0s")]
    [InlineData("{{durationRound nil}}", "0s")]
    public void DurationRound_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData(
        "{{.d}} {{.d.Hours}} {{.d.Minutes}} {{.d.Seconds}} {{.d.Milliseconds}} {{.d.Microseconds}} {{.d.Nanoseconds}} {{.d.String}}",
        "1h30m30.005s 1.508334722222222 90.50008333333334 5430.005 5430005 5430005000 5430005000000 1h30m30.005s")]
    [InlineData(
        "{{.d.Round 60000000000}} {{.d.Truncate 60000000000}} {{.d.Round .dd}} {{.d.Round 0}} {{.d.Abs}}",
        "1h31m0s 1h30m0s 1h30m30.005s 1h30m30.005s 1h30m30.005s")]
    [InlineData(
        "{{printf \"%v %d %s %x %T %q %5d\" .d .d .d .d .d .d .dd}}",
        "1h30m30.005s 5430005000000 1h30m30.005s 316833306d33302e30303573 time.Duration \"1h30m30.005s\"     1")]
    [InlineData(
        "{{toJson .d}} {{.m}} {{printf \"%d %v %T\" .m .m .m}} {{eq .m 3}} {{kindOf .m}} {{typeOf .d}}",
        "5430005000000 March 3 March time.Month true int time.Duration")]
    public void DurationMethods_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{.d.Nope}}", "can't evaluate field Nope in type interface {}")]
    [InlineData("{{.d.Round}}", "wrong number of args for Round: want 1 got 0")]
    [InlineData("{{.d.Round \"x\"}}", "expected integer; found \"x\"")]
    public void DurationMethods_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);
}
