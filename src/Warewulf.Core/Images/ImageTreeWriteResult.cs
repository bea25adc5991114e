namespace Warewulf.Core.Images;

/// <summary>What an import wrote.</summary>
/// <param name="Entries">Files, directories and links.</param>
/// <param name="Bytes">Content of regular files.</param>
/// <param name="Warnings">What could not be kept, one line each: owners without root, attributes the file system does not hold.</param>
public sealed record ImageTreeWriteResult(long Entries, long Bytes, IReadOnlyList<string> Warnings);
