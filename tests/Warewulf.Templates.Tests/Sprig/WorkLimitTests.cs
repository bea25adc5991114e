namespace Warewulf.Templates.Tests.Sprig;

/// <summary>A template must not make the machine work without end.</summary>
[Trait("Suite", "Fast")]
public sealed class WorkLimitTests
{
    [Theory]
    [InlineData("{{range 1000000}}{{$x := genPrivateKey \"rsa\"}}{{end}}")]
    [InlineData("{{range 1000000}}{{$x := genPrivateKey \"dsa\"}}{{end}}")]
    [InlineData("{{range 1000000}}{{$x := genCA \"x\" 1}}{{end}}")]
    [InlineData("{{range 1000000}}{{$x := bcrypt \"x\"}}{{end}}")]
    [InlineData("{{range 1000000}}{{$x := derivePassword 1 \"long\" \"a\" \"b\" \"c\"}}{{end}}")]
    public void LongWork_InALoop_CountsAsManySteps(string template)
    {
        var options = TestSurroundings.Options with { MaxSteps = 50_000 };

        Assert.EndsWith("exceeded the limit of 50000 steps", Render.Error(template, default, options).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{randAlpha 9000000000000000000}}")]
    [InlineData("{{randBytes 9000000000000000000}}")]
    [InlineData("{{randBytes 2000000000}}")]
    [InlineData("{{randAscii 300000000}}")]
    public void RandomTexts_OfHugeSize_AreRefused(string template) =>
        Assert.Contains("exceeds the limit", Render.Error(template, default, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{addf \"1e999999999\" 1}}", "1")]
    [InlineData("{{mulf \"1e308\" \"1e308\" \"1e-308\"}}", "1e+308")]
    [InlineData("{{divf \"1e-999999999\" 3}}", "0")]
    [InlineData("{{round 1.5 9223372036854775807}}", "NaN")]
    [InlineData("{{round 1.5 -9223372036854775808}}", "NaN")]
    [InlineData("{{addf \"0x1p99999999999\" 1}}", "1")]
    public void Decimals_WithHugeExponents_EndSoon(string template, string expected) => Assert.Equal(expected, Render.Text(template));

    [Fact]
    public void Decimals_MultipliedWithoutEnd_AreRefused()
    {
        var numbers = string.Concat(Enumerable.Repeat(" 1.2345678901234567", 25_000));

        Assert.EndsWith("number has too many digits", Render.Error("{{mulf 1" + numbers + "}}").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{semver (print \"1.2.3-\" .)}}")]
    [InlineData("{{semverCompare . \"1.2.3\"}}")]
    [InlineData("{{semverCompare (print \"1.2.3-\" . \"!\") \"1.2.3\"}}")]
    [InlineData("{{urlParse (print \"http://\" .)}}")]
    [InlineData("{{mustToDate . \"x\"}}")]
    [InlineData("{{mustDateModify . .t}}")]
    public void Texts_VeryLong_EndSoon(string template)
    {
        var text = Values.GoValue.String(string.Concat(Enumerable.Repeat("1.0-", 20_000)) + "\u0001");

        Assert.IsType<TemplateException>(Render.Error(template.Replace(".t", "(now)", StringComparison.Ordinal), text, TestSurroundings.Options));
    }

    [Fact]
    public void Keys_MutatedAnyhow_AreRefusedOrTaken()
    {
        var pem = Render.Text("{{genPrivateKey \"ecdsa\"}}", default, TestSurroundings.Options);
        for (var i = 28; i < pem.Length - 28; i += 3)
        {
            var mutated = Values.GoValue.String(pem[..i] + "A" + pem[(i + 1)..]);

            var error = Record.Exception(() => Render.Text("{{genCAWithKey \"x\" 1 .}}", mutated, TestSurroundings.Options));

            Assert.True(error is null or TemplateException, error?.ToString());
        }
    }

    [Fact]
    public void Certificates_MutatedAnyhow_AreRefusedOrTaken()
    {
        var pair = Render.Text("{{$c := genCAWithKey \"x\" 1 (genPrivateKey \"ed25519\")}}{{$c.Cert}}#{{$c.Key}}", default, TestSurroundings.Options).Split('#');
        for (var i = 28; i < pair[0].Length - 28; i += 7)
        {
            var data = Render.Dictionary(
                ("c", Values.GoValue.String(pair[0][..i] + "B" + pair[0][(i + 1)..])), ("k", Values.GoValue.String(pair[1])));

            var error = Record.Exception(() => Render.Text(
                "{{genSignedCertWithKey \"y\" nil nil 1 (buildCustomCert (b64enc .c) (b64enc .k)) .k}}", data, TestSurroundings.Options));

            Assert.True(error is null or TemplateException, error?.ToString());
        }
    }
}
