using System.Buffers;
using System.Text;
using Warewulf.Templates.Times;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests.Sprig;

/// <summary>What a template learns of the world comes from the caller, and from nowhere else.</summary>
[Trait("Suite", "Fast")]
public sealed class SurroundingsTests
{
    [Theory]
    [InlineData("{{now}}", "error calling now: the time is not known: no clock was supplied")]
    [InlineData("{{date \"2006\" \"x\"}}", "error calling date: the time is not known: no clock was supplied")]
    [InlineData("{{ago 5}}", "error calling ago: the time is not known: no clock was supplied")]
    [InlineData("{{genCA \"x\" 1}}", "error calling genCA: the time is not known: no clock was supplied")]
    [InlineData("{{dateInZone \"2006\" 0 \"Europe/Berlin\"}}", "error calling dateInZone: time zone Europe/Berlin is not known: no time zones were supplied")]
    [InlineData("{{getHostByName \"localhost\"}}", "error calling getHostByName: host names are not known: no resolver was supplied")]
    [InlineData("{{uuidv4}}", "error calling uuidv4: no source of randomness was supplied")]
    [InlineData("{{randAlpha 3}}", "error calling randAlpha: no source of randomness was supplied")]
    [InlineData("{{randBytes 3}}", "error calling randBytes: no source of randomness was supplied")]
    [InlineData("{{randInt 1 9}}", "error calling randInt: no source of randomness was supplied")]
    [InlineData("{{shuffle \"ab\"}}", "error calling shuffle: no source of randomness was supplied")]
    [InlineData("{{bcrypt \"x\"}}", "error calling bcrypt: no source of randomness was supplied")]
    [InlineData("{{encryptAES \"x\" \"y\"}}", "error calling encryptAES: no source of randomness was supplied")]
    [InlineData("{{genPrivateKey \"rsa\"}}", "error calling genPrivateKey: no source of randomness was supplied")]
    [InlineData("{{genPrivateKey \"dsa\"}}", "error calling genPrivateKey: no source of randomness was supplied")]
    [InlineData("{{genPrivateKey \"ecdsa\"}}", "error calling genPrivateKey: no source of randomness was supplied")]
    public void Functions_WithoutWhatTheyNeed_SaySo(string template, string message) =>
        Assert.EndsWith(message, Render.Error(template).Message, StringComparison.Ordinal);

    [Fact]
    public void Environment_NotSupplied_IsEmpty() => Assert.Equal("|/x|", Render.Text("{{env \"HOME\"}}|{{expandenv \"$HOME/x\"}}|"));

    [Fact]
    public void Zones_UtcAndLocal_NeedNothing() =>
        Assert.Equal("1970 UTC 1970 UTC", Render.Text("{{dateInZone \"2006 MST\" 0 \"UTC\"}} {{date \"2006 MST\" 0}}"));

    [Fact]
    public void LocalZone_Supplied_IsWhatDateUses()
    {
        var surroundings = TestSurroundings.Fixed with { LocalZone = ZoneFiles.Find("Europe/Berlin")! };
        const string Template = "{{now}}|{{date \"15:04 MST\" 0}}|{{toDate \"2006-01-02 15:04\" \"2024-07-01 12:00\"}}|{{toDate \"2006-01-02 15:04 MST\" \"2024-01-01 12:00 CET\"}}"
            + "|{{toDate \"2006-01-02 15:04 MST\" \"2024-01-01 12:00 XYZ\"}}|{{(toDate \"2006-01-02 15:04 -0700\" \"2024-07-01 12:00 +0200\").Location}}|{{.t.Local}}";

        Assert.Equal(
            "2024-03-05 15:07:09.1234567 +0100 CET|01:00 CET|2024-07-01 12:00:00 +0200 CEST|2024-01-01 12:00:00 +0100 CET"
            + "|2024-01-01 12:00:00 +0000 XYZ|Europe/Berlin|2024-03-05 15:07:09.123456789 +0100 CET",
            Render.Text(Template, TestSurroundings.Data, new TemplateOptions { Surroundings = surroundings }));
    }

