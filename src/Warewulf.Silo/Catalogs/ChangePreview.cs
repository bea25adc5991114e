using Warewulf.Core.Api.Overlays;

namespace Warewulf.Silo.Catalogs;

/// <summary>What a change does beyond the catalog.</summary>
/// <param name="Differences">What differs in files of nodes.</param>
/// <param name="Errors">What could not be rendered any more, in words for admins.</param>
internal sealed record ChangePreview(IReadOnlyList<RenderedDifference> Differences, IReadOnlyList<string> Errors);
