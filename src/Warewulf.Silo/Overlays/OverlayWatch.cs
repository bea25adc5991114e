using Warewulf.Core.Overlays.Files;
using Warewulf.Core.Site;

namespace Warewulf.Silo.Overlays;

/// <summary>
/// Notices that files of the distribution's overlays changed, as with an upgrade under a running head: a stamp over everything below their
/// directory, looked at again when it is older than a moment. What the site's own overlays are is in the catalog.
/// </summary>
internal sealed class OverlayWatch
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly string _directory;
    private readonly TimeProvider _time;
    private long _stamp;
    private long? _taken;

    public OverlayWatch(SitePaths paths, TimeProvider time)
    {
        _directory = paths.DistributionOverlays;
        _time = time;
    }

    /// <summary>A number that differs whenever a file was added, removed, changed, renamed, or got another owner or other permissions.</summary>
    public long Stamp()
    {
        lock (_gate)
        {
            if (_taken is not { } taken || _time.GetElapsedTime(taken) > Moment)
            {
                _stamp = Directory.Exists(_directory) ? Look() : 0;
                _taken = _time.GetTimestamp();
            }

            return _stamp;
        }
    }

    private long Look()
    {
        try
        {
            return OverlayStamp.Of(_directory);
        }
        catch (IOException)
        {
            // Something vanished while we looked: whoever looks next will see what it came to.
            return _time.GetTimestamp();
        }
    }
}
