using Warewulf.Core.Images;

namespace Warewulf.Silo.Images.Sessions;

/// <summary>
/// A directory beside the tree of an image that one session uses and that is then removed. It lies there because the kernel wants all the
/// layers it writes to on one file system.
/// </summary>
internal sealed class SessionWork
{
    /// <summary>The layer below the image.</summary>
    public const string Lower = "lower";

    private const string Prefix = "session-";
    private const string Tree = "rootfs";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _home;

    private SessionWork(string path)
    {
        Path = path;
        _home = System.IO.Path.GetDirectoryName(path)!;
    }

    /// <summary>The directory, for root only.</summary>
    public string Path { get; }

    /// <summary>Makes the directory.</summary>
    /// <param name="home">The directory of the image.</param>
    /// <param name="id">The session.</param>
    public static SessionWork Make(string home, Guid id)
    {
        var work = new SessionWork(System.IO.Path.Combine(home, Prefix + id.ToString("N")));
        Directory.CreateDirectory(work.Path, OwnerOnly);

        return work;
    }

    /// <summary>Removes what sessions left whose head was killed.</summary>
    /// <param name="home">The directory of an image, on which nobody works.</param>
    /// <exception cref="Core.WarewulfException">Something cannot be removed.</exception>
    public static void Sweep(string home)
    {
        foreach (var directory in Directory.EnumerateDirectories(home, Prefix + "*"))
        {
            if (Guid.TryParseExact(System.IO.Path.GetFileName(directory).AsSpan(Prefix.Length), "N", out _))
            {
                new SessionWork(directory).Remove();
            }
        }
    }

    /// <summary>Cleans the image of what the session left in it without anybody's will, and removes the directory.</summary>
    /// <exception cref="Core.WarewulfException">Something cannot be removed.</exception>
    public void Remove()
    {
        var tree = System.IO.Path.Combine(_home, Tree);
        var lower = System.IO.Path.Combine(Path, Lower);
        if (Directory.Exists(tree) && Directory.Exists(lower))
        {
            ImageUnion.Clean(tree, lower);
        }

        ImageTree.Delete(Path);
    }
}
