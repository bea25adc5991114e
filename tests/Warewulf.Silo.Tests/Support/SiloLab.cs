using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Api.Nodes;
using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Core.Site;
using Warewulf.Edge.Hosting;
using Warewulf.Grains.Hosting;
using Warewulf.Silo.Api;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Boot;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Hosting;
using Warewulf.Silo.Images;
using Warewulf.Silo.Nodes;
using Warewulf.Silo.Overlays;
using Warewulf.Silo.Profiles;
using Warewulf.Silo.Segments;
using Warewulf.Silo.Site;
using Warewulf.Silo.Storage;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Support;

/// <summary>The parts of a head without its interface: a clock to move, a catalog store that can fail, everything else as it is.</summary>
internal sealed class SiloLab : IAsyncDisposable
{
    private readonly SiloStorage _storage;
    private readonly ServiceProvider _services;

    private SiloLab(HeadDirectory files, SiloStorage storage)
    {
        Files = files;
        _storage = storage;
        var options = RunningHead.Options(files);
        var site = new SiteSettings(NullLogger<SiteSettings>.Instance).Read(options);
        Paths = new SitePaths(options.Root, options.Share, site);
        Catalog = new CatalogService(Store, Ids, Time, NullLogger<CatalogService>.Instance);
        _services = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(options)
            .AddSingleton(Paths)
            .AddSingleton(storage)
            .AddSingleton(Catalog)
            .AddSingleton<ICatalogStore>(Store)
            .AddSingleton<CatalogHistory>()
            .AddSingleton(Ids)
            .AddSingleton(new RecentInterfaces(() => Interfaces ?? HostInterfaces.Read(), Time))
            .AddSingleton<SnapshotService>()
            .AddSingleton(new ApiToken("0123456789abcdef"))
            .AddBlobs(new BlobStore(Paths.Blobs, Time))
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
            .AddSiteGrains()
            .BuildServiceProvider();
    }

    public HeadDirectory Files { get; }

    public SitePaths Paths { get; }

    /// <summary>The addresses of the machine; null for those it really has.</summary>
    public IReadOnlyList<HostInterface>? Interfaces { get; set; }

    public ManualTimeProvider Time { get; } = new();

    public MemoryCatalogStore Store { get; } = new();

    public IdSource Ids { get; } = new(RandomNumberGenerator.Create());

    public CatalogService Catalog { get; }

    public ImageImporter Importer => Get<ImageImporter>();

    public ImageBuilder Builder => Get<ImageBuilder>();

    public NodeService Nodes => Get<NodeService>();

    public IGrains Grains => Get<IGrains>();

    public BlobStore Blobs => Get<BlobStore>();

    public static async Task<SiloLab> CreateAsync()
    {
        var files = new HeadDirectory();
        var database = Path.Combine(files.Root, "var/lib/warewulf/warewulf.db");
        var storage = await SiloStorage.OpenAsync(null, database, NullLoggerFactory.Instance, CancellationToken.None);
        var lab = new SiloLab(files, storage);
        var site = new SiteSettings(NullLogger<SiteSettings>.Instance).Read(RunningHead.Options(files));
        await SiteSettings.PublishAsync(lab.Catalog, site, CancellationToken.None);
        return lab;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A service over the same store, as another head has.</summary>
    public async Task<CatalogService> OtherHeadAsync()
    {
        var other = new CatalogService(Store, Ids, Time, NullLogger<CatalogService>.Instance);
        await other.CatchUpAsync(CancellationToken.None);
        return other;
    }

    public Task<Core.Api.CommitResponse> AddAsync(string hosts, params (string Field, string Value)[] fields) =>
        Nodes.AddAsync(Request(hosts, fields), CancellationToken.None);

    public Task<Core.Api.CommitResponse> SetAsync(string hosts, params (string Field, string Value)[] fields) =>
        Nodes.SetAsync(Request(hosts, fields), CancellationToken.None);

    public Task<Core.Api.CommitResponse> DeleteAsync(string hosts) =>
        Nodes.DeleteAsync(new NodeDeleteRequest([hosts]), CancellationToken.None);

    public Task<ImageResponse> ImportAsync(string name, string source, bool force = false, bool build = false) =>
        Importer.ImportAsync(new ImageImportRequest(ImageName.Parse(name), source) { Force = force, Build = build }, null, CancellationToken.None);

    public Task<ImageResponse> BuildAsync(string name) =>
        Builder.BuildAsync(new ImageBuildRequest(ImageName.Parse(name)), null, CancellationToken.None);

    public EffectiveNode Node(string name) => Catalog.Current.Index.Find(NodeName.Parse(name))!;

    /// <summary>What a node gets of an artifact.</summary>
    public byte[] Read(ArtifactRef? artifact)
    {
        if (artifact!.Segments is { } segments)
        {
            return [.. GzipFrame.Header, .. segments.SelectMany(segment => Read(segment.Digest)), .. Recipe.Of(segments).GzipEnd()];
        }

        if (!artifact.IsRecipe)
        {
            return Read(artifact.Digest);
        }

        var outline = RecipeCodec.ReadOutline(Read(artifact.Digest), artifact.FileName);
        var recipe = RecipeCodec.Read(outline, [.. outline.Pages.Select(page => Read(page.Digest))], artifact.FileName);
        return [.. GzipFrame.Header, .. recipe.Segments.SelectMany(segment => Read(segment.Digest)), .. recipe.GzipEnd()];
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Catalog.Dispose();
        await _storage.DisposeAsync();
        Files.Dispose();
    }

    private byte[] Read(ArtifactDigest digest) => File.ReadAllBytes(Blobs.Find(digest)!);

    private static NodeChangeRequest Request(string hosts, (string Field, string Value)[] fields) =>
        new([hosts], new SettingsEdit { Fields = fields.ToDictionary(field => field.Field, field => field.Value) });
}
