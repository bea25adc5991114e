namespace Warewulf.Core.Images;

/// <summary>How far a build of an image has come.</summary>
/// <param name="Bytes">File content read and compressed so far, in bytes.</param>
/// <param name="TotalBytes">All that is to be read: what did not change since the build before is not.</param>
/// <param name="BytesPerSecond">The rate since the reading began.</param>
public readonly record struct ImageBuildProgress(long Bytes, long TotalBytes, double BytesPerSecond);
