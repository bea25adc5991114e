namespace Warewulf.Core.Overlays.Rendering;

/// <summary>Results that were kept from earlier renders.</summary>
internal interface IPastResults
{
    /// <summary>The result of a key; null when there is none.</summary>
    TemplateResult? Find(RenderKey key, ResultReads reads);
}
