namespace Warewulf.Core.Api.Overlays;

/// <summary>What a template reads, without rendering it.</summary>
/// <param name="Revision">The catalog revision it was read from.</param>
/// <param name="Documentation">What its comments say about the file, line by line.</param>
/// <param name="Variables">What it reads, in the order of its first use.</param>
public sealed record OverlayInfoResponse(long Revision, IReadOnlyList<string> Documentation, IReadOnlyList<TemplateVariable> Variables);
