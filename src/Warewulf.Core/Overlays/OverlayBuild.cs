using Warewulf.Core.Artifacts;
using Warewulf.Core.Overlays.Rendering;
using Warewulf.Templates.Reads;

namespace Warewulf.Core.Overlays;

/// <summary>Overlays built for one node: what it downloads, and what that depends on. Immutable.</summary>
public sealed class OverlayBuild
{
    internal OverlayBuild(OverlayContext context, OverlaySet set, IReadOnlyList<TemplateResult> own, OverlayShape shape, ArtifactDigest ownPlaces)
    {
        Context = context;
        Set = set;
        OwnResults = own;
        Shape = shape;
        OwnPlaces = ownPlaces;
        Inputs = [.. own.SelectMany(result => result.Inputs).Distinct()];
        DependsOnOthers = own.Any(result => result.Reads.ReadsAllNodes);
        KernelVersion = Detect(context);
    }

    /// <summary>For whom it was built, and of which revision.</summary>
    public OverlayContext Context { get; }

    /// <summary>The overlays.</summary>
    public OverlaySet Set { get; }

    /// <summary>What the node downloads.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>What is the same for every node of this kind.</summary>
    public required OverlayPart Shared { get; init; }

    /// <summary>What is the node's own.</summary>
    public required OverlayPart Own { get; init; }

    /// <summary>What templates could not read.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>What the node's own templates became.</summary>
    internal IReadOnlyList<TemplateResult> OwnResults { get; }

    /// <summary>Which of the files are the node's own.</summary>
    internal OverlayShape Shape { get; }

    /// <summary>Where its own entries are, without what they hold.</summary>
    internal ArtifactDigest OwnPlaces { get; }

    internal IReadOnlyList<TemplateInput> Inputs { get; }

    internal bool DependsOnOthers { get; }

    internal string? KernelVersion { get; }

    /// <summary>The kernel that templates are told of when the node names none.</summary>
    internal static string? Detect(OverlayContext context) =>
        context.Node.Settings.ImageName is { Length: > 0 } image ? context.Site.DetectKernel(image) : null;

    /// <summary>The same for another revision that gives the node nothing else of its own.</summary>
    internal OverlayBuild With(OverlayContext context, OverlayPart shared, Recipe recipe) => new(context, Set, OwnResults, Shape, OwnPlaces)
    {
        Recipe = recipe,
        Shared = shared,
        Own = Own,
        Warnings = Warnings,
    };
}
