using System.Globalization;
using System.Text.RegularExpressions;
using Warewulf.Templates;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>A template's error in our words: the place, counted from one, then what the engine says about it.</summary>
internal static partial class TemplateErrorText
{
    /// <summary>The text behind the name of the file: <c>, line 3, column 7: ...</c>.</summary>
    internal static string Of(TemplateException error)
    {
        var place = (error.Line, error.Column) switch
        {
            ( <= 0, _) => "",
            (var line, < 0) => string.Create(CultureInfo.InvariantCulture, $", line {line}"),
            var (line, column) => string.Create(CultureInfo.InvariantCulture, $", line {line}, column {column + 1}"),
        };
        return $"{place}: {Position().Replace(error.Message, "")}";
    }

    // The engine begins every message with the place, which is said before it already.
    [GeneratedRegex(@"^template: .*?:\d+(:\d+)?: ")]
    private static partial Regex Position();
}
