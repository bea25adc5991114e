using Warewulf.Templates.Functions;

namespace Warewulf.Templates;

/// <summary>How a template is parsed and what its execution may use. Limits guard against hostile or mistaken templates.</summary>
public sealed record TemplateOptions
{
    /// <summary>The options of an ordinary template: <c>{{ }}</c>, builtins and Sprig.</summary>
    public static TemplateOptions Default { get; } = new();

    /// <summary>What opens an action. Default <c>{{</c>; the empty string means the default.</summary>
    public string LeftDelimiter { get; init; } = "{{";

    /// <summary>What closes an action. Default <c>}}</c>; the empty string means the default.</summary>
    public string RightDelimiter { get; init; } = "}}";

    /// <summary>What reading an absent map key gives. Default: the missing value.</summary>
    public MissingKey MissingKey { get; init; }

    /// <summary>The functions beside the builtins; one of the same name replaces a builtin. Default: Sprig's.</summary>
    public FunctionSet Functions { get; init; } = FunctionSet.Sprig;

    /// <summary>Time, randomness and the like for runs that are given none of their own. Default: <see cref="TemplateSurroundings.None"/>.</summary>
    public TemplateSurroundings Surroundings { get; init; } = TemplateSurroundings.None;

    /// <summary>How deep templates may call each other. Default 100,000 as in Go; a short thread stack ends the recursion earlier, with the same error.</summary>
    public int MaxDepth { get; init; } = 100_000;

    /// <summary>How many nodes one execution may run, loop rounds included. Default 50 million: seconds of work.</summary>
    public long MaxSteps { get; init; } = 50_000_000;

    /// <summary>How many bytes one execution may write, and the size of the largest string a function may build. Default 256 MiB.</summary>
    public long MaxOutputBytes { get; init; } = 256L << 20;
}
