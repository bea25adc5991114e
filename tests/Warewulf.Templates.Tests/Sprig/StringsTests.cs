namespace Warewulf.Templates.Tests.Sprig;

/// <summary>Sprig's functions on texts. The expected texts are what Go gives.</summary>
[Trait("Suite", "Fast")]
public sealed class StringsTests
{
    [Theory]
    [InlineData("[{{trim \" \\t x\\u00a0\\n\"}}] {{trimAll \"$\" \"$5.00$\"}} {{trimall \"ab\" \"abcba\"}} {{trimAll \"é\" \"éaé\"}} {{trimAll \"\" \" a \"}}", "[x] 5.00 c a  a ")]
    [InlineData("{{trimPrefix \"a\" \"aab\"}} {{trimSuffix \"b\" \"abb\"}} {{trimPrefix \"\" \"a\"}} {{trimPrefix \"x\" \"a\"}} {{trimPrefix \"\\xc3\" \"é\" | len}}", "ab ab a a 1")]
    [InlineData("{{contains \"\" \"a\"}} {{contains \"\\xa9\" \"é\"}} {{hasPrefix \"\\xc3\" \"é\"}} {{hasSuffix \"\\xa9\" \"é\"}} {{hasPrefix \"b\" \"a\"}}", "true true true true false")]
    [InlineData("{{splitList \",\" \"a,,b,\"}} {{splitList \"\" \"aé☃\" | len}} {{splitList \",\" \"\"|len}} {{split \",\" \"a,b\"}} {{(split \"-\" \"x-y\")._1}}", "[a  b ] 3 1 map[_0:a _1:b] y")]
    [InlineData("{{splitn \",\" 2 \"a,b,c\"}} {{splitn \",\" 0 \"a\"}} {{splitn \",\" -1 \"a,b\"}} {{splitn \"\" 2 \"abc\"}} {{splitn \",\" 9 \"a\"}}", "map[_0:a _1:b,c] map[] map[_0:a _1:b] map[_0:a _1:bc] map[_0:a]")]
    [InlineData("{{replace \"\" \"-\" \"aé\"}} {{replace \"a\" \"\" \"banana\"}} {{replace \"aa\" \"b\" \"aaaaa\"}} {{replace \"x\" \"y\" \"\"}}", "-a-é- bnn bba ")]
    [InlineData("{{substr 0 3 \"hello\"}} {{substr 2 -1 \"hello\"}} {{substr 2 9 \"hello\"}} {{substr -1 3 \"hello\"}} {{substr 5 5 \"hello\"}}|", "hel llo llo hel |")]
    [InlineData("{{repeat 3 \"ab\"}} {{repeat 0 \"a\"}}|{{indent 2 \"a\\n\\nb\"}}|{{nindent 0 \"a\"}}|{{indent 3 \"\"}}|", "ababab |  a\n  \n  b|\na|   |")]
    [InlineData("{{cat}}|{{cat nil 1 \"a\" .n}}|{{cat .l}}|{{cat \"\" \"\"}}|{{cat 1.5 true}}", "|1 a|[b a 2 <nil> a ]| |1.5 true")]
    [InlineData("{{quote \"a\\\"b\" 1 nil .by}} {{squote \"a'b\" 1.5 nil}} {{quote .l}} {{quote \"\\x00é\\u2028\"}} {{quote}}|", "\"a\\\"b\" \"1\" \"bytes\" 'a'b' '1.5' \"[b a 2 <nil> a ]\" \"\\x00é\\u2028\" |")]
    [InlineData("{{join \"-\" .l}} {{join \"-\" .ls}} {{join \"-\" 1}} {{join \"-\" .n}}| {{join \",\" .arr}} {{join \"\" .ip}} {{join \"+\" (list (list 1) (dict \"a\" 1))}}", "b-a-2-a- b-a-c-a 1 | 7,8,9 000000000025525510001 [1]+map[a:1]")]
    [InlineData("{{toStrings .l}} {{toStrings .lsn}} {{toStrings 1.5}} {{toStrings .n}} {{toStrings .by}} {{printf \"%T\" (toStrings .li)}}", "[b a 2 a ] [] [1.5] [] [98 121 116 101 115] []string")]
    [InlineData("{{sortAlpha .ls}} {{sortAlpha .l}} {{sortAlpha 1}} {{sortAlpha (list \"é\" \"z\" \"Z\" \"😀\" \"\")}} {{sortAlpha .li}}", "[a a b c] [ 2 a a b] [1] [ Z z é 😀] [1 2 3]")]
    [InlineData("{{toString .by}} {{toString .err}} {{toString .ip}} {{toString nil}} {{toString 1e21}} {{toString .u8}}", "bytes bad 10.0.0.1 <nil> 1e+21 200")]
    [InlineData("{{plural \"one\" \"many\" 1}} {{plural \"one\" \"many\" 0}} {{plural \"one\" \"many\" -1}}", "one many many")]
    public void Strings_OfManyValues_GiveWhatGoGives(string template, string expected) => Assert.Equal(expected, Render.Text(template, SprigData.Root));

    [Theory]
    [InlineData("{{repeat -1 \"a\"}}", "template: t:1:2: executing \"t\" at <repeat -1 \"a\">: error calling repeat: strings: negative Repeat count")]
    [InlineData("{{nindent -1 \"a\"}}", "template: t:1:2: executing \"t\" at <nindent -1 \"a\">: error calling nindent: strings: negative Repeat count")]
    [InlineData("{{substr 3 2 \"hello\"}}", "template: t:1:2: executing \"t\" at <substr 3 2 \"hello\">: error calling substr: runtime error: slice bounds out of range [3:2]")]
    [InlineData("{{substr 9 10 \"hello\"}}", "template: t:1:2: executing \"t\" at <substr 9 10 \"hello\">: error calling substr: runtime error: slice bounds out of range [9:5]")]
    [InlineData("{{substr -1 -1 \"x\"}}", "template: t:1:2: executing \"t\" at <substr -1 -1 \"x\">: error calling substr: runtime error: slice bounds out of range [:-1]")]
    [InlineData("{{substr -1 9 \"hello\"}}", "template: t:1:2: executing \"t\" at <substr -1 9 \"hello\">: error calling substr: runtime error: slice bounds out of range [:9] with length 5")]
    [InlineData("{{substr \"a\" 1 \"b\"}}", "template: t:1:9: executing \"t\" at <\"a\">: expected integer; found \"a\"")]
    [InlineData("{{join \"-\"}}", "template: t:1:2: executing \"t\" at <join>: wrong number of args for join: want 2 got 1")]
    [InlineData("{{plural \"a\" \"b\" \"1\"}}", "template: t:1:17: executing \"t\" at <\"1\">: expected integer; found \"1\"")]
    [InlineData("{{contains 1 \"a\"}}", "template: t:1:11: executing \"t\" at <1>: expected string; found 1")]
    public void Strings_UsedWrongly_FailAsInGo(string template, string message) => Assert.Equal(message, Render.Error(template, SprigData.Root).Message);
}
