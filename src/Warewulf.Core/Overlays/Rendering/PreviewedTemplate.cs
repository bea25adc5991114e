namespace Warewulf.Core.Overlays.Rendering;

/// <summary>What a template becomes.</summary>
/// <param name="Files">What it writes, in order.</param>
/// <param name="NoBackup">Whether files that it replaces are kept under no other name.</param>
/// <param name="IsAborted">Whether it ended itself, so that nothing of it is written.</param>
/// <param name="Warnings">What it could not read.</param>
public sealed record PreviewedTemplate(IReadOnlyList<PreviewedFile> Files, bool NoBackup, bool IsAborted, IReadOnlyList<string> Warnings);
