using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Segments;
using Warewulf.Edge.Boot;
using Warewulf.Edge.Cache;
using Warewulf.Edge.Dhcp;
using Warewulf.Edge.Http;
using Warewulf.Edge.Link;
using Warewulf.Edge.Tftp;

namespace Warewulf.Edge.Hosting;

/// <summary>One edge: DHCP, TFTP and HTTP on the segments this machine has addresses in, or that relays forward to it. Runs as <c>wwedge</c> or inside <c>warewulfd</c>.</summary>
public sealed partial class EdgeHost : IAsyncDisposable
{
    // What is being sent when the edge is stopped gets this long to finish.
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(5);

    private readonly EdgeOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger<EdgeHost> _logger;
    private readonly IHeadLink _link;
    private readonly SnapshotStore _snapshots;
    private readonly LoaderFiles _loaders;
    private readonly BoundPort _port = new();
    private WebApplication? _app;

    /// <summary>Makes an edge; nothing is opened yet.</summary>
    public EdgeHost(EdgeOptions options, TimeProvider time, ILoggerFactory loggers)
        : this(options, time, loggers, new HttpHeadLink(options, time, loggers.CreateLogger<HttpHeadLink>()))
    {
    }

    /// <summary>Makes an edge over another way to the heads, which it disposes of.</summary>
    internal EdgeHost(EdgeOptions options, TimeProvider time, ILoggerFactory loggers, IHeadLink link)
    {
        _options = options;
        _time = time;
        _loggers = loggers;
        _logger = loggers.CreateLogger<EdgeHost>();
        _link = link;
        _snapshots = new SnapshotStore(_link, options, time, loggers.CreateLogger<SnapshotStore>());
        _loaders = new LoaderFiles(options);
    }

    /// <summary>The parts of a started edge.</summary>
    internal IServiceProvider Services => _app?.Services ?? throw new InvalidOperationException("The edge was not started.");

    /// <summary>The TCP port nodes are served on, also when any free one was asked for.</summary>
    internal int HttpPort => new Uri(_app!.Urls.First().Replace("[::]", "localhost", StringComparison.Ordinal)).Port;

    /// <summary>Waits for a snapshot, from a head or else from disk, then opens every port.</summary>
    /// <exception cref="WarewulfException">A port is in use or may not be opened, or the cache directory cannot be used.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        CreateCache();
        await _snapshots.StartAsync(cancellationToken);
        await _snapshots.WhenFirst.WaitAsync(cancellationToken);
        var snapshot = _snapshots.Current!.Snapshot;
        WarnOfInterfaces(snapshot, HostInterfaces.Read());
        WarnOfLoaders(snapshot);
        try
        {
            _port.Number = snapshot.HttpPort;
            _app = Build(snapshot);
            await _app.StartAsync(cancellationToken);
            _port.Number = HttpPort;
            WatchSettings(snapshot);
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, Describe(e, snapshot.HttpPort), e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync();
            await app.DisposeAsync();
        }

        await _snapshots.StopAsync(CancellationToken.None);
        _snapshots.Dispose();
        (_link as IDisposable)?.Dispose();
    }

    private static string Describe(Exception failure, int port) => failure switch
    {
        { InnerException: AddressInUseException } =>
            $"TCP port {port} is in use: stop what listens there (ss -ltnp 'sport = :{port}') or set another 'warewulf: port' in warewulf.conf.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            $"TCP port {port} is not permitted to this user: run the service as root or give it CAP_NET_BIND_SERVICE.",
        SocketException => $"TCP port {port} cannot be used: {failure.Message}.",
        _ => failure.Message,
    };

    private void CreateCache()
    {
        try
        {
            Directory.CreateDirectory(_options.CacheDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WarewulfException(
                ApiErrorCode.Unavailable,
                $"The cache directory '{_options.CacheDirectory}' cannot be made: {e.Message} Run the service as root, or choose another --root.",
                e);
        }
    }

    private void WarnOfInterfaces(SegmentSnapshot snapshot, IReadOnlyList<HostInterface> interfaces)
    {
        foreach (var name in _options.Interfaces.Where(name => interfaces.All(found => found.Name != name)))
        {
            LogNoInterface(name);
        }

        if (snapshot.DhcpEnabled && DhcpPlacement.Of(snapshot, _options.Interfaces, interfaces).Interfaces.Count == 0)
        {
            LogNoSegment(string.Join(", ", snapshot.Segments.Select(segment => $"{segment.Name} {segment.Network}")));
        }
    }

    // A machine whose loader is not there tries for ever and has no way to say why.
    private void WarnOfLoaders(SegmentSnapshot snapshot)
    {
        var missing = snapshot.Loaders
            .GroupBy(loader => loader.Value, loader => loader.Key)
            .Where(loader => (snapshot.DhcpEnabled || snapshot.TftpEnabled) && !_loaders.Has(loader.Key));
        foreach (var loader in missing)
        {
            LogNoLoader(Path.GetFileName(loader.Key), string.Join(", ", loader), _loaders.Directory);
        }
    }

    private void WatchSettings(SegmentSnapshot started)
    {
        // Only an edge inside a head's process reads that head's blobs.
        var unit = _options.HeadBlobs is null ? "wwedge" : "warewulfd";
        var notice = new RestartNotice(started, unit, _loggers.CreateLogger<RestartNotice>());
        _snapshots.Taken += notice.Note;
        notice.Note(_snapshots.Current!.Snapshot);
    }

    private WebApplication Build(SegmentSnapshot snapshot)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "wwedge" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // Also where the kernel has no IPv6.
            kestrel.ListenAnyIP(snapshot.HttpPort);
        });
        builder.Services
            .Configure<HostOptions>(options =>
            {
                options.ShutdownTimeout = ShutdownTime;

                // One part that fails must not take DHCP, TFTP and HTTP down with it; the failure is logged.
                options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
            })
            .AddSingleton(_loggers)
            .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
            .AddSingleton(_time)
            .AddSingleton(_options)
            .AddSingleton(_link)
            .AddSingleton(_snapshots)
            .AddSingleton(_port)
            .AddSingleton<PlanStore>()
            .AddSingleton<BlobCache>()
            .AddSingleton(_loaders)
            .AddBoot()
            .AddDhcp()
            .AddTftp();
        var app = builder.Build();
        app.MapBoot();
        return app;
    }
}
