namespace Warewulf.Core.Overlays.Rendering;

/// <summary>Results that were kept from earlier renders.</summary>
internal interface IPastResults
{
    /// <summary>What a template became; null when that is not known.</summary>
    TemplateResult? Find(ParsedTemplate template);
}
