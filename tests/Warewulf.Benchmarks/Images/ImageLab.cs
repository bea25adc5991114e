using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Site;
using Warewulf.Silo.Api;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Heads;
using Warewulf.Silo.Images;
using Warewulf.Silo.Storage;

namespace Warewulf.Benchmarks.Images;

/// <summary>The parts of a head that build images, in a directory of their own.</summary>
internal sealed class ImageLab : IAsyncDisposable
{
    private readonly SiloStorage _storage;
    private readonly CatalogService _catalog;
    private readonly SitePaths _paths;
    private readonly BlobStore _blobs;
    private readonly ImageBuilder _builder;

    private ImageLab(SiloStorage storage, CatalogService catalog, SitePaths paths)
    {
        _storage = storage;
        _catalog = catalog;
        _paths = paths;
        _blobs = new BlobStore(paths.Blobs);
        _builder = new ImageBuilder(
            catalog, new ImagePlaces(catalog, paths), new HeadUsers(paths, TimeProvider.System, NullLogger<HeadUsers>.Instance), _blobs, NoCopies(catalog), paths,
            TimeProvider.System, NullLogger<ImageBuilder>.Instance);
    }

    public static async Task<ImageLab> OpenAsync(string directory)
    {
        var paths = new SitePaths(directory, directory, SiteConfig.Default);
        Directory.CreateDirectory(paths.State);
        var storage = await SiloStorage.OpenAsync(null, paths.Database, NullLoggerFactory.Instance, CancellationToken.None);
        var catalog = new CatalogService(
            storage.Catalog, new IdSource(RandomNumberGenerator.Create()), TimeProvider.System, NullLogger<CatalogService>.Instance);
        return new ImageLab(storage, catalog, paths);
    }

    public string Root(string image) => _paths.ImageRoot(ImageName.Parse(image));

    public Task RegisterAsync(string image, string source)
    {
        var config = new ImageConfig(ImageName.Parse(image), source, TimeProvider.System.GetUtcNow());
        return _catalog.CommitAsync("benchmark", "import", _ => [new PutImage(config)], CancellationToken.None);
    }

    public async Task<ImageBuild> BuildAsync(string image) =>
        (await _builder.BuildAsync(new ImageBuildRequest(ImageName.Parse(image)), null, CancellationToken.None)).Image.Build!;

    public long StoredBytes() => new DirectoryInfo(_paths.Blobs).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <summary>Writes what a node gets.</summary>
    public async Task<string> WriteAsync(ArtifactRef artifact, string path)
    {
        var outline = RecipeCodec.ReadOutline(Read(artifact.Digest), artifact.FileName);
        var recipe = RecipeCodec.Read(outline, [.. outline.Pages.Select(page => Read(page.Digest))], artifact.FileName);
        await using var file = File.Create(path);
        file.Write(GzipFrame.Header);
        foreach (var segment in recipe.Segments)
        {
            await file.WriteAsync(Read(segment.Digest));
        }

        await file.WriteAsync(recipe.GzipEnd());
        return path;
    }

    /// <summary>An edge that has nothing yet.</summary>
    public ImageEdge NewEdge(string directory) => new(directory, digest => File.OpenRead(_blobs.Find(digest)!));

    public async ValueTask DisposeAsync()
    {
        _catalog.Dispose();
        await _storage.DisposeAsync();
    }

    // There is no other head to copy to.
    private static BlobCopies NoCopies(CatalogService catalog) => new(
        catalog,
        new HeadRegistry(null, Guid.Empty, "head1", TimeProvider.System, NullLogger<HeadRegistry>.Instance),
        new HeadPeers(new ApiToken(""), TimeProvider.System),
        TimeProvider.System,
        NullLogger<BlobCopies>.Instance);

    private byte[] Read(ArtifactDigest digest) => File.ReadAllBytes(_blobs.Find(digest)!);
}
