namespace Warewulf.Core.Api.Overlays;

/// <summary>What came of rendering the overlays of nodes.</summary>
/// <param name="Revision">The catalog revision they were rendered from.</param>
/// <param name="Nodes">How many nodes were looked at.</param>
/// <param name="Failures">What went wrong; what is the same on several nodes is told once.</param>
public sealed record OverlayBuildResponse(long Revision, int Nodes, IReadOnlyList<OverlayBuildFailure> Failures)
{
    /// <summary>What templates could not read, the same on several nodes once.</summary>
    public IReadOnlyList<OverlayBuildWarning> Warnings { get; init; } = [];
}
