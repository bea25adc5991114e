using Warewulf.Core.Archives;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>One file that a template writes.</summary>
/// <param name="Path">Its path on the node.</param>
/// <param name="Target">What it says, when it is a symbolic link.</param>
/// <param name="Content">Its content.</param>
public sealed record PreviewedFile(BytePath Path, BytePath? Target, byte[] Content);
