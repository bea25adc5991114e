using Microsoft.Extensions.DependencyInjection;
using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Files;
using Warewulf.Core.Site;

namespace Warewulf.Silo.Overlays;

/// <summary>Puts the rendering of overlays together.</summary>
internal static class OverlayServices
{
    public static IServiceCollection AddOverlays(this IServiceCollection services) => services
        .AddSingleton<IOverlaySource>(provider =>
        {
            var paths = provider.GetRequiredService<SitePaths>();
            return new OverlaySource(paths.SiteOverlays, paths.DistributionOverlays);
        })
        .AddSingleton<IOverlayFiles>(provider =>
        {
            var paths = provider.GetRequiredService<SitePaths>();
            return new OverlayFiles(paths.Root, paths.Configuration[paths.Root.Length..], OverlayFiles.DefaultDirectories, paths.ImageRoot);
        })
        .AddSingleton(provider => new OverlaySurroundings(provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<OverlayRenderer>()
        .AddSingleton<IOverlayStore, OverlayStore>()
        .AddSingleton<OverlayBuilder>()
        .AddSingleton<OverlayWatch>()
        .AddSingleton<OverlaySets>()
        .AddSingleton<OverlaySites>()
        .AddSingleton<OverlayRecords>()
        .AddSingleton<OverlayArtifacts>()
        .AddSingleton<OverlayProblems>()
        .AddSingleton<OverlayPreview>()
        .AddSingleton<OverlayTracer>();
}
