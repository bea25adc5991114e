using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warewulf.Edge.Boot;
using Warewulf.Edge.Cache;
using Warewulf.Edge.Hosting;
using Warewulf.Edge.Link;

namespace Warewulf.Edge.Dhcp;

/// <summary>Puts the DHCP server together: one listener on each interface that was named, or else has an address in a boot network.</summary>
internal static class DhcpServices
{
    public static IServiceCollection AddDhcp(this IServiceCollection services) => services
        .AddSingleton<ILeaseSource, LinkLeaseSource>()
        .AddSingleton<IHostedService>(Create);

    private static DhcpServer Create(IServiceProvider provider)
    {
        var snapshots = provider.GetRequiredService<SnapshotStore>();
        var options = provider.GetRequiredService<EdgeOptions>();
        var port = provider.GetRequiredService<BoundPort>();
        return new DhcpServer(
            () => DhcpPlacement.Of(snapshots.Current!.Snapshot, options.Interfaces, HostInterfaces.Read()),
            () => snapshots.Current?.Snapshot,
            provider.GetRequiredService<ILeaseSource>(),
            provider.GetRequiredService<BootObserver>(),
            new DhcpServerOptions { HttpPort = () => port.Number },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DhcpServer>>());
    }
}
