namespace Warewulf.Templates;

/// <summary>How a template ended.</summary>
public enum RenderOutcome
{
    /// <summary>It ran to its end.</summary>
    Completed,

    /// <summary>A function ended it on purpose; the output written before is good.</summary>
    Aborted,
}
