using Warewulf.Core.Nodes;
using Warewulf.Edge.Cache;

namespace Warewulf.Edge.Boot;

/// <summary>
/// Which machines this edge has to do with: those of the catalog, and those that lately asked it for an address or a boot script. What others say of
/// themselves is not listened to, or anybody could fill the events and the log with machines that are none.
/// </summary>
internal sealed class Acquaintances
{
    /// <summary>How long a machine may take from its last request for an address or a script to what it has to say.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromHours(1);

    private readonly SnapshotStore _snapshots;
    private readonly TimeProvider _time;
    private readonly RecentMap<MacAddress, DateTimeOffset> _seen = new();

    public Acquaintances(SnapshotStore snapshots, TimeProvider time)
    {
        _snapshots = snapshots;
        _time = time;
    }

    /// <summary>Notes that a machine asked for an address or a script.</summary>
    public void Note(MacAddress mac) => _seen.Note(mac, _time.GetUtcNow());

    /// <summary>Whether a machine is one of the catalog.</summary>
    public bool IsDeclared(MacAddress mac) => _snapshots.Current?.Find(mac) is not null;

    /// <summary>Whether to listen to a machine.</summary>
    public bool Includes(MacAddress mac) => IsDeclared(mac) || (_seen.TryGet(mac, out var at) && _time.GetUtcNow() - at < Lately);
}
