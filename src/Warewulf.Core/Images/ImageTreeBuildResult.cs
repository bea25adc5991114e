namespace Warewulf.Core.Images;

/// <summary>What a build produced.</summary>
/// <param name="Entries">Members of the archive.</param>
/// <param name="Excluded">Files and directories left out by the excludes, the content of excluded directories not counted.</param>
/// <param name="Length">The length of the cpio archive in bytes.</param>
/// <param name="Warnings">What a node will not get, one line each: mount points, capabilities, other extended attributes.</param>
public sealed record ImageTreeBuildResult(
    long Entries,
    long Excluded,
    long Length,
    IReadOnlyList<string> Warnings);
