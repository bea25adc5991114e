namespace Warewulf.Silo.Blobs;

/// <summary>What a collection does with a blob that nothing names.</summary>
internal enum BlobFate
{
    /// <summary>Work in progress counts on it.</summary>
    InUse,

    /// <summary>It was stored or counted on lately.</summary>
    Young,

    /// <summary>It goes.</summary>
    Removed,

    /// <summary>It went before anybody could remove it.</summary>
    Gone,
}
