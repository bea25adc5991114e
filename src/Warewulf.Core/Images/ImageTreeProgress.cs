namespace Warewulf.Core.Images;

/// <summary>How far an operation on an image tree has come.</summary>
/// <param name="Bytes">File content handled so far, in bytes, uncompressed; of an archive being unpacked, how much of the archive was read.</param>
/// <param name="Entries">Files, directories and links handled so far.</param>
/// <param name="TotalBytes">All of that; 0 when it is not known beforehand.</param>
/// <param name="TotalEntries">All entries; 0 when it is not known beforehand.</param>
public readonly record struct ImageTreeProgress(long Bytes, long Entries, long TotalBytes, long TotalEntries);
