using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warewulf.Edge.Boot;
using Warewulf.Edge.Cache;
using Warewulf.Edge.Hosting;
using Warewulf.Edge.Link;

namespace Warewulf.Edge.Dhcp;

/// <summary>Puts the DHCP server together: one listener on each interface with an address in a boot network.</summary>
internal static class DhcpServices
{
    public static IServiceCollection AddDhcp(this IServiceCollection services) => services
        .AddSingleton<ILeaseSource, LinkLeaseSource>()
        .AddSingleton<IHostedService>(Create);

    private static DhcpServer Create(IServiceProvider provider)
    {
        var snapshots = provider.GetRequiredService<SnapshotStore>();
        return new DhcpServer(
            Interfaces(snapshots.Current!, provider.GetRequiredService<EdgeOptions>()),
            () => snapshots.Current?.Snapshot,
            provider.GetRequiredService<ILeaseSource>(),
            provider.GetRequiredService<BootObserver>(),
            new DhcpServerOptions(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DhcpServer>>());
    }

    private static IReadOnlyList<DhcpInterface> Interfaces(EdgeDirectory directory, EdgeOptions options) => !directory.Snapshot.DhcpEnabled
        ? []
        :
        [
            .. HostInterfaces.Read()
                .Where(found => options.Interfaces.Count == 0 || options.Interfaces.Contains(found.Name))
                .Where(found => directory.Snapshot.Segments.Any(segment => segment.Network.Contains(found.Address)))
                .DistinctBy(found => found.Name)
                .Select(found => new DhcpInterface(found.Name, found.Address)),
        ];
}
