using System.Text;
using System.Text.RegularExpressions;

namespace Warewulf.TemplateFuzz.Generation;

/// <summary>Spoils texts: by characters, by pieces of the language, and by whole actions.</summary>
public static partial class Mutator
{
    private static readonly string[] Pieces =
    [
        "{{", "}}", "{{-", "-}}", "{{- ", " -}}", " ", "(", ")", "|", ".", "$", ":=", "=", ",", "\"", "`", "'", "\\", "/*", "*/", "nil", "range ", "end", "{{end}}", "else", "{{else}}", "if ",
        "{{if .t}}", "{{range .l}}", "{{with .s}}", "define \"x\"", "template \"x\" ", "block \"x\" .", "break", "continue", "9", "-", "+", "e", "i", "_", "x", "\0", "\n", "\t", "é", "\uFFFD", "\uDCC3", "\uDC80", "%", "[", "]", "true", ".x", "$v0", "\u2028", "\ufeff",
    ];

    public static string Change(Dice dice, string text)
    {
        var result = new StringBuilder(text);
        for (var changes = 1 + dice.Next(3); changes > 0; changes--)
        {
            Once(dice, result);
        }

        return result.ToString();
    }

    private static void Once(Dice dice, StringBuilder text)
    {
        var at = dice.Next(text.Length + 1);
        var length = Math.Min(1 + dice.Next(6), text.Length - at);
        switch (dice.Next(6))
        {
            case 0:
                text.Remove(at, length);
                break;
            case 1 or 2:
                text.Insert(at, dice.Pick(Pieces));
                break;
            case 3:
                text.Insert(dice.Next(text.Length + 1), text.ToString(at, Math.Min(dice.Next(30), text.Length - at)));
                break;
            case 4:
                Swap(dice, text);
                break;
            default:
                text.Length = at;
                break;
        }
    }

    private static void Swap(Dice dice, StringBuilder text)
    {
        var actions = Action().Matches(text.ToString());
        if (actions.Count > 1)
        {
            var (from, to) = (dice.Pick(actions), dice.Pick(actions));
            text.Remove(to.Index, to.Length).Insert(to.Index, from.Value);
        }
    }

    [GeneratedRegex(@"\{\{.*?\}\}", RegexOptions.Singleline)]
    private static partial Regex Action();
}
