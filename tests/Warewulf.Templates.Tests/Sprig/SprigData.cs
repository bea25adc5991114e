using System.Net;
using System.Text;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests.Sprig;

/// <summary>The data of the tests of Sprig's functions.</summary>
internal static class SprigData
{
    public static GoValue Root => Render.Dictionary(
        ("l", GoValue.List(GoValue.String("b"), GoValue.String("a"), GoValue.Int(2), GoValue.Nil, GoValue.String("a"), GoValue.String(""))),
        ("ls", GoValue.Strings(["b", "a", "c", "a"])),
        ("lsn", GoValue.Zero(GoType.StringList)),
        ("li", GoValue.List(GoType.Int, [GoValue.Int(3), GoValue.Int(1), GoValue.Int(2)])),
        ("arr", GoValue.Sequence(GoType.Int.ArrayOf(3), GoList.Of(GoType.Int, [GoValue.Int(7), GoValue.Int(8), GoValue.Int(9)]))),
        ("m", Render.Dictionary(("a", GoValue.Int(1)), ("b", Nested()), ("s", GoValue.String("x")))),
        ("ms", GoValue.Strings(new Dictionary<string, string>(StringComparer.Ordinal) { ["one"] = "1", ["two"] = "2" })),
        ("mi", Map(GoType.Int, GoType.String, (GoValue.Int(10), GoValue.String("ten")), (GoValue.Int(9), GoValue.String("nine")))),
        ("mb", Map(GoType.Bool, GoType.Int, (GoValue.Bool(true), GoValue.Int(1)))),
        ("n", GoValue.Nil),
        ("ip", GoValue.IP(IPAddress.Parse("10.0.0.1"))),
        ("by", GoValue.Sequence(GoType.Uint8.Slice, GoList.Bytes(Encoding.ASCII.GetBytes("bytes")))),
        ("u8", GoValue.Integer(GoType.Uint8, 200)),
        ("u64", GoValue.Integer(GoType.Uint64, -1)),
        ("f32", GoValue.Float(GoType.Float32, 0.1f)),
        ("err", GoValue.Error("bad")));

    private static GoValue Nested() => Render.Dictionary(
        ("c", GoValue.List(GoValue.Int(1), Render.Dictionary(("d", GoValue.String("e"))))), ("n", GoValue.Nil));

    private static GoValue Map(GoType key, GoType element, params ReadOnlySpan<(GoValue Key, GoValue Value)> entries)
    {
        var type = element.MapFrom(key);
        var map = new GoDictionary(type);
        foreach (var (k, v) in entries)
        {
            map.Set(k, v);
        }

        return GoValue.Map(type, map);
    }
}
