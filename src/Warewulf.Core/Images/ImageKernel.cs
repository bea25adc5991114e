using System.Text.Json.Serialization;
using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Images;

/// <summary>One kernel found in an image when it was built, with the initramfs of the same version where there is one.</summary>
/// <param name="Path">Its path inside the image, such as <c>/boot/vmlinuz-6.1.0-18-amd64</c>.</param>
/// <param name="Version">The version read from the path; empty when the path has none.</param>
/// <param name="IsDefault">Whether a node that names no version boots it.</param>
/// <param name="Kernel">The kernel itself.</param>
/// <param name="Initramfs">The initramfs of the same version, or nothing.</param>
public sealed record ImageKernel(string Path, string Version, bool IsDefault, ArtifactRef Kernel, ArtifactRef? Initramfs = null)
{
    /// <summary>Whether it is for debugging or rescue, and so booted only when named by its path.</summary>
    [JsonIgnore]
    public bool IsSpecial => Path.Contains("+debug", StringComparison.Ordinal) || Path.Contains("-rescue", StringComparison.Ordinal);
}
