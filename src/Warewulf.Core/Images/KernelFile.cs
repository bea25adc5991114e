using Warewulf.Core.Archives;

namespace Warewulf.Core.Images;

/// <summary>A kernel found in an image.</summary>
/// <param name="Path">Where it was found, relative to the image's root, for instance <c>boot/vmlinuz-6.1.0-18-amd64</c>.</param>
/// <param name="ResolvedPath">The file it is once links are resolved inside the image.</param>
/// <param name="Version">The version in its path; null when there is none.</param>
/// <param name="IsDefault">Whether a node that asks for no version gets this one.</param>
public sealed record KernelFile(BytePath Path, BytePath ResolvedPath, KernelVersion? Version, bool IsDefault)
{
    /// <summary>Whether it is a debug or rescue kernel, which is only served when named by its path.</summary>
    public bool IsSpecial
    {
        get
        {
            var text = Path.ToString();
            return text.Contains("+debug", StringComparison.Ordinal) || text.Contains("-rescue", StringComparison.Ordinal);
        }
    }
}
