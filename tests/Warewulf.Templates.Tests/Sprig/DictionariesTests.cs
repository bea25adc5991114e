namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's functions on dictionaries. The expected texts are what Go gives.</summary>
[Trait("Suite", "Fast")]
public sealed class DictionariesTests
{
    [Theory]
    [InlineData("{{dict \"a\" 1 \"b\"}} {{dict}} {{dict 1 2 nil 3 .by 4}} {{dict \"a\" 1 \"a\" 2}}", "map[a:1 b:] map[] map[1:2 <nil>:3 bytes:4] map[a:2]")]
    [InlineData("{{$d := dict \"a\" 1}}{{set $d \"b\" 2}} {{unset $d \"a\"}} {{$d}} {{unset $d \"zz\"}}", "map[a:1 b:2] map[b:2] map[b:2] map[b:2]")]
    [InlineData("{{get .m \"a\"}} {{get .m \"zz\"}}| {{hasKey .m \"n\"}} {{hasKey .m.b \"n\"}} {{get .m.b \"n\"}}", "1 | false true <no value>")]
    [InlineData("{{keys (dict \"k\" 1)}} {{keys (dict \"a\" 1) (dict \"b\" 2) | len}} {{values (dict \"k\" 1)}} {{keys dict}} {{printf \"%T %T\" (keys dict) (values dict)}}", "[k] 2 [1] [] []string []interface {}")]
    [InlineData("{{pluck \"a\" .m (dict \"a\" 2) (dict \"b\" 3)}} {{pluck \"zz\" .m}} {{pluck \"a\"}}", "[1 2] [] []")]
    [InlineData("{{pick .m \"a\" \"zz\"}} {{pick .m}} {{omit .m \"b\" \"s\"}} {{omit .m}}", "map[a:1] map[] map[a:1] map[a:1 b:map[c:[1 map[d:e]] n:<nil>] s:x]")]
    [InlineData("{{dig \"b\" \"c\" \"d\" .m}} {{dig \"b\" \"zz\" \"d\" .m}} {{dig \"zz\" \"c\" 5 .m}} {{dig \"b\" \"n\" \"d\" .m}} {{dig \"zz\" nil .m}}", "[1 map[d:e]] d 5 <no value> <no value>")]
    [InlineData("{{$d := dict \"x\" (dict \"y\" 1)}}{{$e := deepCopy $d}}{{$_ := set $e.x \"y\" 2}}{{$d}} {{$e}} {{mustDeepCopy .li}} {{deepCopy \"s\"}} {{typeOf (deepCopy .ms)}}", "map[x:map[y:1]] map[x:map[y:2]] [3 1 2] s map[string]string")]
    public void Dictionaries_OfManyValues_GiveWhatGoGives(string template, string expected) => Assert.Equal(expected, Render.Text(template, SprigData.Root));

    [Theory]
    [InlineData("{{set .ms \"a\" 1}}", "template: t:1:6: executing \"t\" at <.ms>: wrong type for value; expected map[string]interface {}; got map[string]string")]
    [InlineData("{{hasKey .ms \"one\"}}", "template: t:1:9: executing \"t\" at <.ms>: wrong type for value; expected map[string]interface {}; got map[string]string")]
    [InlineData("{{keys .mi}}", "template: t:1:7: executing \"t\" at <.mi>: wrong type for value; expected map[string]interface {}; got map[int]string")]
    [InlineData("{{get .n \"a\"}}", "template: t:1:6: executing \"t\" at <.n>: wrong type for value; expected map[string]interface {}; got interface {}")]
    [InlineData("{{pick .m 1}}", "template: t:1:10: executing \"t\" at <1>: expected string; found 1")]
    [InlineData("{{dig \"a\" .m}}", "template: t:1:2: executing \"t\" at <dig \"a\" .m>: error calling dig: dig needs at least three arguments")]
    [InlineData("{{dig \"a\" 1 2 .m}}", "template: t:1:2: executing \"t\" at <dig \"a\" 1 2 .m>: error calling dig: interface conversion: interface {} is int, not string")]
    [InlineData("{{dig \"a\" \"b\" \"x\" .m}}", "template: t:1:2: executing \"t\" at <dig \"a\" \"b\" \"x\" .m>: error calling dig: interface conversion: interface {} is int, not map[string]interface {}")]
    [InlineData("{{dig \"a\" \"x\" \"str\"}}", "template: t:1:2: executing \"t\" at <dig \"a\" \"x\" \"str\">: error calling dig: interface conversion: interface {} is string, not map[string]interface {}")]
    [InlineData("{{dig \"a\" \"x\" nil}}", "template: t:1:2: executing \"t\" at <dig \"a\" \"x\" nil>: error calling dig: interface conversion: interface {} is nil, not map[string]interface {}")]
    [InlineData("{{dig \"one\" \"x\" .ms}}", "template: t:1:2: executing \"t\" at <dig \"one\" \"x\" .ms>: error calling dig: interface conversion: interface {} is map[string]string, not map[string]interface {}")]
    [InlineData("{{deepCopy nil}}", "template: t:1:2: executing \"t\" at <deepCopy nil>: error calling deepCopy: reflect: call of reflect.Value.Type on zero Value")]
    [InlineData("{{mustDeepCopy .n}}", "template: t:1:2: executing \"t\" at <mustDeepCopy .n>: error calling mustDeepCopy: reflect: call of reflect.Value.Type on zero Value")]
    [InlineData("{{values 1}}", "template: t:1:9: executing \"t\" at <1>: can't handle 1 for arg of type map[string]interface {}")]
    public void Dictionaries_UsedWrongly_FailAsInGo(string template, string message) => Assert.Equal(message, Render.Error(template, SprigData.Root).Message);
}
