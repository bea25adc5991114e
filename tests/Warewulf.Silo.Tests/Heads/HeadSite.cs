using Microsoft.Extensions.Logging;
using Npgsql;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Images;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Heads;

/// <summary>Heads over one database, each with files of its own.</summary>
internal sealed class HeadSite(string database) : IAsyncDisposable
{
    public const string Token = "0123456789abcdef0123456789abcdef";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Stack<IAsyncDisposable> _heads = new();
    private readonly List<HeadDirectory> _files = [];

    public string Database => database;

    /// <summary>Files of a head that is let in by the others.</summary>
    public HeadDirectory Files(string? parent = null, string token = Token)
    {
        var files = new HeadDirectory(parent);
        files.Write("root/etc/warewulf/keys/api.token", token + "\n");
        _files.Add(files);
        return files;
    }

    public async Task<RunningHead> StartAsync(
        string name, HeadDirectory? files = null, string? advertise = null, string? share = null, ILoggerFactory? loggers = null)
    {
        var head = await RunningHead.StartAsync(files ?? Files(), tcp: true, loggers, change: options => options with
        {
            Share = share ?? options.Share,
            HostName = name,
            Database = database,
            Advertise = advertise is null ? [] : [HeadAddress.Parse(advertise)],
        });
        _heads.Push(head);
        return head;
    }

    /// <summary>Puts a head into the table that is not there.</summary>
    public async Task AddAsync(string name, string address, string seen = "now()")
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand($"insert into heads values (gen_random_uuid(), '{name}', '{{{address}}}', now(), {seen})");
        await command.ExecuteNonQueryAsync();
    }

    public async Task<Guid> IdAsync(string name)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand($"select id from heads where name = '{name}'");
        return (Guid)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Imports and builds an image of some megabytes that cannot be compressed.</summary>
    public static Task<ImageResponse> BuildAsync(RunningHead head, int bytes = 6_000_000)
    {
        var tree = head.Files.Tree("tree");
        var noise = new byte[bytes];
        new Random(1).NextBytes(noise);
        File.WriteAllBytes(Path.Combine(tree, "noise"), noise);
        return head.SendAsync(
            Routes.ImagesImport,
            new ImageImportRequest(ImageName.Parse("rocky9"), tree) { Build = true, Force = true },
            ApiJsonContext.Default.ImageImportRequest,
            ApiJsonContext.Default.ImageResponse);
    }

    public static Task<ImageGcResponse> CollectAsync(RunningHead head) => head.SendAsync(
        Routes.ImagesGc, new ImageGcRequest(), ApiJsonContext.Default.ImageGcRequest, ApiJsonContext.Default.ImageGcResponse);

    public static string BlobDirectory(HeadDirectory files) => Path.Combine(files.Root, "var/lib/warewulf/blobs");

    public static string PathOf(HeadDirectory files, ArtifactDigest digest) => BlobPath.In(BlobDirectory(files), digest);

    /// <summary>The blobs that a build consists of and a head does not have.</summary>
    public static List<ArtifactDigest> Lacking(ImageBuild build, RunningHead from, HeadDirectory files)
    {
        var recipes = new BlobRecipes(new BlobStore(BlobDirectory(from.Files)));
        return [.. build.ListArtifacts().SelectMany(recipes.List).Where(digest => !File.Exists(PathOf(files, digest)))];
    }

    /// <summary>Waits until a head has everything, and the content is right.</summary>
    public static async Task CatchesUpAsync(ImageBuild build, RunningHead from, HeadDirectory files)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (Lacking(build, from, files).Count > 0)
        {
            await Task.Delay(20, limit.Token);
        }

        AssertRight(files);
    }

    public static void AssertRight(HeadDirectory files)
    {
        var store = new BlobStore(BlobDirectory(files));
        Assert.All(store.List().Where(file => !file.IsDamaged), file => Assert.Equal(file.Digest, ArtifactDigest.Of(File.ReadAllBytes(file.Path))));
    }

    public async ValueTask DisposeAsync()
    {
        while (_heads.TryPop(out var head))
        {
            await head.DisposeAsync();
        }

        _files.ForEach(files => files.Dispose());
    }
}
