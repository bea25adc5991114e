using System.Buffers;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>One output of a template: its own file, or one that it named.</summary>
/// <param name="name">The name the template gave; null for its own file.</param>
internal sealed class OutputSlot(string? name)
{
    internal string? Name { get; } = name;

    internal ArrayBufferWriter<byte> Text { get; } = new();

    /// <summary>Where the output points when it is a symbolic link; its text then counts for nothing.</summary>
    internal string? Target { get; set; }
}
