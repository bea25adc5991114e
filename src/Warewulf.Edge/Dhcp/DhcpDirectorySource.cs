using Warewulf.Core.Segments;

namespace Warewulf.Edge.Dhcp;

/// <summary>Keeps the directory of the newest snapshot.</summary>
/// <param name="snapshots">Gives the newest snapshot, the same object as long as nothing changed; null while there is none.</param>
internal sealed class DhcpDirectorySource(Func<SegmentSnapshot?> snapshots)
{
    private readonly Lock _gate = new();
    private volatile DhcpDirectory? _directory;

    /// <summary>The directory of the newest snapshot; null while there is none.</summary>
    public DhcpDirectory? Current
    {
        get
        {
            var snapshot = snapshots();
            var directory = _directory;
            return snapshot is null || ReferenceEquals(directory?.Snapshot, snapshot) ? directory : Build(snapshot);
        }
    }

    private DhcpDirectory Build(SegmentSnapshot snapshot)
    {
        lock (_gate)
        {
            // Several interfaces notice a new snapshot at the same time; one of them builds.
            if (!ReferenceEquals(_directory?.Snapshot, snapshot))
            {
                _directory = new DhcpDirectory(snapshot);
            }

            return _directory!;
        }
    }
}
