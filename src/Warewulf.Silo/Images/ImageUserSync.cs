using Warewulf.Core;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Site;
using Warewulf.Silo.Catalogs;

namespace Warewulf.Silo.Images;

/// <summary>Brings one image's users and groups into step with the head's when somebody asks for it.</summary>
internal sealed class ImageUserSync(CatalogService catalog, ImagePlaces places, HeadUsers users, ImageBuilder builder, SitePaths paths)
{
    /// <summary>Compares, changes and builds, as asked.</summary>
    /// <param name="request">Which image, and what of that.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WarewulfException">It was not done; or it was, and the image cannot be built, which the message says.</exception>
    public async Task<ImageResponse> RunAsync(ImageSyncUserRequest request, IProgress<ImageProgress>? progress, CancellationToken cancellationToken)
    {
        using var held = places.Take(request.Name, "syncuser");
        await places.SettledAsync(request.Name, cancellationToken);
        if (!catalog.Current.Images.TryGetValue(request.Name, out var image) || !Directory.Exists(paths.ImageRoot(request.Name)))
        {
            throw WarewulfException.NotFound($"There is no image '{request.Name}' whose users could be brought into step: see 'wwctl image list' for those there are.");
        }

        var (report, warnings) = await users.AlignAsync(request.Name, !request.DryRun, progress, cancellationToken);
        if (!request.Build)
        {
            return new ImageResponse(catalog.Current.Revision, image, warnings) { Users = report };
        }

        try
        {
            return await builder.BuildAsync(image, request.Author, warnings, progress, cancellationToken) with { Users = report };
        }
        catch (WarewulfException e) when (report.IsWritten)
        {
            throw new WarewulfException(e.Code, $"Image '{request.Name}' has the head's users now, but was not built: {e.Message}", e);
        }
    }
}
