namespace Warewulf.Core.Archives;

/// <summary>
/// Opens a decompressed view of a file; usually an external program. A damaged or truncated input must end in an exception
/// (<see cref="InvalidDataException"/> or <see cref="WarewulfException"/>), never in a short stream.
/// </summary>
/// <param name="compression">Xz, Zstd or Bzip2; gzip is built in.</param>
/// <param name="compressed">The compressed bytes from the start of the file; not disposed by the caller of the result.</param>
/// <returns>The decompressed bytes; disposed by whoever reads them.</returns>
public delegate Stream ArchiveDecompressor(ArchiveCompression compression, Stream compressed);
