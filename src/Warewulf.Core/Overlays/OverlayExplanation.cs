using Warewulf.Templates.Reads;

namespace Warewulf.Core.Overlays;

/// <summary>How a file of a node's overlays came about.</summary>
/// <param name="Entry">The file.</param>
/// <param name="IsSite">Whether its overlay is the site's own.</param>
/// <param name="IsTemplate">Whether it was rendered.</param>
/// <param name="Hidden">Overlays that write the same file before, in their order.</param>
/// <param name="Reads">What its template read of its data; null for a file that is no template.</param>
/// <param name="Inputs">What its template read besides: files.</param>
public sealed record OverlayExplanation(
    OverlayEntry Entry, bool IsSite, bool IsTemplate, IReadOnlyList<OverlayName> Hidden, ReadSet? Reads, IReadOnlyList<TemplateInput> Inputs);
