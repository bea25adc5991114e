namespace Warewulf.Core.Overlays.Rendering;

/// <summary>One output of a template.</summary>
/// <param name="Name">The name the template gave; null for its own file.</param>
/// <param name="Content">The content of a file; null for a symbolic link.</param>
/// <param name="Target">Where a symbolic link points.</param>
internal sealed record RenderedOutput(string? Name, FileContent? Content, string? Target);
