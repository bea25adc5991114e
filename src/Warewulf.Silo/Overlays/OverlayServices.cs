using Microsoft.Extensions.DependencyInjection;
using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Files;
using Warewulf.Core.Overlays.Rendering;
using Warewulf.Core.Site;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Heads;

namespace Warewulf.Silo.Overlays;

/// <summary>Puts the rendering of overlays together.</summary>
internal static class OverlayServices
{
    public static IServiceCollection AddOverlays(this IServiceCollection services) => services
        .AddSingleton(provider => new OverlayDirectoryReader(provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider =>
        {
            var paths = provider.GetRequiredService<SitePaths>();
            var distribution = new DirectoryOverlays(paths.DistributionOverlays, provider.GetRequiredService<OverlayDirectoryReader>());
            return new OverlaySource(paths.SiteOverlays, distribution, provider.GetRequiredService<BlobStore>().Open);
        })
        .AddSingleton<IOverlaySource, CurrentOverlays>()
        .AddSingleton<IOverlayFiles>(provider =>
        {
            var paths = provider.GetRequiredService<SitePaths>();
            return new OverlayFiles(paths.Root, paths.Configuration[paths.Root.Length..], OverlayFiles.DefaultDirectories, paths.ImageRoot);
        })
        .AddSingleton(provider => new OverlaySurroundings(provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<OverlayRenderer>()
        .AddSingleton<OverlayStore>()
        .AddSingleton<IOverlayStore>(provider => provider.GetRequiredService<OverlayStore>())
        .AddSingleton<OverlayBuilder>()
        .AddSingleton<OverlayWatch>()
        .AddSingleton<OverlaySets>()
        .AddSingleton<OverlayWorkingCopy>()
        .AddSingleton<WorkingCopyWatch>()
        .AddSingleton<OverlaySites>()
        .AddSingleton<OverlayRecords>()
        .AddSingleton<ISharedRecords>(provider => provider.GetRequiredService<OverlayRecords>())
        .AddSingleton<OverlayArtifacts>()
        .AddSingleton<OverlayProgress>()
        .AddSingleton<OverlayExchange>()
        .AddSingleton<OverlayDesk>()
        .AddSingleton<OverlayProblems>()
        .AddSingleton<OverlayPreview>()
        .AddSingleton<OverlayTracer>()
        .AddSingleton<TemplatePreview>()
        .AddSingleton<OverlayService>()
        .AddSingleton<OverlayReader>()
        .AddSingleton<OverlayBuildService>();
}
