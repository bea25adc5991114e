namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's random texts and numbers.</summary>
[Trait("Suite", "Fast")]
public sealed class RandomTextTests
{
    [Theory]
    [InlineData("{{randAlpha 0 | len}}", "0")]
    [InlineData("{{randAlpha -1 | len}}", "0")]
    [InlineData("{{randAlpha 10 | len}}", "10")]
    [InlineData("{{randAlphaNum 0 | len}}", "0")]
    [InlineData("{{randAlphaNum -1 | len}}", "0")]
    [InlineData("{{randAlphaNum 10 | len}}", "10")]
    [InlineData("{{randNumeric 0 | len}}", "0")]
    [InlineData("{{randNumeric -1 | len}}", "0")]
    [InlineData("{{randNumeric 10 | len}}", "10")]
    [InlineData("{{randAscii 0 | len}}", "0")]
    [InlineData("{{randAscii -1 | len}}", "0")]
    [InlineData("{{randAscii 10 | len}}", "10")]
    [InlineData("{{randBytes 0 | len}} {{randBytes 6 | len}}", "0 8")]
    [InlineData("{{uuidv4 | len}}", "36")]
    [InlineData("{{randInt 5 6}} {{randInt -1 0}} {{randInt 9223372036854775807 -9223372036854775808}}", "5 -1 9223372036854775807")]
    [InlineData("{{shuffle \"\"}}{{shuffle \"aaa\"}}{{shuffle \"éé\"}}", "aaaéé")]
    [InlineData("{{shuffle \"\\xff\"}}", "\uFFFD")]
    public void RandomTexts_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{randBytes -1}}", "error calling randBytes: runtime error: makeslice: len out of range")]
    [InlineData("{{randInt 5 5}}", "error calling randInt: invalid argument to Intn")]
    [InlineData("{{randInt 6 5}}", "error calling randInt: invalid argument to Intn")]
    [InlineData("{{randInt 5}}", "wrong number of args for randInt: want 2 got 1")]
    [InlineData("{{randAlpha}}", "wrong number of args for randAlpha: want 1 got 0")]
    [InlineData("{{shuffle 1}}", "expected string; found 1")]
    [InlineData("{{uuidv4 1}}", "wrong number of args for uuidv4: want 0 got 1")]
    [InlineData("{{randInt -9223372036854775808 9223372036854775807}}", "error calling randInt: invalid argument to Intn")]
    public void RandomTexts_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);
}
