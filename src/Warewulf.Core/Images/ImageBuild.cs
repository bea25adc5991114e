using Warewulf.Core.Artifacts;

namespace Warewulf.Core.Images;

/// <summary>One build of an image, a generation of it: what nodes download. Immutable; a rebuild makes another.</summary>
/// <param name="Archive">The root file system as a gzip-compressed <c>newc</c> archive; a recipe, but for builds of earlier releases.</param>
/// <param name="UncompressedLength">The size of the archive before compression, in bytes.</param>
/// <param name="Entries">How many files, directories and links it holds.</param>
/// <param name="BuiltAt">When it was built.</param>
public sealed record ImageBuild(ArtifactRef Archive, long UncompressedLength, long Entries, DateTimeOffset BuiltAt)
{
    /// <summary>Its number among the builds of its image, from 1 on. No later build has it. Builds from before there were numbers are the first.</summary>
    public int Generation { get => field == 0 ? 1 : field; init; }

    /// <summary>Who asked for it; unset in builds from before this was kept.</summary>
    public string? Author { get; init; }

    /// <summary>The kernels found, in the order in which they are searched.</summary>
    public IReadOnlyList<ImageKernel> Kernels { get; init; } = [];

    /// <summary>What it changed against the build before; unset when there was none, or what it held is not known.</summary>
    public ImageChanges? Changes { get; init; }

    /// <summary>What displays call the archive of an image.</summary>
    public static string FileName(ImageName image) => $"{image}.img.gz";

    /// <summary>Whether nodes get the very same of both.</summary>
    public bool IsSameAs(ImageBuild? other) =>
        other is not null && Archive.Digest == other.Archive.Digest && Kernels.SequenceEqual(other.Kernels);

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
