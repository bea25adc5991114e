using System.Text;
using Warewulf.TemplateFuzz.Generation;

namespace Warewulf.TemplateFuzz.Hammering;

/// <summary>Changes that ask much of a parser: depth, length, ends that are missing, bytes that are no text.</summary>
public static class Distortion
{
    private static readonly string[] Openers =
    [
        "{{if .t}}", "{{range .l}}", "{{with .s}}", "{{block \"b\" .}}", "{{define \"d\"}}", "{{if .t}}{{else}}", "{{if .t}}{{else if .s}}", "{{/*", "{{(", "{{$x := ", "{{- ", "{{.a|", "{{print (", "{{\"", "{{`", "{{'",
    ];

    private static readonly string[] Insides = ["(", "((", "not (", ".a", ".a.b", " .s", "|print", " \"a\"", "$", "$x,", "-", "1", "1_", "0x", "e", "'", "\\", "%", "nil ", "print ", ")", "}}", " -}}", "\n", "\t", "é"];

    /// <summary>A changed text. Few of them are long or deep: those cost the most.</summary>
    public static byte[] Change(Dice dice, byte[] text, byte[] other)
    {
        switch (dice.Next(400))
        {
            case 0:
                return Repeated(dice, text, dice.Pick(Openers), 1 + dice.Next(12_000));
            case 1:
                return Repeated(dice, text, dice.Pick(Insides), 1 + dice.Next(20_000));
            case 2:
                return Nested(dice, text);
            case < 60:
                return Spliced(dice, text, other);
            case < 150:
                return Flipped(dice, text);
            default:
                return Templates.Values.GoText.ToUtf8(Mutator.Change(dice, Templates.Values.GoText.FromUtf8(text)));
        }
    }

    private static byte[] Repeated(Dice dice, byte[] text, string piece, int count)
    {
        var at = dice.Next(text.Length + 1);
        return [.. text[..at], .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, count))), .. text[at..]];
    }

    // Deep, and closed as it should be.
    private static byte[] Nested(Dice dice, byte[] text)
    {
        var depth = 1 + dice.Next(5_000);
        var (open, close) = dice.Pick(
        [
            ("{{if .t}}", "{{end}}"), ("{{range .ll}}", "{{end}}"), ("{{with .t}}", "{{end}}"), ("{{if .fl}}{{else}}", "{{end}}"),
            ("{{block \"b\" .}}", "{{end}}"), ("{{print (", ")}}"), ("(", ")"), ("{{if not (", ")}}{{end}}"), ("(not ", ")"), ("(print .s ", " | print)"),
        ]);
        var isPair = open.Contains("}}", StringComparison.Ordinal);
        var inside = isPair ? text : Encoding.UTF8.GetBytes(".s");
        var nested = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(open, depth))).Concat(inside).Concat(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(close, depth))));
        return isPair || open[0] == '{' ? [.. nested] : [.. "{{"u8, .. nested, .. "}}"u8];
    }

    private static byte[] Spliced(Dice dice, byte[] text, byte[] other)
    {
        var (from, to) = (dice.Next(other.Length + 1), dice.Next(text.Length + 1));
        return [.. text[..to], .. other[from..Math.Min(other.Length, from + dice.Next(60))], .. text[to..]];
    }

    private static byte[] Flipped(Dice dice, byte[] text)
    {
        byte[] changed = [.. text];
        for (var i = 1 + dice.Next(4); i > 0 && changed.Length > 0; i--)
        {
            changed[dice.Next(changed.Length)] = (byte)dice.Next(256);
        }

        return changed;
    }
}
