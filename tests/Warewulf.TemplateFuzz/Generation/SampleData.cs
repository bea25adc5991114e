using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Warewulf.TemplateFuzz.Generation;

/// <summary>The data that programs run on: a fixed map with values of every kind, and one made by chance.</summary>
public static class SampleData
{
    private const string Struct = "struct{Name string; Age int; Tags map[string]string; In struct{V float64; W uint8}; P *int; Np *string; L []int; I any; J any; By []byte; Err error; Ip net.IP}";

    private static readonly (string Name, Sort Sort, string Json)[] Fixed =
    [
        ("s", Sort.Text, "\"hello World\""),
        ("e", Sort.Text, "\"\""),
        ("sp", Sort.Text, "\" a b\\tc \""),
        ("uni", Sort.Text, "\"h\\u00e9llo w\\u00f6rld \\u2603 \\ud83d\\ude00\""),
        ("html", Sort.Text, "\"<a href=\\\"x?y=1&z=2\\\">O'Reilly</a>\\u0000\""),
        ("num", Sort.Text, "\"42\""),
        ("csv", Sort.Text, "\"a,b,,c\""),
        ("json", Sort.Text, "\"{\\\"a\\\":[1,2.5,null,true],\\\"b\\\":{\\\"c\\\":\\\"d\\\"}}\""),
        ("path", Sort.Text, "\"/usr/./lib/../x.tar.gz\""),
        ("lines", Sort.Text, "\"one\\ntwo\\r\\n\\nthree\""),
        ("i", Sort.Int, "3"),
        ("z", Sort.Int, "0"),
        ("neg", Sort.Int, "-7"),
        ("big", Sort.Int, "123456789012"),
        ("max", Sort.Int, "9223372036854775807"),
        ("i8", Sort.Int, """{"$t":"int8","v":-5}"""),
        ("i64", Sort.Int, """{"$t":"int64","v":9000000000}"""),
        ("u", Sort.Int, """{"$t":"uint","v":7}"""),
        ("u8", Sort.Int, """{"$t":"uint8","v":200}"""),
        ("u64", Sort.Int, """{"$t":"uint64","v":18446744073709551615}"""),
        ("dur", Sort.Int, """{"$t":"int32","v":65}"""),
        ("f", Sort.Float, "2.5"),
        ("f0", Sort.Float, "0.0"),
        ("fe", Sort.Float, "1.5e30"),
        ("fn", Sort.Float, "-0.1"),
        ("f32", Sort.Float, """{"$t":"float32","v":0.1}"""),
        ("nan", Sort.Float, """{"$t":"float64","v":"NaN"}"""),
        ("inf", Sort.Float, """{"$t":"float64","v":"-Inf"}"""),
        ("c", Sort.Any, """{"$t":"complex128","v":1.5}"""),
        ("t", Sort.Bool, "true"),
        ("fl", Sort.Bool, "false"),
        ("nil", Sort.Any, "null"),
        ("l", Sort.List, """["a","b","c"]"""),
        ("li", Sort.List, "[3,1,2]"),
        ("le", Sort.List, "[]"),
        ("mix", Sort.List, """["x",1,2.5,true,null,["n"],{"k":"v"}]"""),
        ("ll", Sort.List, """[["a","b"],["c"],[]]"""),
        ("ls", Sort.List, """{"$t":"[]string","v":["q","p","r","p"]}"""),
        ("lsn", Sort.List, """{"$t":"[]string","v":null}"""),
        ("by", Sort.List, """{"$t":"[]byte","v":"bytes"}"""),
        ("arr", Sort.List, """{"$t":"[3]int","v":[7,8,9]}"""),
        ("lf", Sort.List, """{"$t":"[]float64","v":[1.5,-2.0,1e21]}"""),
        ("lst", Sort.List, """{"$t":"[]struct{Id string; N int}","v":[{"Id":"n1","N":1},{"Id":"n2","N":2}]}"""),
        ("m", Sort.Dict, """{"a":1,"b":"two","c":[1,2]}"""),
        ("me", Sort.Dict, "{}"),
        ("nest", Sort.Dict, """{"x":{"y":{"z":"deep"}}}"""),
        ("ms", Sort.Map, """{"$t":"map[string]string","v":{"one":"1","two":"2","three":"3"}}"""),
        ("msn", Sort.Map, """{"$t":"map[string]string","v":null}"""),
        ("mi", Sort.Map, """{"$t":"map[int]string","v":{"10":"ten","9":"nine","-1":"neg"}}"""),
        ("mb", Sort.Map, """{"$t":"map[bool]int","v":{"true":1,"false":0}}"""),
        ("mp", Sort.Map, """{"$t":"map[string]*struct{Ip string; Tags map[string]string}","v":{"eth0":{"Ip":"10.0.0.1","Tags":{"x":"y"}},"eth1":null}}"""),
        ("st", Sort.Struct, $$$"""{"$t":"{{{Struct}}}","v":{"Name":"bob","Age":42,"Tags":{"k":"v","a":"b"},"In":{"V":1.5,"W":7},"P":9,"L":[1,2],"I":"dyn","By":"hi","Err":"oops","Ip":"10.1.2.3"}}"""),
        ("pst", Sort.Struct, """{"$t":"*struct{Name string; Age int}","v":{"Name":"ptr","Age":1}}"""),
        ("npst", Sort.Struct, """{"$t":"*struct{Name string; Age int}","v":null}"""),
        ("pi", Sort.Any, """{"$t":"*int","v":5}"""),
        ("pm", Sort.Any, """{"$t":"*map[string]string","v":{"a":"b"}}"""),
        ("ip", Sort.Any, """{"$t":"net.IP","v":"192.168.1.10"}"""),
        ("ip6", Sort.Any, """{"$t":"net.IP","v":"fd00:10::8"}"""),
        ("ipn", Sort.Any, """{"$t":"net.IP","v":null}"""),
        ("tm", Sort.Any, """{"$t":"time.Time","v":"2024-03-05T14:07:09.123456789Z"}"""),
        ("span", Sort.Any, """{"$t":"time.Duration","v":5400000000001}"""),
        ("err", Sort.Any, """{"$t":"error","v":"an error"}"""),
    ];

