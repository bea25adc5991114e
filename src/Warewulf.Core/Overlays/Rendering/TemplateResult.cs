using Warewulf.Templates;
using Warewulf.Templates.Reads;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>What came of rendering a template, and of what it was made.</summary>
/// <param name="Reads">How the data were read.</param>
/// <param name="Key">The key it is found by; null when it cannot be found again.</param>
/// <param name="Inputs">What was read besides the data: files.</param>
internal sealed record TemplateResult(ResultReads Reads, RenderKey? Key, IReadOnlyList<TemplateInput> Inputs)
{
    /// <summary>The outputs, unless it failed.</summary>
    internal RenderedTemplate? Rendered { get; init; }

    /// <summary>Why it failed.</summary>
    internal TemplateException? Error { get; init; }

    /// <summary>About how much memory it takes.</summary>
    internal long Cost => 512 + (Rendered?.Outputs.Sum(output => output.Content?.Length ?? 0) ?? 0);
}
