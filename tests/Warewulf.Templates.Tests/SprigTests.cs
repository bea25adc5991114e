using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests;

[Trait("Suite", "Fast")]
public sealed class SprigTests
{
    private static readonly GoValue Data = Render.Dictionary(
        ("l", GoValue.Strings(["c", "a", "b", "a"])),
        ("m", Render.Dictionary(("k", GoValue.Int(1)))),
        ("ro", GoValue.Map(GoType.Any, new Dictionary<string, int> { ["k"] = 1 }, v => GoValue.Int(v))));

    [Theory]
    [InlineData("{{lower \"AÉ\"}}{{upper \"aé\"}}{{title \"one two\"}}", "aéAÉOne Two")]
    [InlineData("[{{trim \" \\t x \\n\"}}]{{trimPrefix \"a\" \"ab\"}}{{trimSuffix \"b\" \"ab\"}}", "[x]ba")]
    [InlineData("{{contains \"b\" \"abc\"}}{{hasPrefix \"b\" \"abc\"}}{{hasSuffix \"c\" \"abc\"}}", "truefalsetrue")]
    [InlineData("{{replace \"-\" \"_\" \"a-b-c\"}} {{repeat 3 \"ab\"}} {{substr 1 3 \"abcd\"}} {{substr 1 -1 \"abcd\"}}", "a_b_c ababab bc bcd")]
    [InlineData("{{splitList \",\" \"a,b\"}} {{(split \",\" \"a,b\")._1}} {{join \"+\" .l}}", "[a b] b c+a+b+a")]
    [InlineData("{{cat 1 \"a\" nil true}} {{quote \"a\\\"b\" 1}} {{squote \"x\"}}", "1 a true \"a\\\"b\" \"1\" 'x'")]
    [InlineData("{{indent 2 \"a\\nb\"}}{{nindent 1 \"c\"}}", "  a\n  b\n c")]
    [InlineData("{{b64enc \"hé\"}} {{b64dec \"aMOp\"}} {{b64dec \"a!\"}}", "aMOp hé illegal base64 data at input byte 1")]
    public void Strings_AsSprigDoes(string template, string expected) => Assert.Equal(expected, Render.Text(template, Data));

    [Theory]
    [InlineData("{{list 1 \"a\" nil}} {{append .l \"d\"}} {{first .l}}{{last .l}} {{rest .l}}", "[1 a <nil>] [c a b a d] ca [a b a]")]
    [InlineData("{{reverse .l}} {{uniq .l}} {{sortAlpha .l}} {{without .l \"a\"}}", "[a b a c] [c a b] [a a b c] [c b]")]
    [InlineData("{{has \"a\" .l}} {{has 1 .l}} {{concat (list 1) .l}} {{slice .l 1 3}}", "true false [1 c a b a] [a b]")]
    [InlineData("{{until 3}} {{until -2}} {{untilStep 0 7 3}} {{untilStep 3 0 -2}}", "[0 1 2] [0 -1] [0 3 6] [3 1]")]
    public void Lists_AsSprigDoes(string template, string expected) => Assert.Equal(expected, Render.Text(template, Data));

    [Theory]
    [InlineData("{{dict \"a\" 1 \"b\"}} {{get .m \"k\"}} {{get .m \"x\"}}| {{hasKey .m \"k\"}} {{keys .m}} {{values .m}}", "map[a:1 b:] 1 | true [k] [1]")]
    [InlineData("{{$d := dict}}{{$_ := set $d \"x\" 2}}{{$d.x}} {{len $d}}", "2 1")]
    [InlineData("{{default \"d\" \"\"}}{{default \"d\" 0}}{{default \"d\" \"v\"}}{{default \"d\" .none}} {{coalesce 0 \"\" 3 4}}", "ddvd 3")]
    [InlineData("{{empty .none}}{{empty .m}} {{ternary 1 2 true}}{{ternary 1 2 false}}", "truefalse 12")]
    [InlineData("{{kindIs \"map\" .m}} {{typeOf .l}} {{typeOf 1}} {{kindOf .none}}", "true []string int invalid")]
    [InlineData("{{toJson (dict \"b\" (list 1 2.5 nil \"<\") \"a\" true)}}", "{\"a\":true,\"b\":[1,2.5,null,\"\\u003c\"]}")]
    public void Dictionaries_AsSprigDoes(string template, string expected) => Assert.Equal(expected, Render.Text(template, Data));

    [Theory]
    [InlineData("{{add 1 2 3}} {{sub 5 7}} {{int \"0x10\"}} {{int \"010\"}} {{int \"08\"}} {{int 3.9}} {{int64 true}}", "6 -2 16 8 0 3 1")]
    [InlineData("{{atoi \"12\"}} {{atoi \"x\"}} {{toString 1.5}} {{printf \"%T\" (add 1)}}", "12 0 1.5 int64")]
    [InlineData("{{regexMatch \"^eth[0-9]+$\" \"eth0\"}} {{regexMatch \"^eth$\" \"eth\\n\"}} {{regexMatch \"(?i)ETH\" \"eth\"}}", "true false true")]
    [InlineData("{{regexMatch \"(?=a)\" \"a\"}} {{regexMatch \"a**\" \"a\"}} {{regexMatch \"[[:digit:]]\" \"٣\"}}", "false false false")]
    [InlineData("{{regexSplit \"[ ,]+\" \"a, b c\" -1}} {{regexSplit \",\" \"a,b,c\" 2 | len}}", "[a b c] 2")]
    public void NumbersAndPatterns_AsSprigDoes(string template, string expected) => Assert.Equal(expected, Render.Text(template, Data));

    [Theory]
    [InlineData("{{first 1}}", "error calling first: Cannot find first on type int")]
    [InlineData("{{regexSplit \"(\" \"a\" -1}}", "error calling regexSplit: regexp: Compile(`(`): error parsing regexp: missing closing ): `(`")]
    [InlineData("{{repeat -1 \"a\"}}", "error calling repeat: strings: negative Repeat count")]
    [InlineData("{{substr 3 2 \"abcd\"}}", "error calling substr: runtime error: slice bounds out of range [3:2]")]
    [InlineData("{{set .ro \"a\" 1}}", "error calling set: the map belongs to the program and cannot be changed")]
    [InlineData("{{concat 1}}", "error calling concat: Cannot concat type int as list")]
    public void Functions_UsedWrongly_Fail(string template, string message) =>
        Assert.EndsWith(message, Render.Error(template, Data).Message, StringComparison.Ordinal);
}
