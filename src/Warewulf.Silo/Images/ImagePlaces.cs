using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Site;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Images;

/// <summary>The directories of images, and who works in which: one operation at a time per image.</summary>
internal sealed class ImagePlaces(CatalogService catalog, SitePaths paths)
{
    private readonly ImageLocks _locks = new();
    private readonly Lock _settling = new();

    /// <summary>Takes the lock of an image until the result is disposed.</summary>
    /// <exception cref="WarewulfException">Busy: another operation holds it.</exception>
    public IDisposable Take(ImageName image, string operation) => _locks.Take(image, operation);

    /// <summary>The directory of an image.</summary>
    public ImagePlace Of(ImageName name) => new(Path.GetDirectoryName(paths.ImageRoot(name))!);

    /// <summary>
    /// The directory of an image whose lock the caller holds. An operation of which nobody knows how it ended is settled first, by a catalog that
    /// is sure to be the latest; and a change of users that was cut short is brought to its end.
    /// </summary>
    /// <exception cref="WarewulfException">Unavailable: the catalog does not answer, or the disk refuses.</exception>
    public async Task<ImagePlace> SettledAsync(ImageName name, CancellationToken cancellationToken)
    {
        var place = Of(name);
        if (place.IsUnsettled || Moves(name).Any())
        {
            await catalog.CatchUpAsync(cancellationToken);
            try
            {
                Settle(name);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new WarewulfException(
                    ApiErrorCode.Unavailable, $"What an operation on image '{name}' left that was cut short cannot be put right: {e.Message}", e);
            }

            await Task.Run(place.Sweep, CancellationToken.None);
        }

        await Task.Run(new UserJournal(Path.GetDirectoryName(paths.ImageRoot(name))!).Recover, CancellationToken.None);
        return place;
    }

    /// <summary>
    /// Commits a change that goes with one to directories: they are in place or marked already, and are settled by what became of the commit.
    /// Nobody gives up in the middle. The locks of the images are the caller's.
    /// </summary>
    /// <param name="names">The images.</param>
    /// <param name="terms">Who asks, why, and on which terms.</param>
    /// <param name="decide">Works out the operations.</param>
    /// <param name="isDone">Whether a catalog has the change.</param>
    /// <param name="question">What is not known when the catalog does not answer, such as <c>image 'a' was imported</c>.</param>
    /// <returns>The catalog with the change.</returns>
    /// <exception cref="WarewulfException">It was not made, and all is as before; or nobody knows yet.</exception>
    public async Task<Catalog> CommitAsync(
        IReadOnlyList<ImageName> names,
        CommitTerms terms,
        Func<Catalog, IReadOnlyList<CatalogOperation>> decide,
        Func<Catalog, bool> isDone,
        string question)
    {
        try
        {
            return (await catalog.CommitAsync(terms, decide, CancellationToken.None)).After;
        }
        catch (WarewulfException e)
        {
            await CatchUpAsync(question, e);
            var current = catalog.Current;
            if (isDone(current))
            {
                return current;
            }

            foreach (var name in names)
            {
                Settle(name);
                await Task.Run(Of(name).Sweep, CancellationToken.None);
            }

            throw;
        }
    }

    /// <summary>Brings the directory of an image whose lock the caller holds to what the catalog says.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Settle(ImageName name)
    {
        // A move is of two images, and whoever holds the lock of either may come here.
        lock (_settling)
        {
            foreach (var move in Moves(name))
            {
                move.Settle(catalog.Current);
            }

            Of(name).Settle(catalog.Current.Images.GetValueOrDefault(name));
        }
    }

    /// <summary>As <see cref="Settle"/>, for a change that was made; then removes what is no longer wanted.</summary>
    /// <returns>Why that failed, or nothing.</returns>
    public async Task<string?> FinishAsync(ImageName name)
    {
        try
        {
            Settle(name);
            return await Task.Run(Of(name).Sweep, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private IEnumerable<ImageMove> Moves(ImageName name) =>
        ImageMove.Find(paths.Chroots).Where(move => move.From == name.ToString() || move.To == name.ToString());

    private async Task CatchUpAsync(string question, WarewulfException cause)
    {
        try
        {
            await catalog.CatchUpAsync(CancellationToken.None);
        }
        catch (WarewulfException)
        {
            throw new WarewulfException(
                cause.Code,
                $"Whether {question} is not known, because the catalog does not answer: {cause.Message} "
                + "It is settled when warewulfd starts, or with the next operation on the image.",
                cause);
        }
    }
}
