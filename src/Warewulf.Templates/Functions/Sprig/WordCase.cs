using System.Globalization;
using System.Text;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>Names in one case from names in another: CamelCase, snake_case, kebab-case.</summary>
internal static class WordCase
{
    /// <summary>The kinds of runs that a name is made of.</summary>
    private enum Kind
    {
        /// <summary>After the last run.</summary>
        None,
        Connector,
        Punctuation,
        Number,

        /// <summary>Begins with a capital letter.</summary>
        Capital,

        /// <summary>Small letters and letters without case.</summary>
        Letters,

        /// <summary>Symbols, and scripts that write no spaces between words.</summary>
        Other,
    }

    public static string Camel(string text)
    {
        var runes = GoText.Runes(text).Select(static r => r.Rune.Value).ToList();
        var output = new StringBuilder(text.Length);
        var at = runes.FindIndex(static r => !IsConnector(r));
        if (at < 0)
        {
            // Nothing but connectors: the last of them comes out twice.
            return runes.Count == 0 ? "" : text + new Rune(runes[^1]).ToString();
        }

        runes.Take(at).ToList().ForEach(r => Append(output, r));
        var current = GoUnicode.ToUpper(runes[at]);
        for (at++; at < runes.Count; at++)
        {
            var previous = current;
            current = runes[at];
            if (IsConnector(previous) && !IsConnector(current))
            {
                current = GoUnicode.ToUpper(current);
                continue;
            }

            current = IsConnector(previous) ? current : GoUnicode.ToLower(current);
            Append(output, previous);
        }

        Append(output, current);
        return output.ToString();
    }

    /// <summary>Words in lower case with a connector between them. Numbers stay with the word before them, or with the small letters after.</summary>
    public static string Lower(string text, char connector)
    {
        var runs = Runs(text);
        if (runs.Count == 1)
        {
            return text;
        }

        var output = new StringBuilder(text.Length + 8);
        var at = 0;
        while (runs[at].Kind != Kind.None)
        {
            var (kind, run) = runs[at++];
            AppendRun(output, kind, run, connector);
            switch (kind)
            {
                case Kind.Connector or Kind.Punctuation:
                    break;
                case Kind.Number:
                    AppendLettersAndNumbers(output, runs, ref at, connector);
                    break;
                case var _ when runs[at].Kind == Kind.Number && runs[at + 1].Kind == Kind.None:
                    break;
                case var _ when runs[at].Kind == Kind.Number && runs[at + 1].Kind == Kind.Letters:
                    output.Append(connector);
                    AppendRun(output, Kind.Number, runs[at++].Run, connector);
                    AppendLettersAndNumbers(output, runs, ref at, connector);
                    break;
                case var _ when runs[at].Kind == Kind.Number:
                    AppendRun(output, Kind.Number, runs[at++].Run, connector);
                    AppendConnector(output, runs[at].Kind, connector);
                    break;
                default:
                    AppendConnector(output, runs[at].Kind, connector);
                    break;
            }
        }

        return output.ToString();
    }

    private static void AppendLettersAndNumbers(StringBuilder output, List<(Kind Kind, string Run)> runs, ref int at, char connector)
    {
        while (runs[at].Kind is Kind.Letters or Kind.Number)
        {
            AppendRun(output, runs[at].Kind, runs[at].Run, connector);
            at++;
        }

        AppendConnector(output, runs[at].Kind, connector);
    }

    private static void AppendConnector(StringBuilder output, Kind next, char connector)
    {
        if (next is not (Kind.None or Kind.Punctuation or Kind.Connector))
        {
            output.Append(connector);
        }
    }

    private static void AppendRun(StringBuilder output, Kind kind, string run, char connector)
    {
        if (kind is not (Kind.Connector or Kind.Capital))
        {
            output.Append(run);
            return;
        }

        foreach (var (rune, _, _) in GoText.Runes(run))
        {
            Append(output, IsConnector(rune.Value) ? connector : GoUnicode.IsUpper(rune.Value) ? GoUnicode.ToLower(rune.Value) : rune.Value);
        }
    }

    private static void Append(StringBuilder output, int rune) => output.Append(new Rune(rune).ToString());

    /// <summary>Cuts a name into runs; one of kind None ends the list.</summary>
    private static List<(Kind Kind, string Run)> Runs(string text)
    {
        var (runes, texts) = Characters(text);
        var runs = new List<(Kind Kind, string Run)>();
        for (var start = 0; start < runes.Count;)
        {
            var kind = KindOf(runes[start]);
            var end = kind == Kind.Capital ? EndOfCapital(runes, start) : start + 1;
            while (kind != Kind.Capital && end < runes.Count && Continues(kind, runes[end]))
            {
                end++;
            }

            runs.Add((kind, string.Concat(texts[start..end])));
            start = end;
        }

        runs.Add((Kind.None, ""));
        return runs;
    }

    /// <summary>The characters and what stands for them in the text: bytes that are not UTF-8 go with the character after them, at the end with the last.</summary>
    private static (List<int> Runes, List<string> Texts) Characters(string text)
    {
        var runes = new List<int>();
        var texts = new List<string>();
        var invalid = "";
        foreach (var (rune, bad, part) in GoText.Runes(text))
        {
            if (bad >= 0)
            {
                invalid += part;
                continue;
            }

            runes.Add(rune.Value);
            texts.Add(invalid + part);
            invalid = "";
        }

        if (texts.Count > 0)
        {
            texts[^1] += invalid;
        }

        return (runes, texts);
    }

    /// <summary>Capitals in a row are a word, but the last of them begins the next when letters follow: HTTP and Status in HTTPStatus.</summary>
    private static int EndOfCapital(List<int> runes, int start)
    {
        var end = start + 1;
        if (end < runes.Count && KindOf(runes[end]) == Kind.Capital)
        {
            while (end < runes.Count && KindOf(runes[end]) == Kind.Capital)
            {
                end++;
            }

            return end < runes.Count && KindOf(runes[end]) == Kind.Letters ? end - 1 : end;
        }

        while (end < runes.Count && KindOf(runes[end]) == Kind.Letters)
        {
            end++;
        }

        return end;
    }

    /// <summary>Hyphen and underscore are punctuation too, and stay with it.</summary>
    private static bool Continues(Kind kind, int rune) => kind == Kind.Punctuation ? IsPunctuation(rune) : KindOf(rune) == kind;

    private static bool IsPunctuation(int rune) =>
        GoUnicode.Category(rune) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;

    private static bool IsConnector(int rune) => rune is '-' or '_' || GoUnicode.IsSpace(rune);

    private static Kind KindOf(int rune) => GoUnicode.Category(rune) switch
    {
        _ when IsConnector(rune) => Kind.Connector,
        _ when IsPunctuation(rune) => Kind.Punctuation,
        UnicodeCategory.UppercaseLetter => Kind.Capital,
        <= UnicodeCategory.OtherLetter => IsIdeograph(rune) ? Kind.Other : Kind.Letters,
        >= UnicodeCategory.DecimalDigitNumber and <= UnicodeCategory.OtherNumber => Kind.Number,
        _ => Kind.Other,
    };

    private static bool IsIdeograph(int rune) => rune is (>= 0x3400 and <= 0x4D85) or (>= 0x4E00 and <= 0x9FCC) or (>= 0x20000 and <= 0x2B81D);
}
