using System.Globalization;
using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions;

/// <summary>html, js and urlquery.</summary>
internal static class Escapers
{
    public static IEnumerable<GoFunction> All { get; } =
    [
        Escaper("html", Html),
        Escaper("js", JavaScript),
        Escaper("urlquery", Query),
    ];

    private static GoFunction Escaper(string name, Func<string, string> escape) => GoFunction.CreateVariadic(
        name, GoType.String, [GoType.Any], (_, a) => GoValue.String(escape(TextOf(a))));

    private static string TextOf(ReadOnlySpan<GoValue> arguments)
    {
        if (arguments.Length == 1 && ReferenceEquals(arguments[0].Type, GoType.String))
        {
            return arguments[0].AsString;
        }

        var printable = new GoValue[arguments.Length];
        for (var i = 0; i < printable.Length; i++)
        {
            var value = FieldResolver.Printable(arguments[i]);
            printable[i] = value.IsValid ? value : GoValue.String("<no value>");
        }

        return GoFormatter.Print(printable);
    }

    private static string Html(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\0' => output.Append('\uFFFD'),
                '"' => output.Append("&#34;"),
                '\'' => output.Append("&#39;"),
                '&' => output.Append("&amp;"),
                '<' => output.Append("&lt;"),
                '>' => output.Append("&gt;"),
                _ => output.Append(c),
            };
        }

        return output.ToString();
    }

    private static string JavaScript(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var (rune, invalid, part) in GoText.Runes(text))
        {
            if (rune.Value is '\\' or '\'' or '"')
            {
                output.Append('\\').Append(part);
            }
            else if (rune.Value is '<' or '>' or '&' or '=' or < ' ' || (invalid < 0 && rune.Value > 0x7F && !GoQuote.IsPrint(rune)))
            {
                output.Append("\\u").Append(rune.Value.ToString("X4", CultureInfo.InvariantCulture));
            }
            else
            {
                output.Append(part);
            }
        }

        return output.ToString();
    }

    private static string Query(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var b in GoText.ToUtf8(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~')
            {
                output.Append((char)b);
            }
            else
            {
                output.Append(b == ' ' ? "+" : "%" + b.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return output.ToString();
    }
}
