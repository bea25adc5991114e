using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Warewulf.Templates.Values;

namespace Warewulf.TemplateFuzz.Comparison;

/// <summary>A program that the two engines answer differently.</summary>
public sealed partial record Difference(TemplateProgram Program, TemplateAnswer Go, TemplateAnswer Own)
{
    /// <summary>The same for differences that likely have one cause: names, numbers and texts are left out.</summary>
    public string Shape
    {
        get
        {
            var messages = Go.Message == Own.Message ? "" : $"{Scrub(Go.Message)} / {Scrub(Own.Message)}";
            var functions = string.Join(' ', Word().Matches(Program.Text).Select(m => m.Value).Where(IsFunction).Distinct().Order(StringComparer.Ordinal));
            return $"{Go.Kind}/{Own.Kind} {messages} {functions}";
        }
    }

    /// <summary>Coarser: enough to not look for the smallest form of the same thing a hundred times.</summary>
    public string Class => $"{Go.Kind}/{Own.Kind} {Scrub(Go.Message)} / {Scrub(Own.Message)}";

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{JsonSerializer.Serialize(Program.Text)} {(Program.Left.Length > 0 ? $"delimiters {Program.Left} {Program.Right} " : "")}{Program.MissingKey}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  go  {Show(Go)}");
        text.Append(CultureInfo.InvariantCulture, $"  own {Show(Own)}");
        return text.ToString();
    }

    private static string Show(TemplateAnswer answer)
    {
        var output = GoText.FromUtf8(answer.Output);
        var shown = new StringBuilder();
        foreach (var c in output.Length > 400 ? output[..400] + "..." : output)
        {
            _ = c is >= '\uDC80' and <= '\uDCFF' ? shown.Append("\\x").Append((c - 0xDC00).ToString("x2", CultureInfo.InvariantCulture)) : shown.Append(c);
        }

        return $"[{shown}] {answer.Kind} {answer.Message}";
    }

    private static string Scrub(string message)
    {
        message = Place().Replace(message, "");
        message = Node().Replace(message, "<>");
        message = Quoted().Replace(message, "S");
        return Number().Replace(message.Length > 300 ? message[..300] : message, "N");
    }

    private static bool IsFunction(string word) => Generation.Callable.All.Any(c => c.Name == word);

    [GeneratedRegex(@"^template: .*?:\d+(:\d+)?: (executing ""\w*"" )?")]
    private static partial Regex Place();

    [GeneratedRegex("at <.*?>:", RegexOptions.Singleline)]
    private static partial Regex Node();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|'[^']*'|U\\+[0-9A-F]+", RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"-?\d[\d.e+_xA-F-]*")]
    private static partial Regex Number();

    [GeneratedRegex(@"[a-zA-Z]\w*")]
    private static partial Regex Word();
}
