using Microsoft.Extensions.DependencyInjection;
using Warewulf.Core.Overlays;

namespace Warewulf.Silo.Configure;

/// <summary>Puts together what brings heads into step with the site.</summary>
internal static class ConfigureServices
{
    public static IServiceCollection AddConfigure(this IServiceCollection services)
    {
        var searchPath = Environment.GetEnvironmentVariable("PATH");
        return services
            .AddSingleton(new ServiceUnits(searchPath))
            .AddSingleton(new SshKeygen(searchPath))
            .AddSingleton<SiteKeys>()
            .AddSingleton<HostOverlay>()
            .AddSingleton<HostFiles>()
            .AddSingleton<HeadConfigurator>()
            .AddSingleton<ConfigureService>()
            .AddHostedService<SiteKeyKeeper>();
    }
}
