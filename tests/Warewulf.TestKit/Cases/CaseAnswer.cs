using Warewulf.Templates;

namespace Warewulf.TestKit.Cases;

/// <summary>What the engine made of a case.</summary>
/// <param name="Output">What it wrote to its first output, an error notwithstanding.</param>
/// <param name="Failure">The error; null when there was none.</param>
public sealed record CaseAnswer(byte[] Output, TemplateException? Failure)
{
    /// <summary>All outputs, the first included, when there are others or the first is a link; null otherwise.</summary>
    public IReadOnlyList<CaseFile>? Files { get; init; }

    /// <summary>Whether a function ended the template.</summary>
    public bool Aborted { get; init; }

    /// <summary>Whether the template wants no copies kept of what it replaces.</summary>
    public bool NoBackup { get; init; }
}
