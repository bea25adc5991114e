using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests;

[Trait("Suite", "Fast")]
public sealed class ComparisonTests
{
    private static readonly GoType Mode = GoType.Named("site.Mode", GoType.String);

    private static readonly GoValue Data = Render.Dictionary(
        ("u", GoValue.Integer(GoType.Uint16, 7)),
        ("big", GoValue.Integer(GoType.Uint64, -1)),
        ("i8", GoValue.Integer(GoType.Int8, -7)),
        ("mode", GoValue.String(Mode, "on")),
        ("list", GoValue.Strings(["a"])),
        ("nilList", GoValue.Sequence(GoType.StringList, null)),
        ("ip", GoValue.IP(System.Net.IPAddress.Loopback)),
        ("nilFlag", GoValue.PointerTo(GoType.Bool, default)));

    [Theory]
    [InlineData("eq 1 1", "true")]
    [InlineData("eq 1 2 3 1", "true")]
    [InlineData("eq 1 2 3", "false")]
    [InlineData("eq .u 7", "true")]
    [InlineData("eq .big -1", "false")]
    [InlineData("eq .mode \"on\"", "true")]
    [InlineData("eq .missing \"x\"", "false")]
    [InlineData("ne .missing \"x\"", "true")]
    [InlineData("eq .missing nil", "true")]
    [InlineData("eq .nilList nil", "true")]
    [InlineData("eq .list nil", "false")]
    [InlineData("eq .nilFlag nil", "true")]
    [InlineData("eq 1.5 1.5", "true")]
    [InlineData("lt -1 .big", "true")]
    [InlineData("lt .big -1", "false")]
    [InlineData("lt .i8 .u", "true")]
    [InlineData("le 2 2", "true")]
    [InlineData("gt 3 2", "true")]
    [InlineData("ge 2 3", "false")]
    [InlineData("lt \"a\" \"b\"", "true")]
    [InlineData("lt \"\uFFFD\" \"😀\"", "true")]
    public void Comparison_OfValues_IsGos(string call, string expected) => Assert.Equal(expected, Render.Text("{{" + call + "}}", Data));

    [Theory]
    [InlineData("eq 1 1.0", "incompatible types for comparison: int and float64")]
    [InlineData("eq true \"true\"", "incompatible types for comparison: bool and string")]
    [InlineData("eq .ip \"127.0.0.1\"", "incompatible types for comparison: net.IP and string")]
    [InlineData("eq .list .list", "non-comparable type [a]: []string")]
    [InlineData("eq 1", "missing argument for comparison")]
    [InlineData("lt true false", "invalid type for comparison")]
    [InlineData("lt .list 1", "invalid type for comparison")]
    [InlineData("lt 1 \"1\"", "incompatible types for comparison: int and string")]
    public void Comparison_OfOtherTypes_IsAnError(string call, string message)
    {
        var name = call[..2];

        Assert.Equal(
            $"template: t:1:2: executing \"t\" at <{call}>: error calling {name}: {message}", Render.Error("{{" + call + "}}", Data).Message);
    }
}
