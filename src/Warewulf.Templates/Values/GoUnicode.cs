using System.Globalization;
using System.Text;

namespace Warewulf.Templates.Values;

/// <summary>
/// Properties of characters as Go 1.25 knows them: Unicode 15.0, and one-to-one mappings between cases. .NET knows more characters
/// and leaves out the mappings that depend on a language, so both differences are put right here.
/// </summary>
internal static class GoUnicode
{
    /// <summary>First and last of each range that .NET 10 has and Unicode 15.0 has not.</summary>
    private static readonly int[] Later =
    [
        0x897, 0x897, 0x1B4E, 0x1B4F, 0x1B7F, 0x1B7F, 0x1C89, 0x1C8A, 0x2427, 0x2429, 0x2FFC, 0x2FFF, 0x31E4, 0x31E5, 0x31EF, 0x31EF,
        0xA7CB, 0xA7CD, 0xA7DA, 0xA7DC, 0x105C0, 0x105F3, 0x10D40, 0x10D65, 0x10D69, 0x10D85, 0x10D8E, 0x10D8F, 0x10EC2, 0x10EC4,
        0x10EFC, 0x10EFC, 0x11380, 0x11389, 0x1138B, 0x1138B, 0x1138E, 0x1138E, 0x11390, 0x113B5, 0x113B7, 0x113C0, 0x113C2, 0x113C2,
        0x113C5, 0x113C5, 0x113C7, 0x113CA, 0x113CC, 0x113D5, 0x113D7, 0x113D8, 0x113E1, 0x113E2, 0x116D0, 0x116E3, 0x11BC0, 0x11BE1,
        0x11BF0, 0x11BF9, 0x11F5A, 0x11F5A, 0x13460, 0x143FA, 0x16100, 0x16139, 0x16D40, 0x16D79, 0x18CFF, 0x18CFF, 0x1CC00, 0x1CCF9,
        0x1CD00, 0x1CEB3, 0x1E5D0, 0x1E5FA, 0x1E5FF, 0x1E5FF, 0x1F8B2, 0x1F8BB, 0x1F8C0, 0x1F8C1, 0x1FA89, 0x1FA89, 0x1FA8F, 0x1FA8F,
        0x1FABE, 0x1FABE, 0x1FAC6, 0x1FAC6, 0x1FADC, 0x1FADC, 0x1FADF, 0x1FADF, 0x1FAE9, 0x1FAE9, 0x1FBCB, 0x1FBEF, 0x2EBF0, 0x2EE5D,
    ];

    /// <summary>The general category; a surrogate has its own.</summary>
    public static UnicodeCategory Category(int rune) => rune switch
    {
        < 0x80 => CharUnicodeInfo.GetUnicodeCategory(rune),
        0x1171E => UnicodeCategory.NonSpacingMark,
        _ => IsLater(rune) ? UnicodeCategory.OtherNotAssigned : CharUnicodeInfo.GetUnicodeCategory(rune),
    };

    public static bool IsLetter(int rune) => Category(rune) <= UnicodeCategory.OtherLetter;

    /// <summary>True for decimal digits only, not for other numbers.</summary>
    public static bool IsDigit(int rune) => Category(rune) == UnicodeCategory.DecimalDigitNumber;

    public static bool IsUpper(int rune) => Category(rune) == UnicodeCategory.UppercaseLetter;

    public static bool IsLower(int rune) => Category(rune) == UnicodeCategory.LowercaseLetter;

    public static bool IsSpace(int rune) => rune is ' ' or (>= '\t' and <= '\r') or 0x85 or 0xA0 or 0x1680
        or (>= 0x2000 and <= 0x200A) or 0x2028 or 0x2029 or 0x202F or 0x205F or 0x3000;

    public static int ToUpper(int rune) => rune switch
    {
        0x131 => 'I',
        0x17F => 'S',
        0x19B or 0x264 => rune,
        _ => Map(rune, Rune.ToUpperInvariant),
    };

    public static int ToLower(int rune) => rune == 0x130 ? 'i' : Map(rune, Rune.ToLowerInvariant);

    /// <summary>The form at the start of a word: differs from upper case for digraphs and Georgian.</summary>
    public static int ToTitle(int rune) => rune switch
    {
        >= 0x1C4 and <= 0x1C6 => 0x1C5,
        >= 0x1C7 and <= 0x1C9 => 0x1C8,
        >= 0x1CA and <= 0x1CC => 0x1CB,
        >= 0x1F1 and <= 0x1F3 => 0x1F2,
        (>= 0x10D0 and <= 0x10FA) or (>= 0x10FD and <= 0x10FF) => rune,
        _ => ToUpper(rune),
    };

    private static int Map(int rune, Func<Rune, Rune> map) =>
        !Rune.TryCreate(rune, out var valid) || (rune >= 0x80 && IsLater(rune)) ? rune : map(valid).Value;

    private static bool IsLater(int rune)
    {
        if (rune < Later[0])
        {
            return false;
        }

        // Found at an odd place or between two ends of one range, it is inside.
        var at = Array.BinarySearch(Later, rune);
        return at >= 0 || (~at & 1) == 1;
    }
}
