namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's date functions and Go's layouts.</summary>
[Trait("Suite", "Fast")]
public sealed class DateTests
{
    [Theory]
    [InlineData("{{date \"2006-01-02\" .t}}", "2024-03-05")]
    [InlineData("{{date \"06 1 2 _2 002 __2 Jan January Mon Monday\" .t}}", "24 3 5  5 065  65 Mar March Tue Tuesday")]
    [InlineData("{{date \"15 3 03 4 04 5 05 PM pm\" .t}}", "14 2 02 7 07 9 09 PM pm")]
    [InlineData("{{date \"-0700 -07:00 -07 -070000 -07:00:00\" .t}}", "+0000 +00:00 +00 +000000 +00:00:00")]
    [InlineData("{{date \"Z0700 Z07:00 Z07 Z070000 Z07:00:00\" .t}}", "Z Z Z Z Z")]
    [InlineData("{{date \"MST\" .t}}", "UTC")]
    [InlineData("{{date \".000 ,000 .999 ,999 .0 .9 .00x .009\" .t}}", ".123 ,123 .123 ,123 .1 .1 .12x .009")]
    [InlineData("{{date \"Janet Monet Mondays January2 _2006 __2006\" .t}}", "Janet Monet Tuesdays March5 _2024  65024")]
    [InlineData("{{date \"Jan 2, 2006 at 3:04pm (MST)\" .t}}", "Mar 5, 2024 at 2:07pm (UTC)")]
    [InlineData("{{date \"\" .t}}", "")]
    [InlineData("{{date \"\\u00e92006\" .t}}", "é2024")]
    [InlineData("{{date \"2006.002 ,000000\" .t}}", "2024.065 ,123456")]
    [InlineData("{{date \"05.99\" .t}}", "09.12")]
    [InlineData("{{date \"20060102150405\" .t}}", "20240305140709")]
    [InlineData("{{date \"2006-01-02\" .p}}", "2024-03-05")]
    [InlineData("{{date \"2006-01-02\" .i64}}", "2024-03-05")]
    [InlineData("{{date \"2006-01-02\" .i32}}", "2024-03-05")]
    [InlineData("{{date \"2006-01-02\" .neg}}", "1915-10-29")]
    [InlineData("{{date \"2006-01-02\" .zero}}", "0001-01-01")]
    [InlineData("{{date \"2006-01-02\" .big}}", "292277026596-12-04")]
    [InlineData("{{date \"2006-01-02\" .small}}", "292277026596-12-04")]
    [InlineData("{{date \"2006-01-02\" 0}}", "1970-01-01")]
    [InlineData("{{date \"2006-01-02\" 253402300800}}", "10000-01-01")]
    [InlineData("{{date \"2006-01-02\" -62135596801}}", "0000-12-31")]
    public void Date_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{date \"2006\"}}", "wrong number of args for date: want 2 got 1")]
    [InlineData("{{date 5 .t}}", "expected string; found 5")]
    [InlineData("{{date \"2006\" 1 2}}", "wrong number of args for date: want 2 got 3")]
    public void Date_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{dateInZone \"-0700 -07:00 -07 -070000 -07:00:00\" .t \"America/New_York\"}}", "-0500 -05:00 -05 -050000 -05:00:00")]
    [InlineData("{{dateInZone \"-0700 -07:00 -07 -070000 -07:00:00\" .i64 \"Europe/Berlin\"}}", "+0100 +01:00 +01 +010000 +01:00:00")]
    [InlineData("{{dateInZone \"-0700 -07:00 -07 -070000 -07:00:00\" .ny \"Asia/Kolkata\"}}", "+0530 +05:30 +05 +053000 +05:30:00")]
    [InlineData("{{dateInZone \"-0700 -07:00 -07 -070000 -07:00:00\" 1720000000 \"America/New_York\"}}", "-0400 -04:00 -04 -040000 -04:00:00")]
    [InlineData("{{dateInZone \"-0700 -07:00 -07 -070000 -07:00:00\" 1720000000 \"Europe/London\"}}", "+0100 +01:00 +01 +010000 +01:00:00")]
    [InlineData("{{dateInZone \"-0700 -07:00 -07 -070000 -07:00:00\" 1720000000 \"Australia/Sydney\"}}", "+1000 +10:00 +10 +100000 +10:00:00")]
    [InlineData("{{dateInZone \"-0700 -07:00 -07 -070000 -07:00:00\" 1704067200 \"Australia/Sydney\"}}", "+1100 +11:00 +11 +110000 +11:00:00")]
    [InlineData("{{dateInZone \"-0700 -07:00 -07 -070000 -07:00:00\" 1711846799 \"Europe/Berlin\"}}", "+0100 +01:00 +01 +010000 +01:00:00")]
    [InlineData("{{dateInZone \"-0700 -07:00 -07 -070000 -07:00:00\" 1711846800 \"Europe/Berlin\"}}", "+0200 +02:00 +02 +020000 +02:00:00")]
    [InlineData("{{dateInZone \"-0700 -07:00 -07 -070000 -07:00:00\" 4102444800 \"America/New_York\"}}", "-0500 -05:00 -05 -050000 -05:00:00")]
    [InlineData("{{dateInZone \"-0700 -07:00 -07 -070000 -07:00:00\" .t \"Pacific/Kiritimati\"}}", "+1400 +14:00 +14 +140000 +14:00:00")]
    [InlineData("{{dateInZone \"-0700 -07:00 -07 -070000 -07:00:00\" .t \"\"}}", "+0000 +00:00 +00 +000000 +00:00:00")]
    [InlineData("{{dateInZone \"-0700 -07:00 -07 -070000 -07:00:00\" .t \"UTC\"}}", "+0000 +00:00 +00 +000000 +00:00:00")]
    [InlineData("{{dateInZone \"-0700 -07:00 -07 -070000 -07:00:00\" .t \"Nowhere/X\"}}", "+0000 +00:00 +00 +000000 +00:00:00")]
    [InlineData("{{dateInZone \"-0700 -07:00 -07 -070000 -07:00:00\" .fz \"UTC\"}}", "+0000 +00:00 +00 +000000 +00:00:00")]
    [InlineData("{{dateInZone \"Mon 2006-01-02 15:04:05 MST\" .t \"America/New_York\"}}", "Tue 2024-03-05 09:07:09 EST")]
    [InlineData("{{dateInZone \"Mon 2006-01-02 15:04:05 MST\" .i64 \"Europe/Berlin\"}}", "Tue 2024-03-05 15:07:09 CET")]
    [InlineData("{{dateInZone \"Mon 2006-01-02 15:04:05 MST\" .ny \"Asia/Kolkata\"}}", "Tue 2024-03-05 19:37:09 IST")]
    [InlineData("{{dateInZone \"Mon 2006-01-02 15:04:05 MST\" 1720000000 \"America/New_York\"}}", "Wed 2024-07-03 05:46:40 EDT")]
    [InlineData("{{dateInZone \"Mon 2006-01-02 15:04:05 MST\" 1720000000 \"Europe/London\"}}", "Wed 2024-07-03 10:46:40 BST")]
    [InlineData("{{dateInZone \"Mon 2006-01-02 15:04:05 MST\" 1720000000 \"Australia/Sydney\"}}", "Wed 2024-07-03 19:46:40 AEST")]
    [InlineData("{{dateInZone \"Mon 2006-01-02 15:04:05 MST\" 1704067200 \"Australia/Sydney\"}}", "Mon 2024-01-01 11:00:00 AEDT")]
    [InlineData("{{dateInZone \"Mon 2006-01-02 15:04:05 MST\" 1711846799 \"Europe/Berlin\"}}", "Sun 2024-03-31 01:59:59 CET")]
    [InlineData("{{dateInZone \"Mon 2006-01-02 15:04:05 MST\" 1711846800 \"Europe/Berlin\"}}", "Sun 2024-03-31 03:00:00 CEST")]
    [InlineData("{{dateInZone \"Mon 2006-01-02 15:04:05 MST\" 4102444800 \"America/New_York\"}}", "Thu 2099-12-31 19:00:00 EST")]
    [InlineData("{{dateInZone \"Mon 2006-01-02 15:04:05 MST\" .t \"Pacific/Kiritimati\"}}", "Wed 2024-03-06 04:07:09 +14")]
    [InlineData("{{dateInZone \"Mon 2006-01-02 15:04:05 MST\" .t \"\"}}", "Tue 2024-03-05 14:07:09 UTC")]
    [InlineData("{{dateInZone \"Mon 2006-01-02 15:04:05 MST\" .t \"UTC\"}}", "Tue 2024-03-05 14:07:09 UTC")]
    [InlineData("{{dateInZone \"Mon 2006-01-02 15:04:05 MST\" .t \"Nowhere/X\"}}", "Tue 2024-03-05 14:07:09 UTC")]
    [InlineData("{{dateInZone \"Mon 2006-01-02 15:04:05 MST\" .fz \"UTC\"}}", "Tue 2024-03-05 14:07:09 UTC")]
    [InlineData("{{date_in_zone \"2006\" .t \"UTC\"}}{{htmlDate .t}}{{htmlDateInZone .t \"Pacific/Kiritimati\"}}", "20242024-03-052024-03-06")]
    public void DateInZone_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{dateInZone \"2006\" .t}}", "wrong number of args for dateInZone: want 3 got 2")]
    [InlineData("{{dateInZone \"2006\" .t 1}}", "expected string; found 1")]
    public void DateInZone_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{dateModify \"-24h\" .t}}", "2024-03-04 14:07:09.123456789 +0000 UTC")]
    [InlineData("{{date_modify \"1h30m\" .p}}", "2024-03-05 15:37:09.123456789 +0000 UTC")]
    [InlineData("{{dateModify \"bad\" .t}}", "2024-03-05 14:07:09.123456789 +0000 UTC")]
    [InlineData("{{mustDateModify \"1.5h\" .ny}}", "2024-03-05 10:37:09.123456789 -0500 EST")]
    [InlineData("{{must_date_modify \"-1ns\" .zero}}", "0000-12-31 23:59:59.999999999 +0000 UTC")]
    [InlineData("{{unixEpoch .t}} {{unixEpoch .zero}}", "1709647629 -62135596800")]
    public void DateModify_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{mustDateModify \"bad\" .t}}", "error calling mustDateModify: time: invalid duration \"bad\"")]
    [InlineData("{{mustDateModify \"1d\" .t}}", "error calling mustDateModify: time: unknown unit \"d\" in duration \"1d\"")]
    [InlineData("{{mustDateModify \"1\" .t}}", "error calling mustDateModify: time: missing unit in duration \"1\"")]
    [InlineData("{{mustDateModify \"\" .t}}", "error calling mustDateModify: time: invalid duration \"\"")]
    [InlineData("{{mustDateModify \"9223372036854775808ns\" .t}}", "error calling mustDateModify: time: invalid duration \"9223372036854775808ns\"")]
    [InlineData(
        "{{mustDateModify \"1é\\\"s\" .t}}",
        "error calling mustDateModify: time: unknown unit \"\\xc3\\xa9\\\"s\" in duration \"1\\xc3\\xa9\\\"s\"")]
    [InlineData("{{dateModify \"1h\" 5}}", "can't handle 5 for arg of type time.Time")]
    [InlineData("{{dateModify \"1h\" .nope}}", "invalid value; expected time.Time")]
    [InlineData("{{unixEpoch 5}}", "can't handle 5 for arg of type time.Time")]
    public void DateModify_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);
}
