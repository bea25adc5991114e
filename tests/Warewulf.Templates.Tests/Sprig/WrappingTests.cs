namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's functions on the width of texts. The expected texts are what Go gives.</summary>
[Trait("Suite", "Fast")]
public sealed class WrappingTests
{
    [Theory]
    [InlineData("{{wrap 5 \"hello world foo\"}}|{{wrap 3 \"abcdefghij kl\"}}|{{wrap 0 \"a b\"}}|{{wrap 5 \"\"}}", "hello\nworld\nfoo|abcdefghij\nkl|a\nb|")]
    [InlineData("{{wrap 5 \" a  b   c d e f g \"}}|{{wrap 5 \"a\\nb c d e f\"}}|{{wrap 80 \"short\"}}", "a  b \nc d e\nf g |a\nb c\nd e f|short")]
    [InlineData("{{wrapWith 5 \"-\" \"hello world foo\"}}|{{wrapWith 3 \"-\" \"abcdefghij\"}}|{{wrapWith 5 \"\" \"aaaaaaaaaa bbbb\"}}|{{wrapWith 4 \"<br>\" \"日本語\" | len}}", "hello-world-foo|abc-def-ghi-j|aaaaa\naaaaa\nbbbb|17")]
    [InlineData("{{abbrev 5 \"hello world\"}}|{{abbrev 3 \"hello\"}}|{{abbrev 4 \"abcd\"}}|{{abbrev -1 \"hello\"}}|{{abbrev 7 \"日本語テ\" | len}}", "he...|hello|abcd|hello|7")]
    [InlineData("{{abbrevboth 5 10 \"1234 5678 9123\"}}|{{abbrevboth 4 7 \"abcdefghijkl\"}}|{{abbrevboth 1 5 \"abcdefghijkl\"}}|{{abbrevboth 20 10 \"abcdefghijklmnopqrst\"}}|{{abbrevboth 5 8 \"abcdefghijklmnop\"}}|{{abbrevboth -1 6 \"abcdefghijkl\"}}", "...5678...|abcd...|abcdefghijkl|...nopqrst|...fg...|abc...")]
    [InlineData("{{trunc 3 \"hello\"}}|{{trunc -3 \"hello\"}}|{{trunc 10 \"hello\"}}|{{trunc -10 \"hello\"}}|{{trunc 0 \"x\"}}|{{trunc 3 \"日本\"}}", "hel|llo|hello|hello||日")]
    public void Wrapping_OfManyValues_GiveWhatGoGives(string template, string expected) => Assert.Equal(expected, Render.Text(template, SprigData.Root));

    [Theory]
    [InlineData("{{trunc \"3\" \"x\"}}", "template: t:1:8: executing \"t\" at <\"3\">: expected integer; found \"3\"")]
    [InlineData("{{wrap 1.5 \"x\"}}", "template: t:1:7: executing \"t\" at <1.5>: expected integer; found 1.5")]
    [InlineData("{{abbrevboth 1 \"x\"}}", "template: t:1:2: executing \"t\" at <abbrevboth>: wrong number of args for abbrevboth: want 3 got 2")]
    public void Wrapping_UsedWrongly_FailAsInGo(string template, string message) => Assert.Equal(message, Render.Error(template, SprigData.Root).Message);
}
