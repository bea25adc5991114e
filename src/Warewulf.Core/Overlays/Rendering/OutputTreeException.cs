namespace Warewulf.Core.Overlays.Rendering;

/// <summary>An entry cannot be put where it belongs. Never leaves the renderer, which adds whose entry it is.</summary>
internal sealed class OutputTreeException(string message) : Exception(message);
