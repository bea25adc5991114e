namespace Warewulf.Core.Images;

/// <summary>How an archive and the tree it is unpacked into go together.</summary>
internal enum ImageTreeMerge
{
    /// <summary>The directory is empty; an archive that has one name for a directory and for something else is refused.</summary>
    None,

    /// <summary>The archive is laid over the tree: what has the same name gives way, the rest stays.</summary>
    Archive,

    /// <summary>As <see cref="Archive"/>, into an empty directory: marks of removed files have nothing to remove, but are no files either.</summary>
    FirstLayer,

    /// <summary>As <see cref="Archive"/>, and marks in the archive remove what earlier layers brought (OCI image specification, layers).</summary>
    Layer,
}
