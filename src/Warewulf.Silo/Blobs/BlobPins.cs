using Warewulf.Core.Artifacts;

namespace Warewulf.Silo.Blobs;

/// <summary>
/// Which blobs work in progress counts on. One process works on one store, so memory is enough: what a crash forgets is garbage, or was touched
/// lately and stays for that reason.
/// </summary>
internal sealed class BlobPins
{
    private readonly Dictionary<ArtifactDigest, int> _pins = [];
    private HashSet<ArtifactDigest>? _since;

    /// <summary>Whoever finds a blob and relies on it, and whoever removes one, holds this meanwhile: neither sees the other's half.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Pins a blob, whether or not it is there.</summary>
    public void Add(ArtifactDigest digest)
    {
        lock (Gate)
        {
            _pins[digest] = _pins.GetValueOrDefault(digest) + 1;
            _since?.Add(digest);
        }
    }

    /// <summary>Gives pins up.</summary>
    public void Remove(IEnumerable<ArtifactDigest> digests)
    {
        lock (Gate)
        {
            foreach (var digest in digests)
            {
                if (--_pins[digest] == 0)
                {
                    _pins.Remove(digest);
                }
            }
        }
    }

    /// <summary>
    /// From here on, whatever is pinned counts as in use until <see cref="EndCollection"/>, however soon it is given up: a catalog that was read
    /// before does not tell whether it was committed since.
    /// </summary>
    public void BeginCollection()
    {
        lock (Gate)
        {
            _since = [.. _pins.Keys];
        }
    }

    /// <summary>Forgets what was given up.</summary>
    public void EndCollection()
    {
        lock (Gate)
        {
            _since = null;
        }
    }

    /// <summary>Whether a blob is pinned, or was since the collection began.</summary>
    public bool IsInUse(ArtifactDigest digest)
    {
        lock (Gate)
        {
            return _since?.Contains(digest) ?? _pins.ContainsKey(digest);
        }
    }
}