    private static readonly string Joined = string.Join(',', Fixed.Select(f => $"\"{f.Name}\":{f.Json}"));
    private static readonly string[] ScalarTypes = ["int", "string", "bool", "float64", "int8", "uint16", "uint64", "float32", "any", "net.IP", "error"];
    private static readonly string[] Words = ["", "a", "b", "key", "\u00e9", "10", "x y", "\\\"q\\\"", "\\u2028", "tab\\t"];

    /// <summary>The fields of the root by what they hold.</summary>
    public static IReadOnlyList<string> Fields(Sort sort) => BySort[(int)sort];

    private static readonly string[][] BySort = [.. Enum.GetValues<Sort>().Select(sort =>
        Fixed.Where(f => f.Sort == sort || sort == Sort.Any).Select(f => f.Name).Append(sort == Sort.Any ? "r" : "nope").ToArray())];

    /// <summary>The root: the fixed fields, and <c>r</c>.</summary>
    public static string Root(Dice dice)
    {
        if (dice.Percent(8))
        {
            return Value(dice, Type(dice, 2), 2, asElement: false);
        }

        if (dice.Percent(8))
        {
            var name = dice.Pick(["st", "pst", "npst"]);
            return Fixed.Single(f => f.Name == name).Json;
        }

        return $"{{{Joined},\"r\":{Value(dice, Type(dice, 2), 2, asElement: false)}}}";
    }

    private static string Type(Dice dice, int depth) => depth == 0 || dice.Percent(40)
        ? dice.Pick(ScalarTypes)
        : dice.Next(6) switch
        {
            0 => "[]" + Type(dice, depth - 1),
            1 => $"[{dice.Next(3)}]" + Type(dice, depth - 1),
            2 => "*" + Type(dice, depth - 1),
            3 => $"map[{dice.Pick(["string", "int", "bool"])}]" + Type(dice, depth - 1),
            4 => "map[string]" + Type(dice, depth - 1),
            _ => $"struct{{A {Type(dice, depth - 1)}; B {Type(dice, depth - 1)}}}",
        };

    private static string Value(Dice dice, string type, int depth, bool asElement)
    {
        var value = dice.Percent(12) ? "null" : Plain(dice, type, depth);
        return asElement ? value : $"{{\"$t\":{JsonSerializer.Serialize(type)},\"v\":{value}}}";
    }

    private static string Plain(Dice dice, string type, int depth)
    {
        if (type.StartsWith('*'))
        {
            return Plain(dice, type[1..], depth);
        }

        if (type.StartsWith("map[", StringComparison.Ordinal))
        {
            var end = type.IndexOf(']', StringComparison.Ordinal);
            var keys = type[4..end] switch { "int" => new[] { "-1", "10", "9" }, "bool" => ["false", "true"], _ => ["a", "key", "B"] };
            var element = type[(end + 1)..];
            return "{" + string.Join(',', keys.Take(dice.Next(keys.Length + 1)).Select(k => $"\"{k}\":{Value(dice, element, depth - 1, true)}")) + "}";
        }

        if (type.StartsWith('['))
        {
            var end = type.IndexOf(']', StringComparison.Ordinal);
            var count = end == 1 ? dice.Next(4) : type[1] - '0';
            var items = new StringBuilder("[");
            for (var i = 0; i < count; i++)
            {
                items.Append(i > 0 ? "," : "").Append(Value(dice, type[(end + 1)..], depth - 1, true));
            }

            return items.Append(']').ToString();
        }

        if (type.StartsWith("struct{", StringComparison.Ordinal))
        {
            return "{}";
        }

        return type switch
        {
            "int" => dice.Pick(["0", "1", "-1", "42", "9007199254740993", "-9223372036854775808"]),
            "int8" => dice.Pick(["-128", "127", "0"]),
            "uint16" => dice.Pick(["65535", "0", "48"]),
            "uint64" => dice.Pick(["18446744073709551615", "1"]),
            "bool" => dice.Pick(["true", "false"]),
            "float64" => dice.Pick(["0.0", "1.0", "-2.5", "1e20", "1e21", "1e-5", "123456789.125", "\"NaN\"", "\"+Inf\""]),
            "float32" => dice.Pick(["0.0", "0.1", "16777216.0", "3.4e38"]),
            "any" => dice.Pick(["1", "\"dyn\"", "2.5", "[1,\"a\"]", "{\"a\":null}", "true", "{\"$t\":\"net.IP\",\"v\":\"1.2.3.4\"}"]),
            "net.IP" => dice.Pick(["\"10.0.0.1\"", "\"::1\""]),
            "error" => "\"bad \\\"thing\\\"\"",
            _ => string.Create(CultureInfo.InvariantCulture, $"\"{dice.Pick(Words)}\""),
        };
    }
}
