using System.Text;
using System.Text.RegularExpressions;
using Warewulf.Core.Overlays.Functions;
using Warewulf.Templates;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>A template, and whether its outcome is settled by the data it reads.</summary>
internal sealed partial class ParsedTemplate
{
    private static readonly TemplateOptions Options = new() { Functions = OverlayFunctions.All };

    internal ParsedTemplate(string name, ReadOnlyMemory<byte> text)
    {
        Template = GoTemplate.Parse(name, text, Options);
        IsPure = !Unsettled().IsMatch(Encoding.Latin1.GetString(text.Span));
    }

    internal GoTemplate Template { get; }

    /// <summary>
    /// Whether the same data always gives the same text. Told by the words in the text: a wrong "no" only costs time, and there is
    /// no wrong "yes".
    /// </summary>
    internal bool IsPure { get; }

    // Sprig's clock, chance, keys, passwords with a salt, environment and name service.
    [GeneratedRegex(@"\b(now|ago|\w*[dD]ate\w*|rand\w+|shuffle|uuidv4|gen[A-Z]\w*|build\w*|bcrypt|\w*AES|htpasswd|env|expandenv|getHostByName)\b")]
    private static partial Regex Unsettled();
}
