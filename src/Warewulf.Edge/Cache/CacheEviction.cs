using System.Runtime.InteropServices;
using Warewulf.Core.Artifacts;

namespace Warewulf.Edge.Cache;

/// <summary>Keeps a directory of immutable files below a size. A file that is being sent may be removed: open files stay readable.</summary>
internal sealed class CacheEviction
{
    /// <summary>How the names of files end that are not whole yet, but kept for another attempt.</summary>
    public const string UnfinishedEnd = ".part";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _spared = [];
    private readonly string _directory;
    private readonly long _limit;
    private readonly TimeProvider _time;

    public CacheEviction(string directory, long limit, TimeProvider time)
    {
        _directory = directory;
        _limit = limit;
        _time = time;
    }

    /// <summary>Removes what a crash left half written.</summary>
    public static void RemoveLeftovers(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory).Where(file => file.Contains(DurableFile.TemporaryMarker, StringComparison.Ordinal)))
        {
            File.Delete(file);
        }
    }

    /// <summary>Notes that a file is used. Its access time is the record, so that it outlives a restart.</summary>
    public void Touch(string path)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        try
        {
            if (now - File.GetLastAccessTimeUtc(path) > TimeSpan.FromMinutes(1))
            {
                File.SetLastAccessTimeUtc(path, now);
            }
        }
        catch (FileNotFoundException)
        {
            // Removed since it was found; whoever opens it notices and has it fetched again.
        }
    }

    /// <summary>Keeps a file from being removed until the result is disposed, as while it is fetched and opened.</summary>
    public IDisposable Spare(string name)
    {
        lock (_gate)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_spared, name, out _)++;
        }

        return new Spared(this, name);
    }

    /// <summary>Removes the least recently used files until the rest fits; never one that is spared.</summary>
    public void Shrink()
    {
        lock (_gate)
        {
            // Files come and go meanwhile: those being written are not counted, and each is looked at once.
            var files = new DirectoryInfo(_directory).GetFiles()
                .Where(file => !file.Name.Contains(DurableFile.TemporaryMarker, StringComparison.Ordinal))
                .Select(file => (file.FullName, Length: LengthOf(file), UsedAt: UsedAt(file)))
                .OrderBy(file => file.UsedAt)
                .ToList();
            var total = files.Sum(file => file.Length);
            foreach (var file in files.Where(file => !IsSpared(Path.GetFileName(file.FullName))))
            {
                if (total <= _limit)
                {
                    return;
                }

                total -= file.Length;
                File.Delete(file.FullName);
            }
        }
    }

    // A recipe is of use as long as the file it made, and is looked at more seldom.
    private static DateTime UsedAt(FileInfo file)
    {
        var used = file.LastAccessTimeUtc;
        if (!file.Name.EndsWith(RecipeShelf.RecipeEnd, StringComparison.Ordinal))
        {
            return used;
        }

        var made = new FileInfo(file.FullName[..^RecipeShelf.RecipeEnd.Length] + RecipeShelf.GzipEnd);
        return made.Exists && made.LastAccessTimeUtc > used ? made.LastAccessTimeUtc : used;
    }

    private bool IsSpared(string name) =>
        _spared.ContainsKey(name.EndsWith(UnfinishedEnd, StringComparison.Ordinal) ? name[..^UnfinishedEnd.Length] : name);

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    private sealed class Spared(CacheEviction owner, string name) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._gate)
            {
                if (--CollectionsMarshal.GetValueRefOrNullRef(owner._spared, name) == 0)
                {
                    owner._spared.Remove(name);
                }
            }
        }
    }
}
