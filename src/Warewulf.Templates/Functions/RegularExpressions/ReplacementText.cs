using System.Text;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Functions.RegularExpressions;

/// <summary>A replacement in which $1, ${1}, $name and ${name} stand for groups and $$ for a dollar sign.</summary>
internal static class ReplacementText
{
    /// <summary>Writes the replacement for one match.</summary>
    public static void Append(StringBuilder output, GoRegex regex, string text, int[] match, string replacement)
    {
        var rest = replacement.AsSpan();
        while (rest.IndexOf('$') is var dollar and >= 0)
        {
            output.Append(rest[..dollar]);
            rest = rest[(dollar + 1)..];
            if (rest.StartsWith("$"))
            {
                output.Append('$');
                rest = rest[1..];
            }
            else if (TakeName(ref rest, out var name))
            {
                AppendGroup(output, regex, text, match, name);
            }
            else
            {
                output.Append('$');
            }
        }

        output.Append(rest);
    }

    private static bool TakeName(ref ReadOnlySpan<char> rest, out string name)
    {
        var braced = rest.StartsWith("{");
        var body = braced ? rest[1..] : rest;
        var length = 0;
        while (Rune.DecodeFromUtf16(body[length..], out var rune, out var used) == System.Buffers.OperationStatus.Done
            && (rune.Value == '_' || GoUnicode.IsLetter(rune.Value) || GoUnicode.IsDigit(rune.Value)))
        {
            length += used;
        }

        name = body[..length].ToString();
        if (length == 0 || (braced && !body[length..].StartsWith("}")))
        {
            return false;
        }

        rest = body[(braced ? length + 1 : length)..];
        return true;
    }

    private static void AppendGroup(StringBuilder output, GoRegex regex, string text, int[] match, string name)
    {
        if (GroupNumber(name) is var number and >= 0)
        {
            AppendGroup(output, text, match, number);
            return;
        }

        for (var i = 0; i < regex.GroupNames.Count; i++)
        {
            // Of several groups of one name the first that took part counts.
            if (regex.GroupNames[i] == name && match[i * 2] >= 0)
            {
                AppendGroup(output, text, match, i);
                return;
            }
        }
    }

    private static void AppendGroup(StringBuilder output, string text, int[] match, int group)
    {
        if (group < match.Length / 2 && match[group * 2] >= 0)
        {
            output.Append(text, match[group * 2], match[(group * 2) + 1] - match[group * 2]);
        }
    }

    /// <summary>The number that a name is; -1 for a name that is none, a number with leading zeros included.</summary>
    private static int GroupNumber(string name) =>
        name.All(char.IsAsciiDigit) && (name.Length == 1 || name[0] != '0') && name.Length <= 9 ? int.Parse(name, null) : -1;
}
