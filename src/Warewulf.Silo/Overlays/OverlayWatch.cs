using System.IO.Enumeration;
using Warewulf.Core.Site;

namespace Warewulf.Silo.Overlays;

/// <summary>
/// Notices that admins changed overlay files, without a daemon to tell us: a stamp over the times of everything below the overlay
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

    /// <summary>A number that differs whenever a file was added, removed, changed, renamed or got other permissions.</summary>
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

    // The time of a directory shows additions and removals, that of a file edits; a change of permissions shows in neither. Links are
    // looked at, not followed.
    private long Look(string directory)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };
        var files = new FileSystemEnumerable<long>(directory, Sign, options)
        {
            ShouldRecursePredicate = static (ref entry) => entry.IsDirectory && (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };
        try
        {
            return files.Aggregate(0L, static (stamp, file) => unchecked(stamp + file));
        }
        catch (IOException)
        {
            // Something vanished while we looked: whoever looks next will see what it came to.
            return _time.GetTimestamp();
        }
    }

    private static long Sign(ref FileSystemEntry entry)
    {
        const long Prime = 1099511628211;
        var file = entry.ToFileSystemInfo();
        var length = file is FileInfo { Exists: true, LinkTarget: null } ? entry.Length : 0;
        return unchecked(HashCode.Combine(file.FullName, entry.LastWriteTimeUtc.Ticks, length, file.UnixFileMode) * Prime);
    }
}
