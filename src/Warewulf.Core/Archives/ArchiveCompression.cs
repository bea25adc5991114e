namespace Warewulf.Core.Archives;

/// <summary>How a file is compressed, told by its first bytes.</summary>
public enum ArchiveCompression
{
    /// <summary>Not compressed, or in no way that is known here.</summary>
    None,

    /// <summary>gzip (RFC 1952).</summary>
    Gzip,

    /// <summary>xz.</summary>
    Xz,

    /// <summary>Zstandard (RFC 8878).</summary>
    Zstd,

    /// <summary>bzip2.</summary>
    Bzip2,
}
