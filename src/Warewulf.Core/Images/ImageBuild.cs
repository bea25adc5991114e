using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Images;

/// <summary>One build of an image: what nodes download. Immutable; a rebuild makes another.</summary>
/// <param name="Archive">The root file system as a gzip-compressed <c>newc</c> archive; a recipe, but for builds of earlier releases.</param>
/// <param name="UncompressedLength">The size of the archive before compression, in bytes.</param>
/// <param name="Entries">How many files, directories and links it holds.</param>
/// <param name="BuiltAt">When it was built.</param>
public sealed record ImageBuild(ArtifactRef Archive, long UncompressedLength, long Entries, DateTimeOffset BuiltAt)
{
    /// <summary>The kernels found, in the order in which they are searched.</summary>
    public IReadOnlyList<ImageKernel> Kernels { get; init; } = [];

    /// <summary>What it changed against the build before; unset when there was none, or what it held is not known.</summary>
    public ImageChanges? Changes { get; init; }

    /// <summary>Everything that nodes download of it.</summary>
    public IEnumerable<ArtifactRef> ListArtifacts() =>
        Kernels.SelectMany(kernel => (IEnumerable<ArtifactRef?>)[kernel.Kernel, kernel.Initramfs]).OfType<ArtifactRef>().Prepend(Archive);

    /// <summary>
    /// Chooses a kernel: the default one when nothing is wanted, else the one at that path, else the first ordinary one whose version
    /// begins with what is wanted.
    /// </summary>
    public ImageKernel? FindKernel(string? wanted) => string.IsNullOrEmpty(wanted)
        ? Kernels.FirstOrDefault(kernel => kernel.IsDefault)
        : Kernels.FirstOrDefault(kernel => kernel.Path.TrimStart('/') == wanted.TrimStart('/'))
            ?? Kernels.FirstOrDefault(kernel => !kernel.IsSpecial && kernel.Version.StartsWith(wanted, StringComparison.Ordinal));
}
