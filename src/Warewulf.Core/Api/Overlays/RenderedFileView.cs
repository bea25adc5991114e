using Warewulf.Core.Archives;

namespace Warewulf.Core.Api.Overlays;

/// <summary>One file that a template writes.</summary>
/// <param name="Path">The path on the node, without a slash before it.</param>
/// <param name="Backup">Whether a file that it replaces is kept as <c>.wwbackup</c>.</param>
/// <param name="Content">The content.</param>
public sealed record RenderedFileView(BytePath Path, bool Backup, byte[] Content)
{
    /// <summary>What it says, when it is a symbolic link.</summary>
    public BytePath? Target { get; init; }
}
