using Warewulf.Core.Images;
using Warewulf.Core.Site;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Images;

/// <summary>The directories of images, and who works in which: one operation at a time per image.</summary>
internal sealed class ImagePlaces(CatalogService catalog, SitePaths paths)
{
    private readonly ImageLocks _locks = new();

    /// <summary>Takes the lock of an image until the result is disposed.</summary>
    /// <exception cref="Core.WarewulfException">Busy: another operation holds it.</exception>
    public IDisposable Take(ImageName image, string operation) => _locks.Take(image, operation);

    /// <summary>
    /// The directory of an image whose lock the caller holds. An import of which nobody knows how it ended is settled first, by a catalog that is
    /// sure to be the latest; and a change of users that was cut short is brought to its end.
    /// </summary>
    public async Task<ImagePlace> SettledAsync(ImageName name, CancellationToken cancellationToken)
    {
        var home = Path.GetDirectoryName(paths.ImageRoot(name))!;
        var place = new ImagePlace(home);
        if (place.IsUnsettled)
        {
            await catalog.CatchUpAsync(cancellationToken);
            place.Settle(catalog.Current.Images.GetValueOrDefault(name)?.ImportId);
            await Task.Run(place.Sweep, CancellationToken.None);
        }

        await Task.Run(new UserJournal(home).Recover, CancellationToken.None);

        return place;
    }
}
