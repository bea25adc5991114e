namespace Warewulf.Core.Archives;

/// <summary>A run of data in a sparse file; what lies between runs are holes.</summary>
/// <param name="Offset">Where it starts in the file.</param>
/// <param name="Length">Its bytes.</param>
public readonly record struct TarRun(long Offset, long Length);
