namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's functions on types. The expected texts are what Go gives.</summary>
[Trait("Suite", "Fast")]
public sealed class TypesTests
{
    [Theory]
    [InlineData("{{typeOf nil}} {{typeOf 1}} {{typeOf 'a'}} {{typeOf 1i}} {{typeOf .m}} {{typeOf .ms}} {{typeOf .by}} {{typeOf .ip}} {{typeOf .err}} {{typeOf list}} {{typeOf .arr}}", "<nil> int int complex128 map[string]interface {} map[string]string []uint8 net.IP *errors.errorString []interface {} [3]int")]
    [InlineData("{{kindOf nil}} {{kindOf 1}} {{kindOf .m}} {{kindOf .ip}} {{kindOf .err}} {{kindOf .arr}} {{kindOf true}} {{kindOf .u8}} {{kindOf 1i}}", "invalid int map slice ptr array bool uint8 complex128")]
    [InlineData("{{typeIs \"int\" 1}} {{typeIs \"string\" 1}} {{typeIsLike \"errors.errorString\" .err}} {{typeIsLike \"int\" 1}} {{kindIs \"slice\" .ip}} {{kindIs \"invalid\" .none}} {{typeIs \"<nil>\" nil}}", "true false true true true true true")]
    [InlineData("{{deepEqual 1 1}} {{deepEqual 1 1.0}} {{deepEqual (list 1 (dict \"a\" 2)) (list 1 (dict \"a\" 2))}} {{deepEqual nil nil}} {{deepEqual .ls (list \"b\" \"a\" \"c\" \"a\")}} {{deepEqual .lsn .lsn}} {{deepEqual dict (dict \"a\" nil)}} {{deepEqual (float64 \"nan\") (float64 \"nan\")}}", "true false true true false true false false")]
    public void Types_OfManyValues_GiveWhatGoGives(string template, string expected) => Assert.Equal(expected, Render.Text(template, SprigData.Root));

    [Theory]
    [InlineData("{{typeIs 1 1}}", "template: t:1:9: executing \"t\" at <1>: expected string; found 1")]
    [InlineData("{{kindIs .n 1}}", "template: t:1:9: executing \"t\" at <.n>: wrong type for value; expected string; got interface {}")]
    [InlineData("{{deepEqual 1}}", "template: t:1:2: executing \"t\" at <deepEqual>: wrong number of args for deepEqual: want 2 got 1")]
    public void Types_UsedWrongly_FailAsInGo(string template, string message) => Assert.Equal(message, Render.Error(template, SprigData.Root).Message);
}
