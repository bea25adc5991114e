namespace Warewulf.Core.Api.Overlays;

/// <summary>What a template becomes for a node.</summary>
/// <param name="Revision">The catalog revision it was rendered from.</param>
/// <param name="Node">The node; the head itself when there is no node of the name asked for.</param>
/// <param name="Files">What it writes, in order; of an aborted template what it had written until then.</param>
/// <param name="IsAborted">Whether the template ended itself, so that a node gets nothing of it.</param>
/// <param name="Warnings">What it could not read.</param>
public sealed record OverlayRenderResponse(
    long Revision, string Node, IReadOnlyList<RenderedFileView> Files, bool IsAborted, IReadOnlyList<string> Warnings);
