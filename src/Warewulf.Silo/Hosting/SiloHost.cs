using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Api;
using Warewulf.Core.Site;
using Warewulf.Edge;
using Warewulf.Edge.Hosting;
using Warewulf.Silo.Api;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Boot;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Configure;
using Warewulf.Silo.Heads;
using Warewulf.Silo.Images;
using Warewulf.Silo.Nodes;
using Warewulf.Silo.Overlays;
using Warewulf.Silo.Profiles;
using Warewulf.Silo.Segments;
using Warewulf.Silo.Site;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Hosting;

/// <summary>One head, from its storage to its edge. Parts start in the order in which they need each other and stop in reverse.</summary>
internal sealed partial class SiloHost : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly SiloOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger<SiloHost> _logger;
    private readonly Stack<IAsyncDisposable> _started = new();
    private CatalogService? _catalog;

    public SiloHost(SiloOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options;
        _time = time;
        _loggers = loggers;
        _logger = loggers.CreateLogger<SiloHost>();
    }

    /// <summary>The TCP addresses a started head serves on, also where any free port was asked for.</summary>
    internal IReadOnlyList<Uri> Addresses =>
        [.. _started.OfType<WebApplication>().SelectMany(app => app.Urls).Select(url => new Uri(url)).Where(url => url.Host != "unix")];

    /// <summary>The parts of a started head.</summary>
    internal IServiceProvider Services => _started.OfType<WebApplication>().Single().Services;

    /// <summary>Starts everything; done when the head serves.</summary>
    /// <exception cref="Core.WarewulfException">Something keeps the head from serving; the message says what to do.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        var site = new SiteSettings(_loggers.CreateLogger<SiteSettings>()).Read(_options);
        var paths = new SitePaths(_options.Root, _options.Share, site);
        _started.Push(RootLock.Take(paths));
        var storage = await SiloStorage.OpenAsync(_options.Database, paths.Database, _loggers, cancellationToken);
        _started.Push(storage);
        var ids = new IdSource(RandomNumberGenerator.Create());
        var catalog = new CatalogService(storage.Catalog, ids, _time, _loggers.CreateLogger<CatalogService>()) { IsShared = storage.IsShared };
        _catalog = catalog;
        await catalog.CatchUpAsync(cancellationToken);
        await SiteSettings.PublishAsync(catalog, site, cancellationToken);
        _started.Push(new CheckpointWriter(catalog, storage.Catalog, _loggers.CreateLogger<CheckpointWriter>()));
        if (storage.IsShared)
        {
            _started.Push(new CatalogWatch(catalog, storage.Catalog, _time, _loggers.CreateLogger<CatalogWatch>()));
        }

        new ImageRecovery(paths, _loggers.CreateLogger<ImageRecovery>()).Run(catalog.Current);
        var token = await ApiToken.LoadAsync(paths.ApiToken, cancellationToken);
        var blobs = new BlobStore(paths.Blobs, _time);
        var app = ApiHost.Build(_options, paths, token, services => AddServices(services, storage, catalog, ids, blobs));
        _started.Push(app);
        catalog.Previewer = app.Services.GetRequiredService<OverlayPreview>();
        await app.Services.GetRequiredService<WorkingCopyWatch>().StartAsync(cancellationToken);
        await ApiHost.StartAsync(app, _options, paths, cancellationToken);
        await app.Services.StartBlobsAsync(HeadAddresses.Of(_options, site, Addresses), _started.Push, cancellationToken);
        LogServing(paths.Socket, catalog.Current.Revision, catalog.Current.Nodes.Count, _time.GetElapsedTime(began).TotalMilliseconds);
        if (_options.Edge)
        {
            var edge = new EdgeHost(EdgeOptions(paths), _time, _loggers);
            _started.Push(edge);
            await edge.StartAsync(cancellationToken);
        }
    }

    /// <summary>Reads <c>warewulf.conf</c> again. Paths, ports and the database stay as they were at the start.</summary>
    /// <exception cref="Core.WarewulfException">The file is malformed; the settings stay as they are.</exception>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        if (_catalog is { } catalog)
        {
            await SiteSettings.PublishAsync(catalog, new SiteSettings(_loggers.CreateLogger<SiteSettings>()).Read(_options), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out var part))
        {
            if (part is WebApplication app)
            {
                await StopAsync(app);
            }

            await part.DisposeAsync();
        }
    }

    // Requests in progress get a moment to end, so that what was done is also said.
    private async Task StopAsync(WebApplication app)
    {
        using var limit = new CancellationTokenSource(StopPatience, _time);
        try
        {
            await app.StopAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void AddServices(IServiceCollection services, SiloStorage storage, CatalogService catalog, IdSource ids, BlobStore blobs) => services
        .AddSingleton(_loggers)
        .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
        .AddSingleton(_time)
        .AddSingleton(_ => catalog)
        .AddSingleton(ids)
        .AddSingleton(storage)
        .AddSingleton(storage.Catalog)
        .AddSingleton<CatalogHistory>()
        .AddBlobs(blobs)
        .AddSingleton(new RecentInterfaces(HostInterfaces.Read, _time))
        .AddSingleton<SnapshotService>()
        .AddImages()
        .AddSingleton<NodeService>()
        .AddSingleton<ProfileService>()
        .AddSingleton<DeclaredService>()
        .AddSingleton<NodeTraces>()
        .AddSingleton<NodeStatusReader>()
        .AddSingleton<BootTemplates>()
        .AddSingleton<BootDesk>()
        .AddSingleton<LeaseDesk>()
        .AddOverlays()
        .AddHostedService<OverlayKeeper>()
        .AddConfigure()
        .AddSiteGrains();

    private EdgeOptions EdgeOptions(SitePaths paths) => new()
    {
        Name = _options.HostName,
        Heads = [HeadAddress.Parse("unix:" + Path.GetFullPath(paths.Socket))],
        CacheDirectory = paths.EdgeCache,
        LoaderDirectory = Path.Combine(paths.Share, "boot"),
        HeadBlobs = paths.Blobs,
        Interfaces = _options.Interfaces,
    };
}
