using Warewulf.Core.Overlays.Files;
using Warewulf.Core.Site;

namespace Warewulf.Silo.Overlays;

/// <summary>
/// Notices that admins changed overlay files, without a daemon to tell us: a stamp over everything below the overlay
/// directories, looked at again when it is older than a moment.
/// </summary>
internal sealed class OverlayWatch
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly string[] _directories;
    private readonly TimeProvider _time;
    private long _stamp;
    private long? _taken;

    public OverlayWatch(SitePaths paths, TimeProvider time)
    {
        _directories = [paths.SiteOverlays, paths.DistributionOverlays];
        _time = time;
    }

    /// <summary>A number that differs whenever a file was added, removed, changed, renamed, or got another owner or other permissions.</summary>
    public long Stamp()
    {
        lock (_gate)
        {
            if (_taken is not { } taken || _time.GetElapsedTime(taken) > Moment)
            {
                _stamp = _directories.Where(Directory.Exists).Aggregate(0L, (stamp, directory) => HashCode.Combine(stamp, Look(directory)));
                _taken = _time.GetTimestamp();
            }

            return _stamp;
        }
    }

    private long Look(string directory)
    {
        try
        {
            return OverlayStamp.Of(directory);
        }
        catch (IOException)
        {
            // Something vanished while we looked: whoever looks next will see what it came to.
            return _time.GetTimestamp();
        }
    }
}
