using Warewulf.Core.Artifacts;

namespace Warewulf.Silo.Blobs;

/// <summary>Keeps blobs from being removed until it is disposed: from before they are looked for until the catalog names them.</summary>
/// <param name="pins">The store's pins.</param>
internal sealed class BlobHold(BlobPins pins) : IDisposable
{
    private readonly HashSet<ArtifactDigest> _held = [];

    /// <summary>Holds a blob, whether or not it is there yet. Several threads may do so.</summary>
    public void Add(ArtifactDigest digest)
    {
        lock (_held)
        {
            if (_held.Add(digest))
            {
                pins.Add(digest);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_held)
        {
            pins.Remove(_held);
            _held.Clear();
        }
    }
}
