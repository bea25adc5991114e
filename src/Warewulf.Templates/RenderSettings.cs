using Warewulf.Templates.Reads;

namespace Warewulf.Templates;

/// <summary>What one render wants beside data and output. Limits left out are those the template was parsed with.</summary>
public sealed record RenderSettings
{
    /// <summary>A render without wishes.</summary>
    public static RenderSettings Default { get; } = new();

    /// <summary>Anything the caller's functions want to find in <see cref="Execution.TemplateExecution.State"/>.</summary>
    public object? State { get; init; }

    /// <summary>
    /// Ends the render: it is looked at every few hundred steps and inside long functions. The render then throws
    /// <see cref="OperationCanceledException"/>; what was written before stays written.
    /// </summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Takes what the execution read; null observes nothing. An object takes one render.</summary>
    public TemplateReads? Reads { get; init; }

    /// <summary>Replaces <see cref="TemplateOptions.Surroundings"/>: time, randomness and the like for this render.</summary>
    public TemplateSurroundings? Surroundings { get; init; }

    /// <summary>Replaces <see cref="TemplateOptions.MaxDepth"/>.</summary>
    public int? MaxDepth { get; init; }

    /// <summary>Replaces <see cref="TemplateOptions.MaxSteps"/>.</summary>
    public long? MaxSteps { get; init; }

    /// <summary>Replaces <see cref="TemplateOptions.MaxOutputBytes"/>.</summary>
    public long? MaxOutputBytes { get; init; }

    /// <summary>Replaces <see cref="TemplateOptions.MaxValueBytes"/>.</summary>
    public long? MaxValueBytes { get; init; }

    /// <summary>Replaces <see cref="TemplateOptions.MaxItems"/>.</summary>
    public int? MaxItems { get; init; }

    /// <summary>Replaces <see cref="TemplateOptions.MaxPatternLength"/>.</summary>
    public int? MaxPatternLength { get; init; }
}
