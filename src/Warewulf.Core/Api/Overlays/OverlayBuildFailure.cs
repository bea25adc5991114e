namespace Warewulf.Core.Api.Overlays;

/// <summary>Why overlays of some nodes could not be rendered.</summary>
/// <param name="Nodes">The nodes, as a hostlist.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Message">The reason; it names one of them.</param>
public sealed record OverlayBuildFailure(string Nodes, int Count, string Message);
