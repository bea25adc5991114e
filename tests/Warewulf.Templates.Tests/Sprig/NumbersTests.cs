namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's functions on whole numbers. The expected texts are what Go gives.</summary>
[Trait("Suite", "Fast")]
public sealed class NumbersTests
{
    [Theory]
    [InlineData("{{int64 \"3.0\"}} {{int64 \"3.00\"}} {{int64 \"3.9\"}} {{int64 \"010\"}} {{int64 \"08\"}} {{int64 \"1_000\"}} {{int64 \" 1\"}} {{int64 \"0x1F\"}} {{int64 \".0\"}} {{int64 \"99999999999999999999\"}} {{int64 1e30}} {{int64 -2.9}}", "3 3 0 8 0 1000 0 31 0 0 -9223372036854775808 -2")]
    [InlineData("{{int true}} {{int nil}} {{int .n}} {{int .l}} {{int .u64}} {{int .u8}} {{int .ip}} {{printf \"%T %T %T\" (int 1) (int64 1) (float64 1)}}", "1 0 0 0 -1 200 0 int int64 float64")]
    [InlineData("{{float64 \"1e3\"}} {{float64 \"0x1p4\"}} {{float64 \"inf\"}} {{float64 \"+nan\"}} {{float64 \"1e999\"}} {{float64 true}} {{float64 .f32}} {{float64 .u64}} {{float64 \"x\"}} {{float64 .m}}", "1000 16 +Inf 0 0 1 0.10000000149011612 1.8446744073709552e+19 0 0")]
    [InlineData("{{add}} {{add 1}} {{add 1 \"2\" 3.9 true nil}} {{add1 9223372036854775807}} {{sub 1 2}} {{mul 3}} {{mul 2 \"3\" 4}} {{mul 9223372036854775807 2}}", "0 1 7 -9223372036854775808 -1 3 24 -2")]
    [InlineData("{{div 7 2}} {{div -7 2}} {{mod -7 3}} {{mod 7 -3}} {{div -9223372036854775808 -1}} {{mod -9223372036854775808 -1}}", "3 -3 -1 1 -9223372036854775808 0")]
    [InlineData("{{max 1 \"5\" 3.9}} {{min 3 1 2}} {{biggest 2}} {{max \"x\"}} {{min -1 nil}} {{atoi \"12\"}} {{atoi \"0x1\"}} {{atoi \"-3\"}} {{atoi \"1_0\"}} {{atoi \"99999999999999999999\"}} {{atoi \"-99999999999999999999\"}} {{atoi \"-\"}} {{atoi \"\"}}", "5 1 2 0 -1 12 0 -3 0 9223372036854775807 -9223372036854775808 0 0")]
    [InlineData("{{until 3}} {{until -2}} {{until 0}} {{untilStep 0 7 3}} {{untilStep 3 0 -2}} {{untilStep 0 5 0}} {{untilStep 5 0 1}} {{untilStep 0 5 -1}}", "[0 1 2] [0 -1] [] [0 3 6] [3 1] [] [] []")]
    [InlineData("{{seq}}|{{seq 3}}|{{seq 0}}|{{seq -2}}|{{seq 1 3}}|{{seq 3 1}}|{{seq 1 2 7}}|{{seq 7 -2 1}}|{{seq 1 -2 7}}|{{seq 7 2 1}}|{{seq 1 0 7}}|{{seq 1 2 3 4}}", "|1 2 3|1 0|1 0 -1 -2|1 2 3|3 2 1|1 3 5 7|7 5 3 1||||")]
    public void Numbers_OfManyValues_GiveWhatGoGives(string template, string expected) => Assert.Equal(expected, Render.Text(template, SprigData.Root));

    [Theory]
    [InlineData("{{div 1 0}}", "template: t:1:2: executing \"t\" at <div 1 0>: error calling div: runtime error: integer divide by zero")]
    [InlineData("{{mod 1 \"x\"}}", "template: t:1:2: executing \"t\" at <mod 1 \"x\">: error calling mod: runtime error: integer divide by zero")]
    [InlineData("{{mul}}", "template: t:1:2: executing \"t\" at <mul>: wrong number of args for mul: want at least 1 got 0")]
    [InlineData("{{max}}", "template: t:1:2: executing \"t\" at <max>: wrong number of args for max: want at least 1 got 0")]
    [InlineData("{{sub 1}}", "template: t:1:2: executing \"t\" at <sub>: wrong number of args for sub: want 2 got 1")]
    [InlineData("{{until \"3\"}}", "template: t:1:8: executing \"t\" at <\"3\">: expected integer; found \"3\"")]
    [InlineData("{{seq 1.5}}", "template: t:1:6: executing \"t\" at <1.5>: expected integer; found 1.5")]
    [InlineData("{{untilStep 1 2}}", "template: t:1:2: executing \"t\" at <untilStep>: wrong number of args for untilStep: want 3 got 2")]
    [InlineData("{{atoi 1}}", "template: t:1:7: executing \"t\" at <1>: expected string; found 1")]
    public void Numbers_UsedWrongly_FailAsInGo(string template, string message) => Assert.Equal(message, Render.Error(template, SprigData.Root).Message);
}
