using System.Collections.Concurrent;
using System.Globalization;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.RegularExpressions;

/// <summary>What \p{NAME} means: a category, a script, or one of a few groups. Case, spaces, hyphens and underscores do not matter.</summary>
internal static class UnicodeNames
{
    private const string Codes = "LuLlLtLmLoMnMcMeNdNlNoZsZlZpCcCfCsCoPcPdPsPePiPfPoSmScSkSoCn";

    /// <summary>What was looked up before, by folded name. Only names that exist are kept.</summary>
    private static readonly ConcurrentDictionary<string, int[]> Known = new(StringComparer.Ordinal);

    public static string Fold(string name) => string.Concat(name.Where(static c => c is not ('_' or '-' or ' '))).ToLowerInvariant();

    /// <summary>The ranges of the group, first and last in turn; null when there is none of that name.</summary>
    public static int[]? Find(string name)
    {
        var folded = Fold(name);
        if (Known.TryGetValue(folded, out var known))
        {
            return known;
        }

        var ranges = Search(folded);
        return ranges is null ? null : Known.GetOrAdd(folded, ranges);
    }

    private static int[]? Search(string folded)
    {
        switch (folded)
        {
            case "any":
                return [0, 0x10FFFF];
            case "ascii":
                return [0, 0x7F];
            case "assigned":
                return Collect(static c => c != UnicodeCategory.OtherNotAssigned);
            case "lc" or "casedletter":
                return Collect(static c => c <= UnicodeCategory.TitlecaseLetter);
        }

        var code = Code(folded);
        if (code.Length == 1)
        {
            // Go's C leaves out what is not assigned.
            return Collect(c => c != UnicodeCategory.OtherNotAssigned && char.ToLowerInvariant(Codes[(int)c * 2]) == code[0]);
        }

        var at = -1;
        for (var i = 0; i < Codes.Length && code.Length == 2; i += 2)
        {
            at = string.Equals(Codes.Substring(i, 2), code, StringComparison.OrdinalIgnoreCase) ? i / 2 : at;
        }

        return at >= 0 ? Collect(c => (int)c == at) : UnicodeScripts.Find(folded)?.Ranges;
    }

    /// <summary>The code of a category named in full.</summary>
    private static string Code(string folded) => folded switch
    {
        "letter" => "l",
        "mark" or "combiningmark" => "m",
        "number" => "n",
        "separator" => "z",
        "other" => "c",
        "punctuation" or "punct" => "p",
        "symbol" => "s",
        "uppercaseletter" => "lu",
        "lowercaseletter" => "ll",
        "titlecaseletter" => "lt",
        "modifierletter" => "lm",
        "otherletter" => "lo",
        "nonspacingmark" => "mn",
        "spacingmark" => "mc",
        "enclosingmark" => "me",
        "decimalnumber" or "digit" => "nd",
        "letternumber" => "nl",
        "othernumber" => "no",
        "spaceseparator" => "zs",
        "lineseparator" => "zl",
        "paragraphseparator" => "zp",
        "control" or "cntrl" => "cc",
        "format" => "cf",
        "surrogate" => "cs",
        "privateuse" => "co",
        "connectorpunctuation" => "pc",
        "dashpunctuation" => "pd",
        "openpunctuation" => "ps",
        "closepunctuation" => "pe",
        "initialpunctuation" => "pi",
        "finalpunctuation" => "pf",
        "otherpunctuation" => "po",
        "mathsymbol" => "sm",
        "currencysymbol" => "sc",
        "modifiersymbol" => "sk",
        "othersymbol" => "so",
        "unassigned" => "cn",
        "l" or "m" or "n" or "z" or "c" or "p" or "s" => folded,
        _ => folded.Length == 2 ? folded : "",
    };

    private static int[] Collect(Func<UnicodeCategory, bool> belongs)
    {
        var ranges = new List<int>();
        for (var rune = 0; rune <= 0x10FFFF; rune++)
        {
            if (!belongs(GoUnicode.Category(rune)))
            {
                continue;
            }

            if (ranges.Count > 0 && ranges[^1] == rune - 1)
            {
                ranges[^1] = rune;
            }
            else
            {
                ranges.AddRange([rune, rune]);
            }
        }

        return [.. ranges];
    }
}
