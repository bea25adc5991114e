using Microsoft.Extensions.DependencyInjection;
using Warewulf.Core.Overlays;
using Warewulf.Core.Site;

namespace Warewulf.Silo.Configure;

/// <summary>Puts together what brings heads into step with the site.</summary>
internal static class ConfigureServices
{
    public static IServiceCollection AddConfigure(this IServiceCollection services)
    {
        var searchPath = Environment.GetEnvironmentVariable("PATH");
        return services
            .AddSingleton(new ServiceUnits(searchPath))
            .AddSingleton(provider => new SshKeygen(searchPath, Path.Combine(provider.GetRequiredService<SitePaths>().Run, "ssh-keygen")))
            .AddSingleton<SiteKeys>()
            .AddSingleton<HostOverlay>()
            .AddSingleton<HostFiles>()
            .AddSingleton<HeadConfigurator>()
            .AddSingleton<ConfigureService>()
            .AddHostedService<SiteKeyKeeper>();
    }
}
