using System.Globalization;
using System.Text.RegularExpressions;

namespace Warewulf.Core.Formats;

/// <summary>
/// What text without quotes means in YAML. Go's library, which Warewulf uses, follows YAML 1.2 with octal numbers and underscores from
/// 1.1; what is written is to be read alike by readers of both.
/// </summary>
internal static partial class YamlScalar
{
    /// <summary>Tells whether plain text says that there is nothing.</summary>
    public static bool IsNull(string text) => text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>The JSON for plain text that is a number, a truth or nothing; nothing for a text. Dates are texts.</summary>
    public static string? ToJson(string text) => text switch
    {
        _ when IsNull(text) => "null",
        "true" or "True" or "TRUE" => "true",
        "false" or "False" or "FALSE" => "false",
        _ when text[0] is '+' or '-' or '.' || char.IsAsciiDigit(text[0]) => Number(text),
        _ => null,
    };

    /// <summary>Tells whether no reader takes plain text for anything but a text.</summary>
    public static bool IsText(string text) =>
        !IsNull(text.ToLowerInvariant()) && !Word().IsMatch(text) && !AnyNumber().IsMatch(text) && !Sexagesimal().IsMatch(text) && !Date().IsMatch(text);

    private static string? Number(string text)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        if (JsonNumber().IsMatch(digits))
        {
            return double.IsFinite(double.Parse(digits, CultureInfo.InvariantCulture)) ? digits : null;
        }

        if (Based().Match(digits) is { Success: true } based && Integer(based.Groups["base"].Value, based.Groups["digits"].Value) is { } number)
        {
            return based.Groups["sign"].Value == "-" ? $"-{number}" : number;
        }

        return Fraction().IsMatch(digits) && double.Parse(digits, CultureInfo.InvariantCulture) is var value && double.IsFinite(value)
            ? value.ToString("R", CultureInfo.InvariantCulture)
            : null;
    }

    private static string? Integer(string prefix, string digits)
    {
        try
        {
            return Convert.ToUInt64(digits, prefix switch { "0x" or "0X" => 16, "0b" or "0B" => 2, _ => 8 }).ToString(CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z")]
    private static partial Regex JsonNumber();

    [GeneratedRegex(@"^(?<sign>[-+]?)((?<base>0[xX])(?<digits>[0-9a-fA-F]+)|(?<base>0[bB])(?<digits>[01]+)|(?<base>0[oO]?)(?<digits>[0-7]+))\z")]
    private static partial Regex Based();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Fraction();

    [GeneratedRegex(
        @"^[-+]?(0x[0-9a-f_]*|0o[0-7_]*|0b[01_]*|[0-9][0-9_]*(\.[0-9_]*)?(e[-+]?[0-9_]+)?|\.[0-9_]+(e[-+]?[0-9_]+)?|\.inf|\.nan)\z",
        RegexOptions.IgnoreCase)]
    private static partial Regex AnyNumber();

    [GeneratedRegex(@"^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?\z")]
    private static partial Regex Sexagesimal();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt\s].*)?\z")]
    private static partial Regex Date();

    [GeneratedRegex(@"^(y|n|yes|no|on|off|true|false|<<|=)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Word();
}
