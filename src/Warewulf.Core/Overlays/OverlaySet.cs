using Warewulf.Core.Archives;
using Warewulf.Core.Overlays.Rendering;

namespace Warewulf.Core.Overlays;

/// <summary>
/// Overlays in the order in which they apply, with their files as they were when they were looked up. For many nodes, look up once.
/// Safe for many threads.
/// </summary>
public sealed class OverlaySet
{
    private readonly Lazy<OverlayStep[]> _steps;

    internal OverlaySet(IReadOnlyList<OverlayTree> trees, OverlayFileReader reader, Action<ParsedTemplate> prepare)
    {
        Trees = trees;
        _steps = new Lazy<OverlayStep[]>(() =>
        {
            OverlayStep[] steps = [.. trees.SelectMany(tree => tree.Files.Select(file => OverlayStep.Of(tree, file, reader)))];
            foreach (var template in steps.Select(step => step.Template).OfType<ParsedTemplate>())
            {
                template.Prepare(prepare);
            }

            return steps;
        });
    }

    private OverlaySet(OverlayTree tree, IEnumerable<OverlayStep> steps)
    {
        Trees = [tree];
        _steps = new Lazy<OverlayStep[]>(() => [.. steps]);
    }

    private OverlaySet(OverlaySet other, BytePath attributes)
    {
        (Trees, _steps, AttributeList) = (other.Trees, other._steps, attributes);
    }

    /// <summary>The overlays; a later one wins.</summary>
    public IReadOnlyList<OverlayTree> Trees { get; }

    /// <summary>
    /// Where archives have the list of the extended attributes of what is in them. Default: that of the system overlays, <c>/warewulf/xattrs.system</c>.
    /// </summary>
    public BytePath AttributeList { get; } = BytePath.FromText("warewulf/xattrs.system");

    /// <summary>The same overlays, with the list of attributes at another path.</summary>
    public OverlaySet WithAttributesAt(BytePath path) => new(this, path);

    /// <summary>Their files in the order in which they apply, each read or parsed once.</summary>
    internal IReadOnlyList<OverlayStep> Steps => _steps.Value;

    /// <summary>The first overlay with one of its files, and the directories that file lies in.</summary>
    /// <exception cref="WarewulfException">NotFound: it has no such file.</exception>
    internal OverlaySet Only(BytePath path)
    {
        var tree = Trees[0];
        return tree.Files.Any(file => file.Path == path)
            ? new OverlaySet(tree, Steps.Where(step => step.Tree == tree && (step.File.Path == path || path.IsBelow(step.File.Path))))
            : throw WarewulfException.NotFound($"Overlay '{tree.Name}' has no '{path}': delete the site's overlay '{tree.Name}' to get the distribution's back.");
    }
}
