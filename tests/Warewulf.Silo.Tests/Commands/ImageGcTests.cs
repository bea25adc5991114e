using System.Net;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Commands;

/// <summary>Old and damaged content of a lone head, as an admin and an edge meet it.</summary>
[Trait("Suite", "Socket")]
public sealed class ImageGcTests
{
    [Fact]
    public async Task ImageGc_OldContent_IsToldThenRemoved()
    {
        await using var head = await RunningHead.StartAsync();
        await CommandLine.DoAsync(head.Files.Root, "image", "import", "rocky9", head.Files.Tree("tree"), "--build");
        var store = Store(head);
        var orphan = await store.PutAsync("orphan", gzip: false, new byte[2048]);
        File.SetLastWriteTimeUtc(store.Find(orphan.Digest)!, DateTime.UnixEpoch);

        var tried = await CommandLine.RunAsync(head.Files.Root, "image", "gc", "--dry-run");
        Assert.Contains("would be removed               1      2.0 KiB\n", tried.Out, StringComparison.Ordinal);
        Assert.NotNull(store.Find(orphan.Digest));
        Assert.Contains("\nremoved                        1      2.0 KiB\n", (await CommandLine.RunAsync(head.Files.Root, "image", "gc")).Out, StringComparison.Ordinal);
        Assert.Null(store.Find(orphan.Digest));
    }

    [Fact]
    public async Task Blob_DamagedOnTheHead_IsSetAsideWhenAnEdgeAsksAgainAndTold()
    {
        await using var head = await RunningHead.StartAsync();
        await CommandLine.DoAsync(head.Files.Root, "image", "import", "rocky9", head.Files.Tree("tree"), "--build");
        var segment = Store(head).List().First(file => file.Length > 20);
        await File.WriteAllBytesAsync(segment.Path, new byte[segment.Length]);
        var path = $"{Routes.EdgeBlobs}/{segment.Digest}";
        Assert.Equal(HttpStatusCode.OK, (await head.GetAsync(path)).Status);
        var (status, body) = await head.GetAsync($"{path}?{Routes.VerifyParameter}=true");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("wwctl image gc", RunningHead.Error(body).Message, StringComparison.Ordinal);
        Assert.Contains("Run 'wwctl image build rocky9'", (await CommandLine.RunAsync(head.Files.Root, "image", "gc")).Error, StringComparison.Ordinal);

        await CommandLine.DoAsync(head.Files.Root, "image", "build", "rocky9");
        Assert.Equal(segment.Digest, ArtifactDigest.Of(await head.Client.GetByteArrayAsync(path)));
        Assert.Equal("", (await CommandLine.RunAsync(head.Files.Root, "image", "gc")).Error);
    }

    private static BlobStore Store(RunningHead head) => new(Path.Combine(head.Files.Root, "var/lib/warewulf/blobs"));
}
