using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Site;
using Warewulf.Silo.Images.Sessions;

namespace Warewulf.Silo.Images;

/// <summary>
/// Puts image directories right after a crash: in the middle of an operation, to the tree that the catalog names and nothing else of ours; in the
/// middle of a change of users, to the end of that.
/// </summary>
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

        SettleMoves(catalog);
        foreach (var home in Directory.EnumerateDirectories(_paths.Chroots))
        {
            try
            {
                _ = ImageName.TryParse(Path.GetFileName(home), null, out var name);
                var place = new ImagePlace(home);
                if (place.Settle(name != default ? catalog.Images.GetValueOrDefault(name) : null))
                {
                    LogUndone(home);
                }

                if (place.Sweep() is { } reason)
                {
                    LogLeft(home, reason);
                }

                RecoverUsers(home);
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

    private void RecoverUsers(string home)
    {
        try
        {
            if (new UserJournal(home).Recover())
            {
                LogUsers(home);
            }
        }
        catch (WarewulfException e)
        {
            LogUsersLeft(home, e.Message);
        }
    }

    // First, because they change which image a directory is of.
    private void SettleMoves(Catalog catalog)
    {
        foreach (var move in ImageMove.Find(_paths.Chroots))
        {
            try
            {
                if (move.Settle(catalog))
                {
                    LogMovedBack(move.From, move.To);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LogNotMoved(move.To, move.From, e.Message);
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
