namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's semverCompare.</summary>
[Trait("Suite", "Fast")]
public sealed class VersionConstraintTests
{
    [Theory]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"*\" . | ternary 1 0}}{{end}}",
        "11111111000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"1\" . | ternary 1 0}}{{end}}",
        "11100000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"1.x\" . | ternary 1 0}}{{end}}",
        "11100000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"1.2\" . | ternary 1 0}}{{end}}",
        "11000000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"=1.2\" . | ternary 1 0}}{{end}}",
        "11000000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"!=1.2\" . | ternary 1 0}}{{end}}",
        "00111111000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"!=1.2.3\" . | ternary 1 0}}{{end}}",
        "01111111111")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \">1\" . | ternary 1 0}}{{end}}",
        "00011000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \">1.2\" . | ternary 1 0}}{{end}}",
        "00111000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \">1.2.3\" . | ternary 1 0}}{{end}}",
        "01111000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \">=1.2\" . | ternary 1 0}}{{end}}",
        "11111000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"=>1.2.3\" . | ternary 1 0}}{{end}}",
        "11111000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"<1.2\" . | ternary 1 0}}{{end}}",
        "00000111000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"<=1.2\" . | ternary 1 0}}{{end}}",
        "11000111000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"<=1.2.3\" . | ternary 1 0}}{{end}}",
        "10000111000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"=<1.2\" . | ternary 1 0}}{{end}}",
        "11000111000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"~1\" . | ternary 1 0}}{{end}}",
        "11100000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"~1.2\" . | ternary 1 0}}{{end}}",
        "11000000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"~1.2.3\" . | ternary 1 0}}{{end}}",
        "11000000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"~>1.2\" . | ternary 1 0}}{{end}}",
        "11000000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"^1\" . | ternary 1 0}}{{end}}",
        "11100000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"^1.2.3\" . | ternary 1 0}}{{end}}",
        "11100000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"^0\" . | ternary 1 0}}{{end}}",
        "00000111000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"^0.0\" . | ternary 1 0}}{{end}}",
        "00000100000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"^0.0.3\" . | ternary 1 0}}{{end}}",
        "00000100000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"^0.2.3\" . | ternary 1 0}}{{end}}",
        "00000011000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"~0.0.0\" . | ternary 1 0}}{{end}}",
        "11111111000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"1.2.3 - 2.0.0\" . | ternary 1 0}}{{end}}",
        "11110000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"1.2 - 1.3\" . | ternary 1 0}}{{end}}",
        "11100000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \">1.0 <2.0\" . | ternary 1 0}}{{end}}",
        "11100000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \">1.0, <2.0\" . | ternary 1 0}}{{end}}",
        "11100000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \">1.0,<2.0 || 3.1\" . | ternary 1 0}}{{end}}",
        "11101000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"1.2||3.1\" . | ternary 1 0}}{{end}}",
        "11001000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \">=1.2.3-alpha\" . | ternary 1 0}}{{end}}",
        "11111000111")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"~1.2.3-beta\" . | ternary 1 0}}{{end}}",
        "11000000011")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"^1.2.3-alpha\" . | ternary 1 0}}{{end}}",
        "11100000111")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"!=1.2.3-alpha\" . | ternary 1 0}}{{end}}",
        "11111111111")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"v1.2.3\" . | ternary 1 0}}{{end}}",
        "10000000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"^*\" . | ternary 1 0}}{{end}}",
        "00000000000")]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"1.*.3\" . | ternary 1 0}}{{end}}",
        "11100000000")]
    public void SemverCompare_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData(
        "{{range list \"1.2.3\" \"1.2.4\" \"1.3.0\" \"2.0.0\" \"3.1.0\" \"0.0.3\" \"0.2.3\" \"0.2.9\" \"1.2.3-alpha.1\" \"1.2.3-beta\" \"1.2.4-rc\"}}{{semverCompare \"\" . | ternary 1 0}}{{end}}",
        "error calling semverCompare: improper constraint: ")]
    [InlineData("{{semverCompare \"a\" \"1.2.3\"}}", "error calling semverCompare: improper constraint: a")]
    [InlineData("{{semverCompare \"||x\" \"1.2.3\"}}", "error calling semverCompare: improper constraint: ")]
    [InlineData("{{semverCompare \"1.2.3.4\" \"1.2.3\"}}", "error calling semverCompare: improper constraint: 1.2.3.4")]
    [InlineData("{{semverCompare \"==1\" \"1.2.3\"}}", "error calling semverCompare: improper constraint: ==1")]
    [InlineData("{{semverCompare \">>1\" \"1.2.3\"}}", "error calling semverCompare: improper constraint: >>1")]
    [InlineData("{{semverCompare \"1,,2\" \"1.2.3\"}}", "error calling semverCompare: improper constraint: 1,,2")]
    [InlineData("{{semverCompare \">1.2 <\" \"1.2.3\"}}", "error calling semverCompare: improper constraint: >1.2 <")]
    [InlineData("{{semverCompare \"1.2.3-01\" \"1.2.3\"}}", "error calling semverCompare: constraint Parser Error")]
    [InlineData("{{semverCompare \"99999999999999999999\" \"1.2.3\"}}", "error calling semverCompare: constraint Parser Error")]
    [InlineData("{{semverCompare \">=1.2.3,\" \"1.2.3\"}}", "error calling semverCompare: improper constraint: >=1.2.3,")]
    [InlineData("{{semverCompare \"1\" \"x\"}}", "error calling semverCompare: Invalid Semantic Version")]
    [InlineData("{{semverCompare 1 2}}", "expected string; found 1")]
    [InlineData("{{semverCompare \"1\"}}", "wrong number of args for semverCompare: want 2 got 1")]
    public void SemverCompare_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);
}
