using Warewulf.Core.Archives;

namespace Warewulf.Core.Images;

/// <summary>How a tree is imported.</summary>
public sealed record ImageTreeWriteOptions
{
    /// <summary>
    /// Names the unfinished directory, <c>.&lt;name&gt;.importing-&lt;suffix&gt;</c> beside the destination: 1 to 64 letters, digits,
    /// dots, dashes and underscores, different for attempts that may run at the same time.
    /// </summary>
    public required string Suffix { get; init; }

    /// <summary>A tree whose copy the new one is laid over: what has the same name is replaced, the rest stays. Default: none.</summary>
    public string? Over { get; init; }

    /// <summary>Opens xz, zstd and bzip2 archives. Default: null, which refuses them with a clear message.</summary>
    public ArchiveDecompressor? Decompressor { get; init; }

    /// <summary>Told now and then how far the import is; called on the importing thread. Default: nobody.</summary>
    public IProgress<ImageTreeProgress>? Progress { get; init; }
}
