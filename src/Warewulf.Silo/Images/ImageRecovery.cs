using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Images;
using Warewulf.Core.Site;

namespace Warewulf.Silo.Images;

/// <summary>Puts image directories right after a crash in the middle of an import: the tree there was, or the whole new one, and nothing else.</summary>
internal sealed partial class ImageRecovery
{
    /// <summary>The tree that is being written.</summary>
    public const string Incoming = "rootfs.new-";

    /// <summary>The tree that is being replaced.</summary>
    public const string Outgoing = "rootfs.old-";

    private const string Root = "rootfs";

    private readonly SitePaths _paths;
    private readonly ILogger<ImageRecovery> _logger;

    public ImageRecovery(SitePaths paths, ILogger<ImageRecovery> logger)
    {
        _paths = paths;
        _logger = logger;
    }

    /// <summary>Looks at every image. Called before anything else works on them; what cannot be put right is no reason not to boot nodes.</summary>
    public void Run()
    {
        if (!Directory.Exists(_paths.Chroots))
        {
            return;
        }

        foreach (var home in Directory.EnumerateDirectories(_paths.Chroots))
        {
            try
            {
                Recover(home);
            }
            catch (Exception e) when (e is WarewulfException or IOException or UnauthorizedAccessException)
            {
                LogLeft(home, e.Message);
            }
        }
    }

    private void Recover(string home)
    {
        var root = Path.Combine(home, Root);
        if (!Path.Exists(root) && Directory.EnumerateDirectories(home, Outgoing + "*").FirstOrDefault() is { } old)
        {
            Directory.Move(old, root);
            DurableFile.SyncDirectory(home);
            LogRestored(home);
        }

        var left = Leftovers(home).ToList();
        foreach (var directory in left)
        {
            ImageTree.Delete(directory);
        }

        if (left.Count > 0 && !Directory.EnumerateFileSystemEntries(home).Any())
        {
            Directory.Delete(home);
        }
    }

    private static IEnumerable<string> Leftovers(string home) => Directory.EnumerateDirectories(home)
        .Where(path => Path.GetFileName(path) is var name
            && (name.StartsWith(Incoming, StringComparison.Ordinal)
                || name.StartsWith(Outgoing, StringComparison.Ordinal)
                || name.StartsWith($".{Incoming}", StringComparison.Ordinal)));
}
