using System.Globalization;
using System.Text;

namespace Warewulf.Cli.Output;

/// <summary>Makes text from elsewhere fit for one line of a terminal.</summary>
internal static class Line
{
    /// <summary>
    /// Replaces what could break the line or command the terminal: a machine nobody knows chooses its own vendor string.
    /// </summary>
    public static string Clean(string text)
    {
        var i = 0;
        while (i < text.Length && !IsHarmful(text[i]))
        {
            i++;
        }

        if (i == text.Length)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length).Append(text, 0, i);
        for (; i < text.Length; i++)
        {
            clean.Append(text[i] is '\r' or '\n' or '\t' ? ' ' : IsHarmful(text[i]) ? '?' : text[i]);
        }

        return clean.ToString();
    }

    private static bool IsHarmful(char c) =>
        c < ' ' || (c > '~' && (char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));
}
