using System.Text.Json;
using Warewulf.Cli.Output;
using Warewulf.Cli.Tests.Support;

namespace Warewulf.Cli.Tests.Output;

[Trait("Suite", "Fast")]
public sealed class OutputTests
{
    [Theory]
    [InlineData("")]
    [InlineData("yes")]
    [InlineData("No")]
    [InlineData("on")]
    [InlineData("y")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("true")]
    [InlineData("064")]
    [InlineData("0x1f")]
    [InlineData("1e3")]
    [InlineData(".5")]
    [InlineData(".inf")]
    [InlineData("6.10")]
    [InlineData("2026-01-02")]
    [InlineData("52:54:00:12:34:56")]
    [InlineData("=")]
    [InlineData("<<")]
    [InlineData("- a")]
    [InlineData("# a")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("a:")]
    [InlineData(" a ")]
    [InlineData("{a}")]
    [InlineData("*a")]
    [InlineData("&a")]
    [InlineData("!a")]
    [InlineData("%a")]
    [InlineData("@a")]
    [InlineData("a\nb")]
    [InlineData("a\tb")]
    [InlineData("\"a\"")]
    [InlineData("'a'")]
    [InlineData("a\\b")]
    [InlineData("\u001b[2J")]
    [InlineData("日本 → ü")]
    [InlineData("console=ttyS0,115200")]
    [InlineData("plain")]
    [InlineData("/srv/rocky9")]
    public void Yaml_Text_IsTheSameTextAgain(string text)
    {
        var json = JsonOutput.Make(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("value", text);
            writer.WriteString("k" + text, "x");
            writer.WriteStartArray("list");
            writer.WriteStringValue(text);
            writer.WriteNumberValue(-1.5);
            writer.WriteBooleanValue(false);
            writer.WriteNullValue();
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        var yaml = new StringWriter();
        YamlOutput.Write(yaml, json);
        using var again = JsonDocument.Parse(YamlReading.ToJson(yaml.ToString()));
        Assert.True(JsonElement.DeepEquals(json, again.RootElement), yaml.ToString());
    }

    [Theory]
    [InlineData("plain words", "value: plain words\n")]
    [InlineData("yes", "value: \"yes\"\n")]
    [InlineData("10.0.0.1", "value: \"10.0.0.1\"\n")]
    public void Yaml_Text_QuotedOnlyWhereItMatters(string text, string expected)
    {
        var yaml = new StringWriter();
        YamlOutput.Write(yaml, JsonDocument.Parse($$"""{"value":"{{text}}"}""").RootElement);
        Assert.Equal(expected, yaml.ToString());
    }

    [Fact]
    public void Json_Text_ReadableAndWithoutControlCharacters()
    {
        var json = new StringWriter();
        JsonOutput.Write(json, JsonDocument.Parse("""["a → ü + 'x'","\u001b"]""").RootElement);
        Assert.Equal("[\n  \"a → ü + 'x'\",\n  \"\\u001B\"\n]\n", json.ToString());
    }

    [Fact]
    public void Table_Rows_LastColumnUnpaddedAndNothingAsDashes()
    {
        var table = new Table("A", "LONGER", "C");
        table.Add("wide cell", null, "x");
        table.Add("", "b", "");
        var text = new StringWriter();
        table.WriteTo(text);
        Assert.Equal("A          LONGER  C\n-          ------  -\nwide cell  --      x\n--         b       --\n", text.ToString());
    }

    [Fact]
    public void Table_RowOfOtherWidth_Refused() => Assert.Throws<ArgumentException>(() => new Table("A", "B").Add("x"));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KiB")]
    [InlineData(1_500_000_000, "1.4 GiB")]
    [InlineData(long.MaxValue, "8192.0 PiB")]
    public void Bytes_Size_InBinaryUnits(long bytes, string expected) => Assert.Equal(expected, Units.Bytes(bytes));

    [Theory]
    [InlineData(-5, "0s")]
    [InlineData(59, "59s")]
    [InlineData(60, "1m 0s")]
    [InlineData(3_725, "1h 2m")]
    [InlineData(90_000, "1d 1h")]
    public void Age_Time_InTwoUnits(int seconds, string expected) => Assert.Equal(expected, Units.Age(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("plain ü 日", "plain ü 日")]
    [InlineData("a\r\nb\tc", "a  b c")]
    [InlineData("\u001b]0;x\u0007", "?]0;x?")]
    [InlineData("\u009b2J\u202e\u2028", "?2J??")]
    public void Clean_Text_HarmlessOnATerminal(string text, string expected) => Assert.Equal(expected, Line.Clean(text));
}
