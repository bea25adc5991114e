using Warewulf.Core.Segments;

namespace Warewulf.Silo.Segments;

/// <summary>
/// This machine's addresses, read again when they are asked for and the last look is a few seconds old: a head may start before its network is
/// up.
/// </summary>
internal sealed class RecentInterfaces
{
    /// <summary>How old a look may be. Every boot plan asks, and reading takes a few files of the system for each interface.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Func<IReadOnlyList<HostInterface>> _read;
    private readonly TimeProvider _time;
    private IReadOnlyList<HostInterface> _latest = [];
    private long? _readAt;

    /// <summary>Makes the reader; nothing is read yet.</summary>
    public RecentInterfaces(Func<IReadOnlyList<HostInterface>> read, TimeProvider time)
    {
        _read = read;
        _time = time;
    }

    /// <summary>The addresses: the same object as long as they are the same.</summary>
    public IReadOnlyList<HostInterface> Read()
    {
        lock (_gate)
        {
            if (_readAt is not { } at || _time.GetElapsedTime(at) >= FreshFor)
            {
                _readAt = _time.GetTimestamp();
                var found = _read();
                _latest = found.SequenceEqual(_latest) ? _latest : found;
            }

            return _latest;
        }
    }
}
