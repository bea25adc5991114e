using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Site;
using Warewulf.Silo.Images.Sessions;

namespace Warewulf.Silo.Images;

/// <summary>Puts image directories right after a crash in the middle of an import: the tree that the catalog names, and nothing else of ours.</summary>
internal sealed partial class ImageRecovery
{
    private readonly SitePaths _paths;
    private readonly ILogger<ImageRecovery> _logger;

    public ImageRecovery(SitePaths paths, ILogger<ImageRecovery> logger)
    {
        _paths = paths;
        _logger = logger;
    }

    /// <summary>Looks at every image. Called before anything else works on them; what cannot be put right is no reason not to boot nodes.</summary>
    /// <param name="catalog">The latest revision: an older one would undo imports that were acknowledged.</param>
    public void Run(Catalog catalog)
    {
        SweepCache();
        if (!Directory.Exists(_paths.Chroots))
        {
            return;
        }

        foreach (var home in Directory.EnumerateDirectories(_paths.Chroots))
        {
            try
            {
                _ = ImageName.TryParse(Path.GetFileName(home), null, out var name);
                var named = name != default ? catalog.Images.GetValueOrDefault(name)?.ImportId : null;
                var place = new ImagePlace(home);
                if (place.Settle(named))
                {
                    LogUndone(home);
                }

                if (place.Sweep() is { } reason)
                {
                    LogLeft(home, reason);
                }

                SessionWork.Sweep(home);

                if (place.IsTaken && name != default && !catalog.Images.ContainsKey(name))
                {
                    LogUnknown(name, _paths.ImageRoot(name));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or WarewulfException)
            {
                LogLeft(home, e.Message);
            }
        }
    }

    private void SweepCache()
    {
        try
        {
            ImportWork.Sweep(_paths.Cache);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogLeft(_paths.Cache, e.Message);
        }
    }
}
