using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Heads;
using Warewulf.Silo.Hosting;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Blobs;

/// <summary>Puts together what keeps content, and what exchanges it with other heads.</summary>
internal static class BlobServices
{
    public static IServiceCollection AddBlobs(this IServiceCollection services, BlobStore store) => services
        .AddSingleton(store)
        .AddSingleton<BlobRecipes>()
        .AddSingleton<BlobRoots>()
        .AddSingleton<BlobCollector>()
        .AddSingleton<BlobRepair>()
        .AddSingleton<HeadPeers>()
        .AddSingleton(provider => new HeadRegistry(
            provider.GetRequiredService<SiloStorage>().Heads,
            provider.GetRequiredService<IdSource>().Next(),
            provider.GetRequiredService<SiloOptions>().HostName,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<HeadRegistry>>()))
        .AddSingleton<BlobFetcher>()
        .AddSingleton<BlobPuller>()
        .AddSingleton<BlobCopies>()
        .AddSingleton<BlobRelay>()
        .AddSingleton<CopyDesk>();

    /// <summary>Starts what goes on by itself, each in front of what it needs.</summary>
    /// <param name="services">The head's services.</param>
    /// <param name="addresses">Where other heads reach this one.</param>
    /// <param name="started">Takes what is to be stopped.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task StartBlobsAsync(
        this IServiceProvider services, IReadOnlyList<string> addresses, Action<IAsyncDisposable> started, CancellationToken cancellationToken)
    {
        var heads = services.GetRequiredService<HeadRegistry>();
        started(heads);
        await heads.StartAsync(addresses, cancellationToken);
        if (services.GetRequiredService<SiloStorage>().IsShared)
        {
            started(ActivatorUtilities.CreateInstance<BlobReplicator>(services));
        }

        started(ActivatorUtilities.CreateInstance<BlobUpkeep>(services));
        started(ActivatorUtilities.CreateInstance<BlobVerifier>(services));
    }
}
