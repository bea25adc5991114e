namespace Warewulf.Core.Api.Overlays;

/// <summary>What templates of some nodes' overlays could not read; the overlays were rendered without it.</summary>
/// <param name="Nodes">The nodes, as a hostlist.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Message">Which overlay and file, and what.</param>
public sealed record OverlayBuildWarning(string Nodes, int Count, string Message);
