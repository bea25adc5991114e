using System.Text;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.Sprig;

/// <summary>
/// Texts with one character for each byte. Go compares bytes: half of a character is a prefix of it. C# strings do the same once
/// each byte is a character, which is needed only where something is not UTF-8.
/// </summary>
internal static class ByteText
{
    /// <summary>Calls a function on two texts, by bytes where one of them is not UTF-8; then turns back what it gave.</summary>
    public static T Apply<T>(string first, string second, Func<string, string, T> function, Func<T, T> turnBack) =>
        GoText.MayHaveEscapes(first) || GoText.MayHaveEscapes(second)
            ? turnBack(function(first.ToBytesText(), second.ToBytesText()))
            : function(first, second);

    public static string ToBytesText(this string text) => Encoding.Latin1.GetString(GoText.ToUtf8(text));

    public static string ToText(this string bytesText) => GoText.FromUtf8(Encoding.Latin1.GetBytes(bytesText));
}
