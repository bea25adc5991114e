namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's looks at the machine.</summary>
[Trait("Suite", "Fast")]
public sealed class MachineTests
{
    [Theory]
    [InlineData("{{expandenv \"$HOME\"}}", "/root")]
    [InlineData("{{expandenv \"${HOME}\"}}", "/root")]
    [InlineData("{{expandenv \"$HOME/x\"}}", "/root/x")]
    [InlineData("{{expandenv \"${HOME\"}}", "HOME")]
    [InlineData("{{expandenv \"$\"}}", "$")]
    [InlineData("{{expandenv \"$$\"}}", "")]
    [InlineData("{{expandenv \"${\"}}", "")]
    [InlineData("{{expandenv \"${}\"}}", "")]
    [InlineData("{{expandenv \"$-x\"}}", "x")]
    [InlineData("{{expandenv \"$NOPE|\"}}", "|")]
    [InlineData("{{expandenv \"a$HOME$HOME\"}}", "a/root/root")]
    [InlineData("{{expandenv \"$HOME_X\"}}", "")]
    [InlineData("{{expandenv \"${HOME}X\"}}", "/rootX")]
    [InlineData("{{expandenv \"${ HOME}\"}}", "")]
    [InlineData("{{expandenv \"$*\"}}", "")]
    [InlineData("{{expandenv \"$#\"}}", "")]
    [InlineData("{{expandenv \"$1\"}}", "")]
    [InlineData("{{expandenv \"${1}\"}}", "")]
    [InlineData("{{expandenv \"${@}\"}}", "")]
    [InlineData("{{expandenv \"$\\u00e9\"}}", "$é")]
    [InlineData("{{expandenv \"$\\n\"}}", "$\n")]
    [InlineData("{{expandenv \"\\\\$HOME\"}}", "\\/root")]
    [InlineData("{{expandenv \"$HOME\\u00e9\"}}", "/rooté")]
    [InlineData("{{expandenv \"${*}x\"}}", "x")]
    [InlineData("{{expandenv \"$9x\"}}", "x")]
    [InlineData("{{expandenv \"${9x}\"}}", "")]
    [InlineData("{{expandenv \"$$HOME\"}}", "HOME")]
    [InlineData("{{expandenv \"${$HOME}\"}}", "")]
    [InlineData("{{expandenv \"$EMPTY|\"}}", "|")]
    public void Expandenv_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{env \"HOME\"}}{{env \"NOPE_X\"}}{{env \"\"}}|{{env \"EMPTY\"}}", "/root|")]
    public void Env_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{env 1}}", "expected string; found 1")]
    [InlineData("{{env}}", "wrong number of args for env: want 1 got 0")]
    public void Env_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{getHostByName \"localhost\"}}", "127.0.0.1")]
    public void GetHostByName_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{getHostByName \"nope.invalid\"}}", "error calling getHostByName: invalid argument to Intn")]
    [InlineData("{{getHostByName 1}}", "expected string; found 1")]
    public void GetHostByName_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);
}
