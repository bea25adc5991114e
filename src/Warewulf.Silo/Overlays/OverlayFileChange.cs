using Warewulf.Core.Archives;

namespace Warewulf.Silo.Overlays;

/// <summary>What a change makes of one file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Verb">What is done.</param>
/// <param name="Lines">What differs.</param>
internal sealed record OverlayFileChange(BytePath Path, string Verb, IReadOnlyList<string> Lines);
