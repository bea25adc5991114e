namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's semver and the methods of its result.</summary>
[Trait("Suite", "Fast")]
public sealed class SemanticVersionTests
{
    [Theory]
    [InlineData(
        "{{with semver \"1\"}}{{.}} {{.Major}}|{{.Minor}}|{{.Patch}}|{{.Prerelease}}|{{.Metadata}}|{{.Original}}|{{.IncMajor}} {{.IncMinor}} {{.IncPatch}}{{end}}",
        "1.0.0 1|0|0|||1|2.0.0 1.1.0 1.0.1")]
    [InlineData(
        "{{with semver \"v1.2\"}}{{.}} {{.Major}}|{{.Minor}}|{{.Patch}}|{{.Prerelease}}|{{.Metadata}}|{{.Original}}|{{.IncMajor}} {{.IncMinor}} {{.IncPatch}}{{end}}",
        "1.2.0 1|2|0|||v1.2|2.0.0 1.3.0 1.2.1")]
    [InlineData(
        "{{with semver \"1.2.3\"}}{{.}} {{.Major}}|{{.Minor}}|{{.Patch}}|{{.Prerelease}}|{{.Metadata}}|{{.Original}}|{{.IncMajor}} {{.IncMinor}} {{.IncPatch}}{{end}}",
        "1.2.3 1|2|3|||1.2.3|2.0.0 1.3.0 1.2.4")]
    [InlineData(
        "{{with semver \"01.2.3\"}}{{.}} {{.Major}}|{{.Minor}}|{{.Patch}}|{{.Prerelease}}|{{.Metadata}}|{{.Original}}|{{.IncMajor}} {{.IncMinor}} {{.IncPatch}}{{end}}",
        "1.2.3 1|2|3|||01.2.3|2.0.0 1.3.0 1.2.4")]
    [InlineData(
        "{{with semver \"1.2.3-alpha.1\"}}{{.}} {{.Major}}|{{.Minor}}|{{.Patch}}|{{.Prerelease}}|{{.Metadata}}|{{.Original}}|{{.IncMajor}} {{.IncMinor}} {{.IncPatch}}{{end}}",
        "1.2.3-alpha.1 1|2|3|alpha.1||1.2.3-alpha.1|2.0.0 1.3.0 1.2.3")]
    [InlineData(
        "{{with semver \"1.2.3+m\"}}{{.}} {{.Major}}|{{.Minor}}|{{.Patch}}|{{.Prerelease}}|{{.Metadata}}|{{.Original}}|{{.IncMajor}} {{.IncMinor}} {{.IncPatch}}{{end}}",
        "1.2.3+m 1|2|3||m|1.2.3+m|2.0.0 1.3.0 1.2.4")]
    [InlineData(
        "{{with semver \"v1.2.3-a+b.c\"}}{{.}} {{.Major}}|{{.Minor}}|{{.Patch}}|{{.Prerelease}}|{{.Metadata}}|{{.Original}}|{{.IncMajor}} {{.IncMinor}} {{.IncPatch}}{{end}}",
        "1.2.3-a+b.c 1|2|3|a|b.c|v1.2.3-a+b.c|2.0.0 1.3.0 1.2.3")]
    [InlineData(
        "{{with semver \"1-beta\"}}{{.}} {{.Major}}|{{.Minor}}|{{.Patch}}|{{.Prerelease}}|{{.Metadata}}|{{.Original}}|{{.IncMajor}} {{.IncMinor}} {{.IncPatch}}{{end}}",
        "1.0.0-beta 1|0|0|beta||1-beta|2.0.0 1.1.0 1.0.0")]
    [InlineData(
        "{{with semver \"18446744073709551615.0.0\"}}{{.}} {{.Major}}|{{.Minor}}|{{.Patch}}|{{.Prerelease}}|{{.Metadata}}|{{.Original}}|{{.IncMajor}} {{.IncMinor}} {{.IncPatch}}{{end}}",
        "18446744073709551615.0.0 18446744073709551615|0|0|||18446744073709551615.0.0|0.0.0 18446744073709551615.1.0 18446744073709551615.0.1")]
    [InlineData("{{(semver \"1.2.3\").SetPrerelease \"x.1\"}} {{(semver \"1.2.3\").SetMetadata \"y\"}}", "1.2.3-x.1 1.2.3+y")]
    [InlineData("{{toJson (semver \"v1.2\")}} {{printf \"%s %T\" (semver \"1\") (semver \"1\")}}", "\"1.2.0\" 1.0.0 *semver.Version")]
    public void Semver_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{semver \"\"}}", "error calling semver: Invalid Semantic Version")]
    [InlineData("{{semver \"x\"}}", "error calling semver: Invalid Semantic Version")]
    [InlineData("{{semver \"1.x\"}}", "error calling semver: Invalid Semantic Version")]
    [InlineData("{{semver \"1.2.3.4\"}}", "error calling semver: Invalid Semantic Version")]
    [InlineData("{{semver \"V1\"}}", "error calling semver: Invalid Semantic Version")]
    [InlineData("{{semver \" 1.2.3\"}}", "error calling semver: Invalid Semantic Version")]
    [InlineData("{{semver \"1.2.3\\n\"}}", "error calling semver: Invalid Semantic Version")]
    [InlineData("{{semver \"1.2.3-\"}}", "error calling semver: Invalid Semantic Version")]
    [InlineData("{{semver \"1.2.3-a..b\"}}", "error calling semver: Invalid Semantic Version")]
    [InlineData("{{semver \"1.2.3-00\"}}", "error calling semver: Version segment starts with 0")]
    [InlineData("{{semver \"1.2.3-\\u00e9\"}}", "error calling semver: Invalid Semantic Version")]
    [InlineData(
        "{{semver \"99999999999999999999.1.1\"}}",
        "error calling semver: Error parsing version segment: strconv.ParseUint: parsing \"99999999999999999999\": value out of range")]
    [InlineData("{{semver 1}}", "expected string; found 1")]
    [InlineData("{{semver}}", "wrong number of args for semver: want 1 got 0")]
    [InlineData("{{(semver \"1\").major}}", "major is an unexported field of struct type *semver.Version")]
    [InlineData("{{(semver \"1\").Nope}}", "can't evaluate field Nope in type *semver.Version")]
    [InlineData("{{(semver \"1.2.3\").SetPrerelease \"01\"}}", "error calling SetPrerelease: Version segment starts with 0")]
    [InlineData("{{(semver \"1.2.3\").SetPrerelease \"é\"}}", "error calling SetPrerelease: Invalid Prerelease string")]
    [InlineData("{{(semver \"1.2.3\").SetMetadata \"é\"}}", "error calling SetMetadata: Invalid Metadata string")]
    [InlineData("{{(semver \"1.2.3\").Compare 1}}", "can't handle 1 for arg of type *semver.Version")]
    [InlineData("{{(semver \"1.2.3\").Compare nil}}", "error calling Compare: runtime error: invalid memory address or nil pointer dereference")]
    public void Semver_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "{{$a := semver \"1.2.3\"}}{{$b := semver \"1.2.3\"}}{{$a.Compare $b}} {{$a.LessThan $b}} {{$a.GreaterThan $b}} {{$a.Equal $b}}",
        "0 false false true")]
    [InlineData(
        "{{$a := semver \"1.2.3\"}}{{$b := semver \"1.2.4\"}}{{$a.Compare $b}} {{$a.LessThan $b}} {{$a.GreaterThan $b}} {{$a.Equal $b}}",
        "-1 true false false")]
    [InlineData(
        "{{$a := semver \"1.3.0\"}}{{$b := semver \"1.2.9\"}}{{$a.Compare $b}} {{$a.LessThan $b}} {{$a.GreaterThan $b}} {{$a.Equal $b}}",
        "1 false true false")]
    [InlineData(
        "{{$a := semver \"2.0.0\"}}{{$b := semver \"1.9.9\"}}{{$a.Compare $b}} {{$a.LessThan $b}} {{$a.GreaterThan $b}} {{$a.Equal $b}}",
        "1 false true false")]
    [InlineData(
        "{{$a := semver \"1.2.3-alpha\"}}{{$b := semver \"1.2.3\"}}{{$a.Compare $b}} {{$a.LessThan $b}} {{$a.GreaterThan $b}} {{$a.Equal $b}}",
        "-1 true false false")]
    [InlineData(
        "{{$a := semver \"1.2.3-alpha\"}}{{$b := semver \"1.2.3-beta\"}}{{$a.Compare $b}} {{$a.LessThan $b}} {{$a.GreaterThan $b}} {{$a.Equal $b}}",
        "-1 true false false")]
    [InlineData(
        "{{$a := semver \"1.2.3-alpha.2\"}}{{$b := semver \"1.2.3-alpha.10\"}}{{$a.Compare $b}} {{$a.LessThan $b}} {{$a.GreaterThan $b}} {{$a.Equal $b}}",
        "-1 true false false")]
    [InlineData(
        "{{$a := semver \"1.2.3-1\"}}{{$b := semver \"1.2.3-a\"}}{{$a.Compare $b}} {{$a.LessThan $b}} {{$a.GreaterThan $b}} {{$a.Equal $b}}",
        "-1 true false false")]
    [InlineData(
        "{{$a := semver \"1.2.3-a\"}}{{$b := semver \"1.2.3-a.b\"}}{{$a.Compare $b}} {{$a.LessThan $b}} {{$a.GreaterThan $b}} {{$a.Equal $b}}",
        "-1 true false false")]
    [InlineData(
        "{{$a := semver \"1.2.3+x\"}}{{$b := semver \"1.2.3+y\"}}{{$a.Compare $b}} {{$a.LessThan $b}} {{$a.GreaterThan $b}} {{$a.Equal $b}}",
        "0 false false true")]
    [InlineData(
        "{{$a := semver \"1.2.3-a-b\"}}{{$b := semver \"1.2.3-a\"}}{{$a.Compare $b}} {{$a.LessThan $b}} {{$a.GreaterThan $b}} {{$a.Equal $b}}",
        "1 false true false")]
    [InlineData(
        "{{$a := semver \"1.2.3-A\"}}{{$b := semver \"1.2.3-a\"}}{{$a.Compare $b}} {{$a.LessThan $b}} {{$a.GreaterThan $b}} {{$a.Equal $b}}",
        "-1 true false false")]
    public void Compare_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));
}
