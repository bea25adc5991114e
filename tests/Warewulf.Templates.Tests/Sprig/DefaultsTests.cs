namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's functions on defaults and choices. The expected texts are what Go gives.</summary>
[Trait("Suite", "Fast")]
public sealed class DefaultsTests
{
    [Theory]
    [InlineData("{{default 1}} {{default 1 nil}} {{default 1 0}} {{default \"d\" .none}} {{default 1 2 3}} {{default 1 (list)}} {{\"\" | default \"x\"}} {{default \"d\" false}}", "1 1 1 d 2 1 x d")]
    [InlineData("{{empty nil}} {{empty .m}} {{empty dict}} {{empty 0.0}} {{empty \"0\"}} {{empty .lsn}} {{empty .arr}} {{empty .err}}", "true false true true false true false false")]
    [InlineData("{{coalesce}} {{coalesce 0 \"\" nil list 5 6}} {{coalesce nil}} {{any}} {{any 0 \"\"}} {{any 0 1}} {{all}} {{all 1 \"a\"}} {{all 1 nil}}", "<no value> 5 <no value> false false true true true false")]
    [InlineData("{{ternary 1 2 true}} {{ternary 1 2 false}} {{true | ternary \"y\" \"n\"}} {{hello}}", "1 2 y Hello!")]
    public void Defaults_OfManyValues_GiveWhatGoGives(string template, string expected) => Assert.Equal(expected, Render.Text(template, SprigData.Root));

    [Theory]
    [InlineData("{{default}}", "template: t:1:2: executing \"t\" at <default>: wrong number of args for default: want at least 1 got 0")]
    [InlineData("{{ternary 1 2 .n}}", "template: t:1:14: executing \"t\" at <.n>: wrong type for value; expected bool; got interface {}")]
    [InlineData("{{ternary 1 2 \"x\"}}", "template: t:1:14: executing \"t\" at <\"x\">: expected bool; found \"x\"")]
    [InlineData("{{fail \"boom\"}}", "template: t:1:2: executing \"t\" at <fail \"boom\">: error calling fail: boom")]
    [InlineData("{{fail 1}}", "template: t:1:7: executing \"t\" at <1>: expected string; found 1")]
    [InlineData("{{hello 1}}", "template: t:1:2: executing \"t\" at <hello>: wrong number of args for hello: want 0 got 1")]
    public void Defaults_UsedWrongly_FailAsInGo(string template, string message) => Assert.Equal(message, Render.Error(template, SprigData.Root).Message);
}
