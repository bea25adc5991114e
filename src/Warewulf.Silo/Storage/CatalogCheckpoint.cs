namespace Warewulf.Silo.Storage;

/// <summary>A whole catalog as it was kept.</summary>
/// <param name="Revision">The revision it shows.</param>
/// <param name="Content">The catalog, in the form of <see cref="CheckpointCodec"/>.</param>
public sealed record CatalogCheckpoint(long Revision, byte[] Content);
