namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's decimal functions.</summary>
[Trait("Suite", "Fast")]
public sealed class FloatTests
{
    [Theory]
    [InlineData("{{addf 1.1 2.2}}", "3.3")]
    [InlineData("{{addf 0.1 0.2}}", "0.3")]
    [InlineData("{{addf 10 3}}", "13")]
    [InlineData("{{addf -1 3}}", "2")]
    [InlineData("{{addf 2 -3}}", "-1")]
    [InlineData("{{addf 1e308 1e308}}", "+Inf")]
    [InlineData("{{addf 1e-308 3}}", "3")]
    [InlineData("{{addf 123456789.987654321 0.001}}", "1.2345678998865433e+08")]
    [InlineData("{{addf \"1.5\" true}}", "2.5")]
    [InlineData("{{addf .f32 .u}}", "8.100000023841858")]
    [InlineData("{{addf \"x\" 2}}", "2")]
    [InlineData("{{addf 1 0}}", "1")]
    [InlineData("{{addf 5e-324 2}}", "2")]
    [InlineData("{{addf 9007199254740993 1}}", "9.007199254740992e+15")]
    [InlineData("{{addf .m .d}}", "3")]
    [InlineData("{{addf nil 1}}", "1")]
    [InlineData("{{addf 1 2 3 4.5}}", "10.5")]
    [InlineData("{{addf}}", "0")]
    [InlineData("{{addf 7}}", "7")]
    public void Addf_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{addf 1 \"NaN\"}}", "error calling addf: Cannot create a Decimal from NaN")]
    [InlineData("{{addf \"Inf\" 1}}", "error calling addf: Cannot create a Decimal from +Inf")]
    public void Addf_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{subf 1.1 2.2}}", "-1.1")]
    [InlineData("{{subf 0.1 0.2}}", "-0.1")]
    [InlineData("{{subf 10 3}}", "7")]
    [InlineData("{{subf -1 3}}", "-4")]
    [InlineData("{{subf 2 -3}}", "5")]
    [InlineData("{{subf 1e308 1e308}}", "0")]
    [InlineData("{{subf 1e-308 3}}", "-3")]
    [InlineData("{{subf 123456789.987654321 0.001}}", "1.2345678998665433e+08")]
    [InlineData("{{subf \"1.5\" true}}", "0.5")]
    [InlineData("{{subf .f32 .u}}", "-5.899999976158142")]
    [InlineData("{{subf \"x\" 2}}", "-2")]
    [InlineData("{{subf 1 0}}", "1")]
    [InlineData("{{subf 5e-324 2}}", "-2")]
    [InlineData("{{subf 9007199254740993 1}}", "9.007199254740991e+15")]
    [InlineData("{{subf .m .d}}", "3")]
    [InlineData("{{subf nil 1}}", "-1")]
    [InlineData("{{subf 1 2 3 4.5}}", "-8.5")]
    [InlineData("{{subf 7}}", "7")]
    public void Subf_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{subf 1 \"NaN\"}}", "error calling subf: Cannot create a Decimal from NaN")]
    [InlineData("{{subf \"Inf\" 1}}", "error calling subf: Cannot create a Decimal from +Inf")]
    [InlineData("{{subf}}", "wrong number of args for subf: want at least 1 got 0")]
    public void Subf_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{mulf 1.1 2.2}}", "2.42")]
    [InlineData("{{mulf 0.1 0.2}}", "0.02")]
    [InlineData("{{mulf 10 3}}", "30")]
    [InlineData("{{mulf -1 3}}", "-3")]
    [InlineData("{{mulf 2 -3}}", "-6")]
    [InlineData("{{mulf 1e308 1e308}}", "+Inf")]
    [InlineData("{{mulf 1e-308 3}}", "3e-308")]
    [InlineData("{{mulf 123456789.987654321 0.001}}", "123456.78998765432")]
    [InlineData("{{mulf \"1.5\" true}}", "1.5")]
    [InlineData("{{mulf .f32 .u}}", "7.700000166893006")]
    [InlineData("{{mulf \"x\" 2}}", "0")]
    [InlineData("{{mulf 1 0}}", "0")]
    [InlineData("{{mulf 5e-324 2}}", "1e-323")]
    [InlineData("{{mulf 9007199254740993 1}}", "9.007199254740992e+15")]
    [InlineData("{{mulf .m .d}}", "0")]
    [InlineData("{{mulf nil 1}}", "0")]
    [InlineData("{{mulf 1 2 3 4.5}}", "27")]
    [InlineData("{{mulf 7}}", "7")]
    public void Mulf_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{mulf 1 \"NaN\"}}", "error calling mulf: Cannot create a Decimal from NaN")]
    [InlineData("{{mulf \"Inf\" 1}}", "error calling mulf: Cannot create a Decimal from +Inf")]
    [InlineData("{{mulf}}", "wrong number of args for mulf: want at least 1 got 0")]
    public void Mulf_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{divf 1.1 2.2}}", "0.5")]
    [InlineData("{{divf 0.1 0.2}}", "0.5")]
    [InlineData("{{divf 10 3}}", "3.3333333333333335")]
    [InlineData("{{divf -1 3}}", "-0.3333333333333333")]
    [InlineData("{{divf 2 -3}}", "-0.6666666666666667")]
    [InlineData("{{divf 1e308 1e308}}", "1")]
    [InlineData("{{divf 1e-308 3}}", "0")]
    [InlineData("{{divf 123456789.987654321 0.001}}", "1.2345678998765433e+11")]
    [InlineData("{{divf \"1.5\" true}}", "1.5")]
    [InlineData("{{divf .f32 .u}}", "0.1571428605488369")]
    [InlineData("{{divf \"x\" 2}}", "0")]
    [InlineData("{{divf 5e-324 2}}", "0")]
    [InlineData("{{divf 9007199254740993 1}}", "9.007199254740992e+15")]
    [InlineData("{{divf nil 1}}", "0")]
    [InlineData("{{divf 1 2 3 4.5}}", "0.037037037037037")]
    [InlineData("{{divf 7}}", "7")]
    public void Divf_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{divf 1 0}}", "error calling divf: decimal division by 0")]
    [InlineData("{{divf 1 \"NaN\"}}", "error calling divf: Cannot create a Decimal from NaN")]
    [InlineData("{{divf \"Inf\" 1}}", "error calling divf: Cannot create a Decimal from +Inf")]
    [InlineData("{{divf .m .d}}", "error calling divf: decimal division by 0")]
    [InlineData("{{divf}}", "wrong number of args for divf: want at least 1 got 0")]
    public void Divf_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{maxf 1 2 0.5}}", "2")]
    [InlineData("{{maxf 1}}", "1")]
    [InlineData("{{maxf -1 \"2.5\" true}}", "2.5")]
    [InlineData("{{maxf \"NaN\" 1}}", "NaN")]
    [InlineData("{{maxf \"Inf\" \"NaN\"}}", "+Inf")]
    [InlineData("{{maxf \"-Inf\" 3}}", "3")]
    [InlineData("{{minf 1 2 0.5}}", "0.5")]
    [InlineData("{{minf 1}}", "1")]
    [InlineData("{{minf -1 \"2.5\" true}}", "-1")]
    [InlineData("{{minf \"NaN\" 1}}", "NaN")]
    [InlineData("{{minf \"Inf\" \"NaN\"}}", "NaN")]
    [InlineData("{{minf \"-Inf\" 3}}", "-Inf")]
    public void MaxfAndMinf_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{maxf }}", "wrong number of args for maxf: want at least 1 got 0")]
    [InlineData("{{minf }}", "wrong number of args for minf: want at least 1 got 0")]
    public void MaxfAndMinf_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{floor 1}} {{ceil 1}}", "1 1")]
    [InlineData("{{floor 2.5}} {{ceil 2.5}}", "2 3")]
    [InlineData("{{floor -2.5}} {{ceil -2.5}}", "-3 -2")]
    [InlineData("{{floor \"1.5\"}} {{ceil \"1.5\"}}", "1 2")]
    [InlineData("{{floor \"abc\"}} {{ceil \"abc\"}}", "0 0")]
    [InlineData("{{floor \"1e3\"}} {{ceil \"1e3\"}}", "1000 1000")]
    [InlineData("{{floor \"0x10\"}} {{ceil \"0x10\"}}", "0 0")]
    [InlineData("{{floor true}} {{ceil true}}", "1 1")]
    [InlineData("{{floor nil}} {{ceil nil}}", "0 0")]
    [InlineData("{{floor .nope}} {{ceil .nope}}", "0 0")]
    [InlineData("{{floor .f32}} {{ceil .f32}}", "1 2")]
    [InlineData("{{floor .u}} {{ceil .u}}", "7 7")]
    [InlineData("{{floor .m}} {{ceil .m}}", "3 3")]
    [InlineData("{{floor .d}} {{ceil .d}}", "0 0")]
    [InlineData("{{floor 1e308}} {{ceil 1e308}}", "1e+308 1e+308")]
    [InlineData("{{floor 5e-324}} {{ceil 5e-324}}", "0 1")]
    [InlineData("{{floor \"NaN\"}} {{ceil \"NaN\"}}", "NaN NaN")]
    [InlineData("{{floor \"Inf\"}} {{ceil \"Inf\"}}", "+Inf +Inf")]
    [InlineData("{{floor 1.2}} {{ceil 1.2}}", "1 2")]
    [InlineData("{{floor -1.2}} {{ceil -1.2}}", "-2 -1")]
    [InlineData("{{floor -0.5}} {{ceil -0.5}}", "-1 -0")]
    [InlineData("{{add1f 1.5}}", "2.5")]
    [InlineData("{{add1f \"x\"}}", "1")]
    [InlineData("{{add1f -1}}", "0")]
    [InlineData("{{add1f 0.1}}", "1.1")]
    public void FloorCeilAdd1f_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{add1f \"Inf\"}}", "error calling add1f: Cannot create a Decimal from +Inf")]
    public void FloorCeilAdd1f_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{round 2.5 0}}", "3")]
    [InlineData("{{round 3.5 0}}", "4")]
    [InlineData("{{round -2.5 0}}", "-3")]
    [InlineData("{{round -1.5 0}}", "-2")]
    [InlineData("{{round 123.555 2 0.6}}", "123.55")]
    [InlineData("{{round 123.555 2}}", "123.56")]
    [InlineData("{{round \"1.005\" 2}}", "1")]
    [InlineData("{{round 1234.5 -2}}", "1200")]
    [InlineData("{{round 0.1 20}}", "0.1")]
    [InlineData("{{round 1.5 23}}", "1.5")]
    [InlineData("{{round 7.77777 308}}", "+Inf")]
    [InlineData("{{round 7.7 309}}", "NaN")]
    [InlineData("{{round 7.7 -400}}", "NaN")]
    [InlineData("{{round 1 400}}", "NaN")]
    [InlineData("{{round \"NaN\" 1}}", "NaN")]
    [InlineData("{{round 1.25 1 0.5 0.7}}", "1.3")]
    [InlineData("{{round 1 2 3}}", "1")]
    public void Round_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));

    [Theory]
    [InlineData("{{round 1.5}}", "wrong number of args for round: want at least 2 got 1")]
    [InlineData("{{round 1 \"2\"}}", "expected integer; found \"2\"")]
    public void Round_UsedWrongly_FailsAsInGo(string template, string message) => Assert.EndsWith(
        message, Render.Error(template, TestSurroundings.Data, TestSurroundings.Options).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{toDecimal \"777\"}}", "511")]
    [InlineData("{{toDecimal 0755}}", "0")]
    [InlineData("{{toDecimal \"0755\"}}", "493")]
    [InlineData("{{toDecimal \"8\"}}", "0")]
    [InlineData("{{toDecimal -17}}", "-15")]
    [InlineData("{{toDecimal \"x\"}}", "0")]
    [InlineData("{{toDecimal \"7777777777777777777777777\"}}", "0")]
    [InlineData("{{toDecimal 10.0}}", "8")]
    [InlineData("{{toDecimal 1.5}}", "0")]
    [InlineData("{{toDecimal nil}}", "0")]
    [InlineData("{{toDecimal true}}", "0")]
    public void ToDecimal_GivesWhatGoGives(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template, TestSurroundings.Data, TestSurroundings.Options));
}
