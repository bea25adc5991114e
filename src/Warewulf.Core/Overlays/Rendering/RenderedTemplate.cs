namespace Warewulf.Core.Overlays.Rendering;

/// <summary>What a template became.</summary>
/// <param name="Outputs">Its outputs in order; none when it aborted.</param>
/// <param name="NoBackup">Whether replaced files are to be kept under no other name.</param>
/// <param name="Warnings">What it could not read.</param>
internal sealed record RenderedTemplate(IReadOnlyList<RenderedOutput> Outputs, bool NoBackup, IReadOnlyList<string> Warnings);
