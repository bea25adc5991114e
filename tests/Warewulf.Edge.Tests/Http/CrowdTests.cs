using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Boot;
using Warewulf.Edge.Tests.Hosting;

namespace Warewulf.Edge.Tests.Http;

[Collection(AloneCollection.Name)]
[Trait("Suite", "Socket")]
public sealed class CrowdTests
{
    private const int Length = 20_000_000;

    [Fact]
    public async Task Image_AskedForByManyAtOnce_IsFetchedOnceAndMemoryStaysSmall()
    {
        const int Clients = 200;
        var image = default(ArtifactRef)!;
        await using var edge = await TestEdge.StartAsync(edge => image = Big(edge));
        var gate = new TaskCompletionSource();
        edge.Heads.BlobGate = gate.Task;

        var downloads = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => DownloadAsync(edge))).ToList();
        await Eventually.HoldsAsync(() => edge.Heads.Fetches(image) == 1, "the fetch begins");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        gate.SetResult();
        var most = 0L;
        while (!Task.WhenAll(downloads).IsCompleted)
        {
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false) - before);
            await Task.Delay(20);
        }

        var digests = await Task.WhenAll(downloads);
        Assert.All(digests, digest => Assert.Equal(image.Digest, digest));
        Assert.Equal(1, edge.Heads.Fetches(image));
        Assert.True(most < 150_000_000, $"{most} bytes of memory for {Clients} downloads of {Length} bytes");
        await Eventually.HoldsAsync(() => edge.Loggers.Lines.Count(line => line.Id == 3524) == Clients, "every download is noticed");
        await edge.EventAsync(e => e is { Stage: BootStage.Image, Bytes: Length }, "the image is reported");
        Assert.Empty(edge.Loggers.Errors);
    }

    [Fact]
    public async Task Client_ThatGoesAwayInTheMiddle_HasNotReachedTheStage()
    {
        await using var edge = await TestEdge.StartAsync(edge => Big(edge));
        for (var i = 0; i < 20; i++)
        {
            using var client = await AskSlowlyAsync(edge);
            client.Client.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        await Eventually.HoldsAsync(() => OpenFiles(edge) == 0, "the files of the clients gone are closed");
        Assert.Equal(ArtifactDigest.Of(TestEdge.RandomBytes(Length, 3)), await DownloadAsync(edge));
        await edge.EventAsync(e => e.Stage == BootStage.Image, "the whole download is reported");
        Assert.Single(edge.Heads.Events, e => e.Stage == BootStage.Image);
        Assert.Empty(edge.Loggers.Errors);
    }

    [Fact]
    public async Task Client_ThatGoesAwayWhileTheBlobIsFetched_LeavesTheFetchToTheOthers()
    {
        var image = default(ArtifactRef)!;
        await using var edge = await TestEdge.StartAsync(edge => image = Big(edge));
        var gate = new TaskCompletionSource();
        edge.Heads.BlobGate = gate.Task;
        using (var impatient = new CancellationTokenSource())
        {
            var download = edge.Client.GetAsync(new Uri("/image/52:54:00:77:ab:01?compress=gz", UriKind.Relative), impatient.Token);
            await Eventually.HoldsAsync(() => edge.Heads.Fetches(image) == 1, "the fetch begins");
            await impatient.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download);
        }

        var other = DownloadAsync(edge);
        gate.SetResult();

        Assert.Equal(image.Digest, await other);
        Assert.Equal(1, edge.Heads.Fetches(image));
        Assert.Empty(edge.Loggers.Errors);
    }

    [Fact]
    public async Task Client_ThatReadsSlowly_HoldsNobodyUp()
    {
        await using var edge = await TestEdge.StartAsync(edge => Big(edge));
        var slow = new List<TcpClient>();
        for (var i = 0; i < 50; i++)
        {
            slow.Add(await AskSlowlyAsync(edge));
        }

        Assert.Equal(ArtifactDigest.Of(TestEdge.RandomBytes(Length, 3)), await DownloadAsync(edge));

        slow.ForEach(client => client.Dispose());
        Assert.Empty(edge.Loggers.Errors);
    }

    private static ArtifactRef Big(TestEdge edge)
    {
        // Random bytes said to be a gzip member: with compress=gz they go out as they are.
        var image = edge.Heads.Add("big.img.gz", TestEdge.RandomBytes(Length, 3), gzip: true);
        edge.Heads.Plans[TestEdge.N1] = edge.Plan("n1") with { Image = image };
        return image;
    }

    private static async Task<ArtifactDigest> DownloadAsync(TestEdge edge)
    {
        using var client = edge.ClientFrom(0);
        await using var stream = await client.GetStreamAsync(new Uri("/image/52:54:00:77:ab:01?compress=gz", UriKind.Relative));
        return ArtifactDigest.FromHash(await SHA256.HashDataAsync(stream));
    }

    private static async Task<TcpClient> AskSlowlyAsync(TestEdge edge)
    {
        var client = new TcpClient { ReceiveBufferSize = 8192 };
        await client.ConnectAsync(IPAddress.Loopback, edge.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /image/52:54:00:77:ab:01?compress=gz HTTP/1.1\r\nHost: x\r\n\r\n"));
        await client.GetStream().ReadExactlyAsync(new byte[1000]);
        return client;
    }

    private static int OpenFiles(TestEdge edge) => Directory.GetFiles("/proc/self/fd")
        .Count(file => new FileInfo(file).LinkTarget?.StartsWith(Path.Combine(edge.Cache, "blobs"), StringComparison.Ordinal) == true);
}
