using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Warewulf.Edge.Cache;
using Warewulf.Edge.Link;

namespace Warewulf.Edge.Boot;

/// <summary>Puts the parts of booting together.</summary>
internal static class BootServices
{
    public static IServiceCollection AddBoot(this IServiceCollection services) => services
        .AddSingleton<AddressBook>()
        .AddSingleton<Acquaintances>()
        .AddSingleton<RepeatedReports>()
        .AddSingleton<BootObserver>()
        .AddSingleton<StatusBoard>()
        .AddSingleton(provider =>
        {
            var snapshots = provider.GetRequiredService<SnapshotStore>();
            return new BootPlans(
                provider.GetRequiredService<IHeadLink>(),
                provider.GetRequiredService<PlanStore>(),
                () => snapshots.Current?.Snapshot.Revision ?? 0,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<BootPlans>>());
        })
        .AddSingleton<BootRequestReader>()
        .AddSingleton<BootService>()
        .AddSingleton<EventSpool>()
        .AddHostedService(provider => provider.GetRequiredService<EventSpool>());
}
