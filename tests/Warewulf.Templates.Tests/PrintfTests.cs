using Warewulf.Templates.Functions;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests;

[Trait("Suite", "Fast")]
public sealed class PrintfTests
{
    [Theory]
    [InlineData("%d|%5d|%-5d|%05d|%+d|% d", "42|   42|42   |00042|+42| 42")]
    [InlineData("%x|%X|%#x|%o|%#o|%O|%b|%c|%q|%U|%#U", "2a|2A|0x2a|52|052|0o52|101010|*|'*'|U+002A|U+002A '*'")]
    [InlineData("%.5d|%8.3d|%t|%s", "00042|     042|%!t(int=42)|%!s(int=42)")]
    public void Integers_ByVerb(string format, string expected) => Assert.Equal(expected, Each(format, GoValue.Int(42)));

    [Theory]
    [InlineData("%v|%g|%e|%f|%.1f|%8.2f|%-8.2f|%08.2f|%+.0f", "1234.5678|1234.5678|1.234568e+03|1234.567800|1234.6| 1234.57|1234.57 |01234.57|+1235")]
    [InlineData("%G|%.3g|%b|%x|%d", "1234.5678|1.23e+03|5429686605511341p-42|0x1.34a456d5cfaadp+10|%!d(float64=1234.5678)")]
    public void Floats_ByVerb(string format, string expected) => Assert.Equal(expected, Each(format, GoValue.Float(1234.5678)));

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(100000.0, "100000")]
    [InlineData(1000000.0, "1e+06")]
    [InlineData(123456789.0, "1.23456789e+08")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(double.Epsilon, "5e-324")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NaN, "NaN")]
    public void Floats_Plain_AreTheShortestText(double value, string expected) => Assert.Equal(expected, GoFormatter.Print(GoValue.Float(value)));

    [Theory]
    [InlineData(0.5, 0, "0")]
    [InlineData(1.5, 0, "2")]
    [InlineData(2.5, 0, "2")]
    [InlineData(0.125, 2, "0.12")]
    [InlineData(1e22, 1, "10000000000000000000000.0")]
    public void Floats_Rounded_GoToEven(double value, int decimals, string expected) =>
        Assert.Equal(expected, FloatText.Format(value, 'f', decimals, single: false));

    [Theory]
    [InlineData("%s|%q|%x|%X|% x|%#q", "añ\n|\"añ\\n\"|61c3b10a|61C3B10A|61 c3 b1 0a|\"añ\\n\"")]
    [InlineData("%+q|%6s|%-6s#|%.2s|%5.1s|%d", "\"a\\u00f1\\n\"|   añ\n|añ\n   #|añ|    a|%!d(string=añ\n)")]
    public void Strings_ByVerb(string format, string expected) => Assert.Equal(expected, Each(format, GoValue.String("añ\n")));

    [Fact]
    public void Composites_ByVerb()
    {
        var list = GoValue.List(GoValue.Int(1), GoValue.String("x"), default);
        var map = GoValue.Strings(new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" });

        Assert.Equal("[1 x <nil>]", Each("%v", list));
        Assert.Equal("[]interface {}{1, \"x\", interface {}(nil)}", Each("%#v", list));
        Assert.Equal("[%!s(int=1) x <nil>]", Each("%s", list));
        Assert.Equal("map[a:1 b:2]", Each("%v", map));
        Assert.Equal("map[string]string{\"a\":\"1\", \"b\":\"2\"}", Each("%#v", map));
        Assert.Equal("net.IP 127.0.0.1 7f000001", Each("%T", GoValue.IP(System.Net.IPAddress.Loopback)) + " "
            + Each("%v", GoValue.IP(System.Net.IPAddress.Loopback)) + " 7f000001");
    }

    [Theory]
    [InlineData("{{printf \"%d\"}}", "%!d(MISSING)")]
    [InlineData("{{printf \"x\" 1 \"a\"}}", "x%!(EXTRA int=1, string=a)")]
    [InlineData("{{printf \"%\"}}", "%!(NOVERB)")]
    [InlineData("{{printf \"%z\" 1}}", "%!z(int=1)")]
    [InlineData("{{printf \"%d%%\" 5}}", "5%")]
    [InlineData("{{printf \"%[2]d %[1]d\" 1 2}}", "2 1")]
    [InlineData("{{printf \"%[5]d\" 1}}", "%!d(BADINDEX)")]
    [InlineData("{{printf \"%*d|%-*d|\" 4 1 4 2}}", "   1|2   |")]
    [InlineData("{{printf \"%.*f\" 2 1.239}}", "1.24")]
    [InlineData("{{printf \"%s %v\" nil nil}}", "%!s(<nil>) <nil>")]
    [InlineData("{{print 1 2 \"a\" \"b\" 3 4}}", "1 2ab3 4")]
    [InlineData("{{println 1 \"a\" nil}}", "1 a <nil>\n")]
    public void Directives_WithTheirArguments(string template, string expected) =>
        Assert.Equal(expected, Render.Text(template));

    [Theory]
    [InlineData("{{html \"<a&'\\\">\"}}", "&lt;a&amp;&#39;&#34;&gt;")]
    [InlineData("{{js \"it's <b>\"}}", "it\\'s \\u003Cb\\u003E")]
    [InlineData("{{urlquery \"a b&c/é\"}}", "a+b%26c%2F%C3%A9")]
    public void Escapers_OfText(string template, string expected) => Assert.Equal(expected, Render.Text(template));

    private static string Each(string format, GoValue value)
    {
        var arguments = Enumerable.Repeat(value, format.Count(c => c == '%')).ToArray();
        return GoFormatter.Format(format, arguments);
    }
}
