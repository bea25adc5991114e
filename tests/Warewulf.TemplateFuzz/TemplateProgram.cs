using Warewulf.Templates;

namespace Warewulf.TemplateFuzz;

/// <summary>A template with its data, as both engines are given it.</summary>
/// <param name="Text">The text; a byte that is not UTF-8 is a lone surrogate, as in the engine's strings.</param>
/// <param name="Data">The dot in typed JSON.</param>
public sealed record TemplateProgram(string Text, string Data)
{
    public MissingKey MissingKey { get; init; }

    public string Left { get; init; } = "";

    public string Right { get; init; } = "";
}
