using Microsoft.Extensions.DependencyInjection;
using Warewulf.Silo.Images.Sessions;

namespace Warewulf.Silo.Images;

/// <summary>Puts the work on images together.</summary>
internal static class ImageServices
{
    public static IServiceCollection AddImages(this IServiceCollection services) => services
        .AddSingleton<ImagePlaces>()
        .AddSingleton<HeadUsers>()
        .AddSingleton<ImageBuilder>()
        .AddSingleton<ImageUserSync>()
        .AddSingleton<ImageService>()
        .AddSingleton<ImageBuilder>()
        .AddSingleton<ImageCopier>()
        .AddSingleton<ImageMover>()
        .AddSingleton<ImageRemover>()
        .AddSingleton<LayerCache>()
        .AddSingleton<Skopeo>()
        .AddSingleton<ImportSources>()
        .AddSingleton<ImageImporter>()
        .AddSingleton<SessionRunner>()
        .AddSingleton<ImageSessions>();
}
