using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warewulf.Edge.Boot;
using Warewulf.Edge.Cache;

namespace Warewulf.Edge.Tftp;

/// <summary>Puts the TFTP server together.</summary>
internal static class TftpServices
{
    public static IServiceCollection AddTftp(this IServiceCollection services) => services
        .AddSingleton<ITftpFiles, LoaderTftpFiles>()
        .AddSingleton<IHostedService, TftpService>();

    private sealed class TftpService(IServiceProvider provider) : IHostedService, IAsyncDisposable
    {
        private TftpServer? _server;

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            if (!provider.GetRequiredService<SnapshotStore>().Current!.Snapshot.TftpEnabled)
            {
                return;
            }

            _server = new TftpServer(
                new TftpServerOptions(),
                provider.GetRequiredService<ITftpFiles>(),
                provider.GetRequiredService<BootObserver>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<TftpServer>>());
            await _server.StartAsync(cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask();

        public async ValueTask DisposeAsync()
        {
            if (_server is not null)
            {
                await _server.DisposeAsync();
            }
        }
    }
}
