namespace Warewulf.Core.Overlays.Rendering;

/// <summary>Results of other renders, most often of the same node's.</summary>
internal sealed class PastResults(IReadOnlyList<TemplateResult?> results) : IPastResults
{
    /// <inheritdoc/>
    public TemplateResult? Find(ParsedTemplate template)
    {
        foreach (var result in results)
        {
            if (result?.Key is { } key && ReferenceEquals(key.Template, template))
            {
                return result;
            }
        }

        return null;
    }
}
