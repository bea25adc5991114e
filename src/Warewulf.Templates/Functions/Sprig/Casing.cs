using System.Text;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Sprig's functions on upper and lower case. What is not UTF-8 becomes U+FFFD, as in Go.</summary>
internal static class Casing
{
    public static IEnumerable<GoFunction> All { get; } =
    [
        Each("lower", static (rune, _) => GoUnicode.ToLower(rune)),
        Each("upper", static (rune, _) => GoUnicode.ToUpper(rune)),
        Each("title", static (rune, previous) => IsSeparator(previous) ? GoUnicode.ToTitle(rune) : rune),
        Each("untitle", static (rune, previous) => GoUnicode.IsSpace(previous) ? GoUnicode.ToLower(rune) : rune),
        Each("swapcase", Swap),
        Words("camelcase", WordCase.Camel),
        Words("snakecase", static text => WordCase.Lower(text, '_')),
        Words("kebabcase", static text => WordCase.Lower(text, '-')),
        Words("initials", static text => OfBytes(text, isInitials: true)),
        Words("nospace", static text => OfBytes(text, isInitials: false)),
    ];

    private static GoFunction Words(string name, Func<string, string> map) => GoFunction.Create(
        name, GoType.String, [GoType.String], (_, a) => GoValue.String(map(a[0].AsString)));

    /// <summary>A function that maps each character, knowing the one before it; a space before the first.</summary>
    private static GoFunction Each(string name, Func<int, int, int> map) => Words(name, text =>
    {
        var output = new StringBuilder(text.Length);
        var previous = (int)' ';
        foreach (var (rune, _, _) in GoText.Runes(text))
        {
            output.Append(new Rune(map(rune.Value, previous)).ToString());
            previous = rune.Value;
        }

        return output.ToString();
    });

    private static bool IsSeparator(int rune) => rune < 0x80
        ? !char.IsAsciiLetterOrDigit((char)rune) && rune != '_'
        : !GoUnicode.IsLetter(rune) && !GoUnicode.IsDigit(rune) && GoUnicode.IsSpace(rune);

    private static int Swap(int rune, int previous)
    {
        if (GoUnicode.IsUpper(rune) || GoUnicode.Category(rune) == System.Globalization.UnicodeCategory.TitlecaseLetter)
        {
            return GoUnicode.ToLower(rune);
        }

        if (!GoUnicode.IsLower(rune))
        {
            return rune;
        }

        return GoUnicode.IsSpace(previous) ? GoUnicode.ToTitle(rune) : GoUnicode.ToUpper(rune);
    }

    /// <summary>The first letters of words, or all but spaces. Sprig takes each byte for a character here, and so must this.</summary>
    private static string OfBytes(string text, bool isInitials)
    {
        var output = new StringBuilder(text.Length);
        var afterSpace = true;
        foreach (var b in GoText.ToUtf8(text))
        {
            var isSpace = GoUnicode.IsSpace(b);
            if (!isSpace && (afterSpace || !isInitials))
            {
                output.Append((char)b);
            }

            afterSpace = isSpace;
        }

        // Without any space, nospace hands back the text untouched.
        return !isInitials && output.Length == GoText.ByteLength(text) ? text : output.ToString();
    }
}
