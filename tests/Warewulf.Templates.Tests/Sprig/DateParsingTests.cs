namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Reading times by Go's layouts.</summary>
[Trait("Suite", "Fast")]
public sealed class DateParsingTests
{
    [Theory]
    [InlineData("{{mustToDate \"2006-01-02\" \"2024-03-05\"}}", "2024-03-05 00:00:00 +0000 UTC")]
    [InlineData("{{mustToDate \"2006-01-02\" \"2024-02-29\"}}", "2024-02-29 00:00:00 +0000 UTC")]
    [InlineData("{{mustToDate \"Jan _2 2006\" \"mar  5 2024\"}}", "2024-03-05 00:00:00 +0000 UTC")]
    [InlineData("{{mustToDate \"02 Jan 06 15:04 MST\" \"05 Mar 24 14:07 CET\"}}", "2024-03-05 14:07:00 +0000 CET")]
    [InlineData("{{mustToDate \"02 Jan 06 15:04 MST\" \"05 Mar 24 14:07 UTC\"}}", "2024-03-05 14:07:00 +0000 UTC")]
    [InlineData("{{mustToDate \"02 Jan 06 15:04 MST\" \"05 Mar 24 14:07 GMT-3\"}}", "2024-03-05 11:07:00 -0300 GMT-3")]
    [InlineData("{{mustToDate \"02 Jan 06 15:04 MST\" \"05 Mar 24 14:07 +03\"}}", "2024-03-05 14:07:00 +0000 +03")]
    [InlineData("{{mustToDate \"Mon, 02 Jan 2006 15:04:05 -0700\" \"Tue, 05 Mar 2024 14:07:09 +0130\"}}", "2024-03-05 14:07:09 +0130 +0130")]
    [InlineData("{{mustToDate \"2006-01-02T15:04:05Z07:00\" \"2024-03-05T14:07:09.123456789Z\"}}", "2024-03-05 14:07:09.123456789 +0000 UTC")]
    [InlineData("{{mustToDate \"2006-01-02T15:04:05Z07:00\" \"2024-03-05T14:07:09,5+01:00\"}}", "2024-03-05 14:07:09.5 +0100 +0100")]
    [InlineData("{{mustToDate \"2006-01-02T15:04:05.000\" \"2024-03-05T14:07:09.123\"}}", "2024-03-05 14:07:09.123 +0000 UTC")]
    [InlineData("{{mustToDate \"2006-01-02T15:04:05.999\" \"2024-03-05T14:07:09\"}}", "2024-03-05 14:07:09 +0000 UTC")]
    [InlineData("{{mustToDate \"2006-002\" \"2024-366\"}}", "2024-12-31 00:00:00 +0000 UTC")]
    [InlineData("{{mustToDate \"2006 __2\" \"2024   5\"}}", "2024-01-05 00:00:00 +0000 UTC")]
    [InlineData("{{mustToDate \"3:04PM\" \"12:00AM\"}}", "0000-01-01 00:00:00 +0000 UTC")]
    [InlineData("{{mustToDate \"3:04pm\" \"12:30pm\"}}", "0000-01-01 12:30:00 +0000 UTC")]
    [InlineData("{{mustToDate \"06\" \"69\"}}", "1969-01-01 00:00:00 +0000 UTC")]
    [InlineData("{{mustToDate \"06\" \"68\"}}", "2068-01-01 00:00:00 +0000 UTC")]
    [InlineData("{{mustToDate \"-07:00:00\" \"-01:02:03\"}}", "0000-01-01 00:00:00 -0102 -0102")]
    [InlineData("{{mustToDate \"15\" \"7\"}}", "0000-01-01 07:00:00 +0000 UTC")]
    [InlineData("{{mustToDate \"Monday\" \"friday\"}}", "0000-01-01 00:00:00 +0000 UTC")]
    public void MustToDate_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData(
        "{{mustToDate \"2006  01\" \"2024 7\"}}",
        "error calling mustToDate: parsing time \"2024 7\" as \"2006  01\": cannot parse \"7\" as \"01\"")]
    [InlineData("{{mustToDate \"2006-01-02\" \"2024-13-05\"}}", "error calling mustToDate: parsing time \"2024-13-05\": month out of range")]
    [InlineData("{{mustToDate \"2006-01-02\" \"2023-02-29\"}}", "error calling mustToDate: parsing time \"2023-02-29\": day out of range")]
    [InlineData("{{mustToDate \"2006-01-02\" \"2024-00-05\"}}", "error calling mustToDate: parsing time \"2024-00-05\": month out of range")]
    [InlineData("{{mustToDate \"2006-01-02\" \"2024-03-05x\"}}", "error calling mustToDate: parsing time \"2024-03-05x\": extra text: \"x\"")]
    [InlineData(
        "{{mustToDate \"2006-01-02\" \"2024-1-1\"}}",
        "error calling mustToDate: parsing time \"2024-1-1\" as \"2006-01-02\": cannot parse \"1-1\" as \"01\"")]
    [InlineData("{{mustToDate \"2006-01-02\" \"\"}}", "error calling mustToDate: parsing time \"\" as \"2006-01-02\": cannot parse \"\" as \"2006\"")]
    [InlineData("{{mustToDate \"15:04\" \"24:00\"}}", "error calling mustToDate: parsing time \"24:00\": hour out of range")]
    [InlineData("{{mustToDate \"15:04:05\" \"14:60:09\"}}", "error calling mustToDate: parsing time \"14:60:09\": minute out of range")]
    [InlineData("{{mustToDate \"15:04:05\" \"14:07:60\"}}", "error calling mustToDate: parsing time \"14:07:60\": second out of range")]
    [InlineData("{{mustToDate \"3:04PM\" \"13:00PM\"}}", "error calling mustToDate: parsing time \"13:00PM\": hour out of range")]
    [InlineData(
        "{{mustToDate \"3:04PM\" \"3:07XM\"}}",
        "error calling mustToDate: parsing time \"3:07XM\" as \"3:04PM\": cannot parse \"XM\" as \"PM\"")]
    [InlineData("{{mustToDate \"2006-002\" \"2023-366\"}}", "error calling mustToDate: parsing time \"2023-366\": day-of-year out of range")]
    [InlineData("{{mustToDate \"2006-002\" \"2024-000\"}}", "error calling mustToDate: parsing time \"2024-000\": day-of-year out of range")]
    [InlineData(
        "{{mustToDate \"2006-01-02 002\" \"2024-03-06 065\"}}",
        "error calling mustToDate: parsing time \"2024-03-06 065\": day-of-year does not match day")]
    [InlineData(
        "{{mustToDate \"2006-01-02 002\" \"2024-04-05 065\"}}",
        "error calling mustToDate: parsing time \"2024-04-05 065\": day-of-year does not match month")]
    [InlineData(
        "{{mustToDate \"02 Jan 06 15:04 MST\" \"05 Mar 24 14:07 ABCD\"}}",
        "error calling mustToDate: parsing time \"05 Mar 24 14:07 ABCD\" as \"02 Jan 06 15:04 MST\": cannot parse \"ABCD\" as \"MST\"")]
    [InlineData("{{mustToDate \"Jan\" \"Foo\"}}", "error calling mustToDate: parsing time \"Foo\" as \"Jan\": cannot parse \"Foo\" as \"Jan\"")]
    [InlineData(
        "{{mustToDate \"a2006\" \"b2024\"}}",
        "error calling mustToDate: parsing time \"b2024\" as \"a2006\": cannot parse \"b2024\" as \"a\"")]
    [InlineData(
        "{{mustToDate \"15:04:05.000\" \"14:07:09.12\"}}",
        "error calling mustToDate: parsing time \"14:07:09.12\" as \"15:04:05.000\": cannot parse \".12\" as \".000\"")]
    [InlineData(
        "{{mustToDate \"Mon\" \"x\\u00e9\\\"\\\\\"}}",
        "error calling mustToDate: parsing time \"x\\xc3\\xa9\\\"\\\\\" as \"Mon\": cannot parse \"x\\xc3\\xa9\\\"\\\\\" as \"Mon\"")]
    [InlineData(
        "{{mustToDate \"2006-01-02\" \"x\"}}",
        "error calling mustToDate: parsing time \"x\" as \"2006-01-02\": cannot parse \"x\" as \"2006\"")]
    [InlineData("{{mustToDate \"2006-01-02\" \"24-1-1\"}}", "parsing time \"24-1-1\" as \"2006-01-02\": cannot parse \"24-1-1\" as \"2006\"")]
    [InlineData("{{mustToDate \"Z07:00\" \"+25:00\"}}", "parsing time \"+25:00\": time zone offset hour out of range")]
    [InlineData("{{mustToDate \"Z07:00\" \"+24:61\"}}", "parsing time \"+24:61\": time zone offset minute out of range")]
    [InlineData("{{mustToDate \"Z070000\" \"Z\"}}", "parsing time \"Z\" as \"Z070000\": cannot parse \"Z\" as \"Z070000\"")]
    [InlineData("{{mustToDate \"Z07:00:00\" \"Z\"}}", "parsing time \"Z\" as \"Z07:00:00\": cannot parse \"Z\" as \"Z07:00:00\"")]
    public void MustToDate_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{toDate \"2006-01-02\" \"x\"}}", "0001-01-01 00:00:00 +0000 UTC")]
    [InlineData("{{toDate \"2006\" \"2024\" | unixEpoch}}", "1704067200")]
    public void ToDate_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{toDate 1 2}}", "expected string; found 1")]
    public void ToDate_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);
}
