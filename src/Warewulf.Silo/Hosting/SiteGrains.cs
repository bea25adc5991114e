using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Boot;
using Warewulf.Grains.Hosting;
using Warewulf.Grains.Keys;
using Warewulf.Grains.Nodes;
using Warewulf.Grains.Segments;
using Warewulf.Silo.Boot;
using Warewulf.Silo.Segments;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Hosting;

/// <summary>Puts the grain host together with every type of grain a site has.</summary>
internal static class SiteGrains
{
    /// <summary>How old an answer may be that a head reads from memory while another head may have stored a newer one.</summary>
    private static readonly TimeSpan SharedStateFreshFor = TimeSpan.FromSeconds(2);

    public static IServiceCollection AddSiteGrains(this IServiceCollection services) => services
        .AddSingleton(new BootTrackerOptions())
        .AddSingleton<INodePlanner, NodePlanner>()
        .AddSingleton<ISegmentSource, SegmentPools>()
        .AddSingleton(provider => new NodeStates(
            provider.GetRequiredService<SiloStorage>().Grains,
            provider.GetRequiredService<BootTrackerOptions>(),
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IGrains>(Create);

    private static GrainHost Create(IServiceProvider provider)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var loggers = provider.GetRequiredService<ILoggerFactory>();
        var storage = provider.GetRequiredService<SiloStorage>();
        var registry = new GrainRegistry()
            .AddNodes(provider.GetRequiredService<INodePlanner>(), provider.GetRequiredService<BootTrackerOptions>(), time, loggers)
            .AddSegments(provider.GetRequiredService<ISegmentSource>(), time, loggers)
            .AddSshKeys();
        var options = new GrainHostOptions { StateFreshFor = storage.IsShared ? SharedStateFreshFor : null };
        return new GrainHost(registry, storage.Grains, options, time, loggers.CreateLogger<GrainHost>());
    }
}
