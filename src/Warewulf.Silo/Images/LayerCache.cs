using Warewulf.Core.Site;

namespace Warewulf.Silo.Images;

/// <summary>
/// Layers fetched from registries: a newer tag of an image mostly brings few new ones. What no import has used for thirty days is removed
/// with the next; all of it may be deleted at any time.
/// </summary>
internal sealed class LayerCache(SitePaths paths, TimeProvider time)
{
    private const long LargestDocument = 4 * 1024 * 1024;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private int _users;

    /// <summary>Where the layers lie: below it, one directory for each digest algorithm.</summary>
    public string Blobs { get; } = Path.Combine(paths.Cache, "blobs");

    private string Files => Path.Combine(Blobs, "sha256");

    /// <summary>Says that an import uses the cache until the result is disposed. Nothing is removed for age meanwhile.</summary>
    public IDisposable Use()
    {
        Interlocked.Increment(ref _users);
        Directory.CreateDirectory(Files, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new InUse(this);
    }

    /// <summary>Notes that an import needed these.</summary>
    public void Touch(IEnumerable<string> digests)
    {
        foreach (var file in digests.Select(File))
        {
            if (file.Exists)
            {
                file.LastWriteTimeUtc = time.GetUtcNow().UtcDateTime;
            }
        }
    }

    /// <summary>Removes these, so that they are fetched again.</summary>
    public void Remove(IEnumerable<string> digests)
    {
        foreach (var file in digests.Select(File))
        {
            file.Delete();
        }
    }

    /// <summary>Removes whatever is small enough to be a manifest or a configuration, one of which is damaged; they are quickly fetched again.</summary>
    public void RemoveDocuments()
    {
        foreach (var file in new DirectoryInfo(Files).EnumerateFiles().Where(file => file.Length <= LargestDocument))
        {
            file.Delete();
        }
    }

    /// <summary>The bytes in the cache.</summary>
    public long Length() => new DirectoryInfo(Files) is { Exists: true } files ? files.EnumerateFiles().Sum(file => file.Length) : 0;

    private FileInfo File(string digest) => new(Path.Combine(Files, digest));

    private void Release()
    {
        if (Interlocked.Decrement(ref _users) > 0)
        {
            return;
        }

        var oldest = time.GetUtcNow().UtcDateTime - Kept;
        foreach (var file in new DirectoryInfo(Files).EnumerateFiles().Where(file => file.LastWriteTimeUtc < oldest))
        {
            file.Delete();
        }
    }

    private sealed class InUse(LayerCache cache) : IDisposable
    {
        public void Dispose() => cache.Release();
    }
}
