using Warewulf.Core.Artifacts;
using Warewulf.Core.Overlays.Rendering;
using Warewulf.Templates.Reads;

namespace Warewulf.Core.Overlays;

/// <summary>Overlays built for one node: what it downloads, and what that depends on. Immutable.</summary>
public sealed class OverlayBuild
{
    private readonly Func<OverlayBuild, Recipe> _compose;
    private Recipe? _recipe;

    internal OverlayBuild(
        OverlayContext context, OverlaySet set, OverlayShape shape, OverlayAssembly assembly, OverlayPart own, IReadOnlyList<TemplateResult> ownResults,
        IReadOnlyList<string> warnings, Func<OverlayBuild, Recipe> compose)
    {
        Context = context;
        Set = set;
        Shape = shape;
        Assembly = assembly;
        Own = own;
        OwnResults = ownResults;
        Warnings = warnings;
        _compose = compose;
        Inputs = ownResults.Any(result => result.Inputs.Count > 0) ? [.. ownResults.SelectMany(result => result.Inputs).Distinct()] : [];
        DependsOnOthers = ownResults.Any(result => result.Reads.ReadsAllNodes);
        KernelVersion = Detect(context);
    }

    private OverlayBuild(OverlayBuild other, OverlayContext context, OverlayAssembly assembly)
    {
        Context = context;
        Assembly = assembly;
        (Set, Shape, Own, OwnResults, Warnings) = (other.Set, other.Shape, other.Own, other.OwnResults, other.Warnings);
        (Inputs, DependsOnOthers, KernelVersion, _compose) = (other.Inputs, other.DependsOnOthers, other.KernelVersion, other._compose);
        _recipe = ReferenceEquals(assembly.Shared, other.Shared) ? other._recipe : null;
    }

    /// <summary>For whom it was built, and of which revision.</summary>
    public OverlayContext Context { get; }

    /// <summary>The overlays.</summary>
    public OverlaySet Set { get; }

    /// <summary>What the node downloads.</summary>
    /// <exception cref="WarewulfException">The end of the archive cannot be stored.</exception>
    public Recipe Recipe => _recipe ??= _compose(this);

    /// <summary>What is the same for every node of this kind.</summary>
    public OverlayPart Shared => Assembly.Shared;

    /// <summary>What the templates became that are the same for every node. The same object for nodes of one kind.</summary>
    public IReadOnlyList<SharedRecord> SharedResults => Assembly.Results;

    /// <summary>What is the node's own.</summary>
    public OverlayPart Own { get; }

    /// <summary>Whether nothing of what is the node's own depends on other nodes.</summary>
    public bool OnlyForItself => !DependsOnOthers;

    /// <summary>The same for builds of the same overlays that have the same files of their own.</summary>
    public string ShapeKey => Shape.Key;

    /// <summary>What templates could not read.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>What the node's own templates became.</summary>
    internal IReadOnlyList<TemplateResult> OwnResults { get; }

    /// <summary>Which of the files are the node's own.</summary>
    internal OverlayShape Shape { get; }

    /// <summary>What nodes of this shape have in common.</summary>
    internal OverlayAssembly Assembly { get; }

    internal IReadOnlyList<TemplateInput> Inputs { get; }

    internal bool DependsOnOthers { get; }

    internal string? KernelVersion { get; }

    /// <summary>The kernel that templates are told of when the node names none.</summary>
    internal static string? Detect(OverlayContext context) =>
        context.Node.Settings.ImageName is { Length: > 0 } image ? context.Site.DetectKernel(image) : null;

    /// <summary>Whether what is the node's own is the same, and was made of the same.</summary>
    public bool HasSameOwn(OverlayBuild other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(Own, other.Own) && OwnResults.SequenceEqual(other.OwnResults);
    }

    /// <summary>The same for another revision that gives the node nothing else of its own.</summary>
    internal OverlayBuild With(OverlayContext context, OverlayAssembly assembly) => new(this, context, assembly);
}
