using System.Text;

namespace Warewulf.TemplateFuzz.Generation;

/// <summary>Constants as they are written in templates, the odd ones included.</summary>
public static class Literals
{
    private static readonly string[] Texts =
    [
        "\"\"", "\"a\"", "\"abc\"", "\"hello world\"", "\"é☃\"", "\"\\xff\\xfe\"", "\"a\\xc3b\"", "\"a\\tb\\n\"", "`raw \\n`", "`a\nb`", "\"\\u00e9\\U0001F600\"",
        "\"010\"", "\"3.9\"", "\"-1\"", "\"0x1f\"", "\"1e3\"", "\"true\"", "\"a,b c\"", "\",\"", "\" \"", "\"/\"", "\"%s %d\"", "\"<a&b>'\"", "\"\\\"q\\\"\"",
        "\"foo_bar-baz Qux\"", "\"HELLO World\"", "\"a.b.c\"", "\"key\"", "\"k\"", "\"x\"", "\"one\"", "\"Name\"", "\"1.2.3\"", "\"/a//b/../c.txt\"", "\"2006-01-02\"",
        "\"\\a\\b\\f\\v\\\\\\'\"", "\"\\101\"", "\"日本語\"", "\"ſK\u212a\"", "\"\u00a0\u2003\"", "\"İß\"", "\"aaa\"", "\"A1b2\"", "\"e\u0301\"", "\"\ufeff\"", "\"\\x7f\\x00\"",
        "\"YWJj\"", "\"MFRGG===\"", "\"[1,2,{\\\"a\\\":null}]\"", "\"{\\\"a\\\":\\\"<&>\\\",\\\"b\\\":1e3}\"", "\"map\"", "\"string\"", "\"[]interface {}\"", "\"int\"",
    ];

    private static readonly string[] Ints =
    [
        "0", "1", "2", "3", "5", "-1", "-3", "7", "10", "100", "+4", "0x1F", "0b11", "0o17", "017", "1_000", "'a'", "'☃'", "'\\n'", "'\\''", "1e3", "65", "255", "256",
        "9223372036854775807", "-9223372036854775808", "18446744073709551615", "4294967296", "128512", "55296", "1114112",
    ];

    private static readonly string[] Floats =
        ["0.0", "1.0", "1.5", "-2.5", "0.1", "3.14159", "1e21", "1e20", "1e-7", "1e-5", "1.", "0x1p-2", "-0x1.8p3", "1e300", "100000.5", "2.675", "-0.0", "123456789.987654321"];

    private static readonly string[] Others = ["nil", "1i", "2+3i", "-1.5-2i", "1e400", "99999999999999999999", "'ab'", "08", "1__0", "0x", "\"\\q\"", "1.2.3", "true", "false"];

    private static readonly string[] Patterns =
    [
        "\"[a-z]+\"", "\"(a)(b)?\"", "\"^$\"", "\"(?i)HELLO\"", "\"a{2,3}\"", "\"[\"", "`(?P<n>a)(?P<m>.)`", "`\\bw`", "`\\p{L}+`", "\"[[:alpha:]]+\"", "\"l*\"", "\"\"",
        "\"(l|o)+?\"", "`\\d+\\.\\d*`", "\".\"", "`(?s).+`", "`(?m)^.`", "`[^a-z\\s]`", "`a|b|`", "`x{1001}`", "`(?=a)`", "`\\Qa.b\\E`", "`\\x{e9}`", "`[\\x00-\\x7f]`", "`é|☃`", "`(?U)a+`", "`\\z`", "`[a-\\d]`",
        "`o\\b`", "`\\Bo`", "`(a*)*`", "`(|a)+`", "`[[:^digit:]]`", "`\\pN`", "`\\PL`", "`(?i)k`", "`(?i)[^x]`", "`a**`", "`a{,2}`", "`a{2`", "`]`", "`)`", "`\\C`", "`\\1`", "`\\8`", "`(?-i)A`", "`\\a\\f\\t\\v`",
    ];

    private static readonly string[] Replacements = ["\"-\"", "\"$1\"", "\"${1}x\"", "\"$1W\"", "\"$n$m\"", "\"$$\"", "\"$0\"", "\"${\"", "\"$\"", "\"$x\"", "\"${10}\""];

    public static string Pattern(Dice dice) => dice.Pick(Patterns);

    public static string Replacement(Dice dice) => dice.Pick(Replacements);

    public static string SmallInt(Dice dice) => dice.Pick(["0", "1", "2", "3", "5", "8", "-1", "-4"]);

    public static string Of(Dice dice, Sort sort) => sort switch
    {
        Sort.Text => dice.Pick(Texts),
        Sort.Int => dice.Percent(70) ? Ints[dice.Next(12)] : dice.Pick(Ints),
        Sort.Float => dice.Pick(Floats),
        Sort.Bool => dice.Percent(50) ? "true" : "false",
        _ => dice.Next(16) switch
        {
            0 => dice.Pick(Others),
            1 => "nil",
            < 8 => dice.Pick(Texts),
            < 13 => dice.Pick(Ints),
            _ => dice.Pick(Floats),
        },
    };

    /// <summary>A format for printf with about so many verbs.</summary>
    public static string Format(Dice dice, int verbs)
    {
        var text = new StringBuilder("\"");
        for (var i = 0; i < verbs; i++)
        {
            text.Append(dice.Pick(["", " ", "|", "é", "a=", "%%"])).Append('%');
            while (dice.Percent(35))
            {
                text.Append(dice.Pick(["+", "-", "#", "0", " ", "+", "-"]));
            }

            if (dice.Percent(8))
            {
                text.Append('[').Append(dice.Pick(["1", "2", "3", "0", "-1", "x", "", "1"])).Append(']');
            }

            if (dice.Percent(35))
            {
                text.Append(dice.Percent(99) ? dice.Pick(["1", "2", "5", "12", "20", "*", "3"]) : dice.Pick(["99999999", "00012", "4294967297"]));
            }

            if (dice.Percent(30))
            {
                text.Append('.').Append(dice.Pick(["", "0", "1", "2", "3", "10", "*", "25"]));
            }

            text.Append(dice.Percent(92) ? dice.Pick(["v", "v", "s", "d", "q", "x", "X", "f", "e", "g", "G", "E", "F", "t", "T", "c", "U", "b", "o", "O", "v", "s", "d"]) : dice.Pick(["z", "!", "w", "", "☃", "%", "\\\\", "p", "L"]));
        }

        return text.Append(dice.Pick(["", "!", "\\n", ""])).Append('"').ToString();
    }
}
