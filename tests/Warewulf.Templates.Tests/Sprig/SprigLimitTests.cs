using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests.Sprig;

/// <summary>What a small template must not be able to do with Sprig's functions.</summary>
[Trait("Suite", "Fast")]
public sealed class SprigLimitTests
{
    private const string Doubled = "{{$l := list dict}}{{range 60}}{{$l = list $l $l}}{{end}}";

    private static readonly TemplateOptions Small = new() { MaxOutputBytes = 10_000 };

    [Theory]
    [InlineData("{{repeat 20000 \"a\"}}")]
    [InlineData("{{indent 6000 \"a\\nb\"}}")]
    [InlineData("{{nindent 20000 \"a\"}}")]
    [InlineData("{{replace \"a\" (repeat 500 \"b\") (repeat 500 \"a\")}}")]
    [InlineData("{{replace \"\" (repeat 500 \"b\") (repeat 500 \"a\")}}")]
    [InlineData("{{join (repeat 500 \"-\") (until 100)}}")]
    [InlineData("{{regexReplaceAll \"a\" (repeat 500 \"a\") (repeat 500 \"b\")}}")]
    [InlineData("{{regexReplaceAllLiteral \"\" (repeat 500 \"a\") (repeat 500 \"b\")}}")]
    [InlineData("{{wrapWith 1 (repeat 500 \"b\") (repeat 500 \"a\")}}")]
    [InlineData("{{splitList \"\" (repeat 5000 \"a\") | len}}")]
    [InlineData("{{split \"a\" (repeat 5000 \"a\") | len}}")]
    [InlineData("{{regexFindAll \"a\" (repeat 5000 \"a\") -1 | len}}")]
    [InlineData("{{regexSplit \"a\" (repeat 5000 \"a\") -1 | len}}")]
    [InlineData("{{seq 100000}}")]
    [InlineData("{{seq 1 9223372036854775806}}")]
    [InlineData("{{until 100000}}")]
    [InlineData("{{untilStep -9223372036854775808 9223372036854775807 1}}")]
    [InlineData("{{concat (until 200) (until 200)}}")]
    [InlineData("{{$l := list}}{{range 200}}{{$l = list $l}}{{end}}{{toPrettyJson $l}}")]
    public void Functions_AskedForMoreThanTheLimit_Refuse(string template) =>
        Assert.Contains("result exceeds the limit of 10000 bytes", Render.Error(template, default, Small).Message, StringComparison.Ordinal);

    [Fact]
    public void Replace_OfFewPlacesInALongText_IsWithinTheLimit() =>
        Assert.Equal("5000", Render.Text("{{replace \"b\" (repeat 4000 \"x\") (print (repeat 1000 \"a\") \"b\") | len}}", default, Small));

    [Theory]
    [InlineData(Doubled + "{{$_ := deepCopy $l}}", "value is too large to copy")]
    [InlineData("{{$d := dict}}{{$_ := set $d \"d\" $d}}{{$_ := deepCopy $d}}", "value nests too deeply to copy")]
    [InlineData("{{$_ := uniq (chunk 1 (until 5001))}}", "list is too large to compare")]
    public void Functions_GivenEndlessValues_EndWithAnError(string template, string message) =>
        Assert.EndsWith(message, Render.Error(template).Message, StringComparison.Ordinal);

    [Fact]
    public void MustToJson_OfACycle_SaysSoAsInGo() => Assert.EndsWith(
        "json: unsupported value: encountered a cycle via map[string]interface {}",
        Render.Error("{{$d := dict}}{{$_ := set $d \"d\" $d}}{{mustToJson $d}}").Message,
        StringComparison.Ordinal);

    [Fact]
    public void Merge_OfCycles_Ends() => Assert.Equal("1", Render.Text(
        "{{$d := dict \"a\" 1}}{{$_ := set $d \"d\" $d}}{{$e := dict}}{{$_ := set $e \"d\" $e}}{{$_ := merge $e $d}}{{$e.a}}"));

    [Fact]
    public void Uniq_OfManyScalars_ComparesByHash() =>
        Assert.Equal("200000", Render.Text("{{len (uniq (concat (until 200000) (until 200000)))}}"));

    [Theory]
    [InlineData("(x+x+)+y")]
    [InlineData("(a|aa)+$b")]
    [InlineData("(.*)(.*)(.*)(.*)[^a]$")]
    [InlineData("((a?){500}){2}b")]
    public void Patterns_ThatAreSlowElsewhere_TakeTimeInProportion(string pattern) =>
        Assert.Equal("false", Render.Text("{{regexMatch . (repeat 1000 \"a\")}}", GoValue.String(pattern)));

    [Fact]
    public void Patterns_ThatNeedTooMuchWork_AreStopped() => Assert.EndsWith(
        "regular expression takes too long",
        Render.Error("{{regexFindAll \"([a-c]?){1000}x\" (repeat 300000 \"abc\") -1}}").Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("(?:a{1000}b{1000}c{1000}){0}d", "d")]
    [InlineData("d(((((((((((((((((((e)))))))))))))))))))?", "d")]
    public void Patterns_ThatAreLarge_StillMatch(string pattern, string expected) =>
        Assert.Equal(expected, Render.Text("{{regexFind . \"abcd\"}}", GoValue.String(pattern)));

    [Fact]
    public void Patterns_BeyondTheSize_AreRefused()
    {
        var pattern = string.Concat(Enumerable.Repeat("[a-z]{1000}", 300));

        var error = Render.Error("{{mustRegexMatch . \"\"}}", GoValue.String(pattern));

        Assert.Contains("error parsing regexp: expression too large: `[a-z]{1000}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Patterns_NestedTooDeeply_AreRefused()
    {
        var pattern = string.Concat(Enumerable.Repeat("(a", 2_000)) + new string(')', 2_000);

        var error = Render.Error("{{mustRegexMatch . \"\"}}", GoValue.String(pattern));

        Assert.Contains("error parsing regexp: expression nests too deeply: `(a(a", error.Message, StringComparison.Ordinal);
    }
}
