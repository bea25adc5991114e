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

    /// <summary>The overlays; a later one wins.</summary>
    public IReadOnlyList<OverlayTree> Trees { get; }

    /// <summary>Their files in the order in which they apply, each read or parsed once.</summary>
    internal IReadOnlyList<OverlayStep> Steps => _steps.Value;
}