    [Theory]
    [InlineData("{{ago 1709647628}}", "1s")]
    [InlineData("{{ago (now)}}", "0s")]
    [InlineData("{{ago .t}}", "-0s")]
    [InlineData("{{ago 1700000000}}", "2679h53m49s")]
    [InlineData("{{ago .i32}}", "0s")]
    [InlineData("{{durationRound .zero}}", "292y")]
    [InlineData("{{date \"2006-01-02\" \"x\"}}", "2024-03-05")]
    [InlineData("{{date \"2006-01-02\" nil}}", "2024-03-05")]
    public void Clock_Supplied_IsTheOnlyTime(string template, string expected) =>
        Assert.Equal(expected.Replace("-0s", "0s", StringComparison.Ordinal), Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{uuidv4}} {{randAscii 20}} {{randInt 0 1000000}} {{shuffle \"abcdefgh\"}} {{randBytes 9}} {{bcrypt \"x\"}} {{encryptAES \"k\" \"t\"}} {{genPrivateKey \"ed25519\"}}")]
    [InlineData("{{getHostByName \"many\"}}{{getHostByName \"many\"}}{{getHostByName \"many\"}}")]
    public void Randomness_TheSame_GivesTheSameBytes(string template) => Assert.Equal(
        Render.Text(template, default, TestSurroundings.Options), Render.Text(template, default, TestSurroundings.Options));

    [Theory]
    [InlineData("{{randAlpha 200}}", @"\A[A-Za-z]{200}\z")]
    [InlineData("{{randAlphaNum 200}}", @"\A[A-Za-z0-9]{200}\z")]
    [InlineData("{{randNumeric 200}}", @"\A[0-9]{200}\z")]
    [InlineData("{{randAscii 200}}", @"\A[ -~]{200}\z")]
    [InlineData("{{uuidv4}}", @"\A[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\z")]
    [InlineData("{{range 50}}{{randInt -2 3}},{{end}}", @"\A((-2|-1|0|1|2),){50}\z")]
    public void RandomTexts_OfAnyBytes_HaveTheirForm(string template, string pattern) =>
        Assert.Matches(pattern, Render.Text(template, default, TestSurroundings.Options));

    [Fact]
    public void Shuffle_OfAText_KeepsItsCharacters()
    {
        var shuffled = Render.Text("{{shuffle \"abcdefghijklmnopé\"}}", default, TestSurroundings.Options);

        Assert.NotEqual("abcdefghijklmnopé", shuffled);
        Assert.Equal("abcdefghijklmnopé", string.Concat(shuffled.Order()));
    }

    [Fact]
    public void Render_WithItsOwnSurroundings_PassesOverThoseOfTheOptions()
    {
        var output = new ArrayBufferWriter<byte>();
        var template = GoTemplate.Parse("t", "{{env \"X\"}}", new TemplateOptions { Surroundings = new TemplateSurroundings { Environment = _ => "options" } });

        template.Render(default, output, null, new TemplateSurroundings { Environment = _ => "run" });

        Assert.Equal("run", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Values_OfTimeAndSpan_PrintAsGoPrintsThem()
    {
        var moment = new DateTimeOffset(2024, 7, 1, 12, 0, 0, TimeSpan.FromHours(2));
        var data = Render.Dictionary(
            ("a", GoValue.Time(moment)), ("b", GoValue.Time(moment.ToUniversalTime())), ("c", GoValue.Time(moment, GoLocation.Fixed("ABC", 3600))),
            ("d", GoValue.Duration(TimeSpan.FromSeconds(90.5))), ("e", GoValue.Duration(TimeSpan.MaxValue)));

        Assert.Equal(
            "2024-07-01 12:00:00 +0200 +0200|2024-07-01 10:00:00 +0000 UTC|2024-07-01 11:00:00 +0100 ABC|1m30.5s|2562047h47m16.854775807s",
            Render.Text("{{.a}}|{{.b}}|{{.c}}|{{.d}}|{{.e}}", data));
    }
}
