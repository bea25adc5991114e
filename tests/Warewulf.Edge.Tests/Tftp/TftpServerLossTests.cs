using Warewulf.TestKit;

namespace Warewulf.Edge.Tests.Tftp;

/// <summary>Downloads through a network that loses, doubles and reorders.</summary>
[Trait("Suite", "Socket")]
public sealed class TftpServerLossTests
{
    public static TheoryData<double, double, double, int, int> Networks()
    {
        var data = new TheoryData<double, double, double, int, int>();
        foreach (var window in new[] { 1, 4, 16, 64 })
        {
            data.Add(0.05, 0, 0, window, 1);
            data.Add(0, 0.2, 0, window, 2);
            data.Add(0, 0, 0.1, window, 3);
            data.Add(0.05, 0.05, 0.05, window, 4);
            data.Add(0.2, 0.1, 0.1, window, 5);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Get_BadNetwork_DeliversTheFile(double loss, double duplication, double delay, int window, int seed)
    {
        await using var server = await TftpTestServer.StartAsync(
            TftpTestServer.Quick with { Timeout = TimeSpan.FromMilliseconds(30), MaxTimeout = TimeSpan.FromMilliseconds(60), Retries = 40, RetriesBeforeAnswer = 40 });
        var bytes = TestFiles.Bytes(60_000);
        server.Files.Add("f", bytes);
        await using var network = new LossyUdp(server.EndPoint, seed) { Loss = loss, Duplication = duplication, Delay = delay };
        using (var client = new TftpTestClient(network.EndPoint) { Retry = TimeSpan.FromMilliseconds(50) })
        {
            var download = await client.GetAsync("f", ("blksize", "512"), ("windowsize", $"{window}"), ("tsize", "0"));

            Assert.True(bytes.AsSpan().SequenceEqual(download.Data), $"seed {seed}: {download.Data.Length} bytes, error {download.ErrorCode} {download.ErrorText}");
        }

        await network.DisposeAsync();
        await server.IdleAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public async Task Get_EveryDatagramTwice_SendsHardlyMoreThanNeeded(int window)
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        var bytes = TestFiles.Bytes(512 * 300);
        server.Files.Add("f", bytes);
        await using var network = new LossyUdp(server.EndPoint, seed: 6) { Duplication = 1 };
        using var client = new TftpTestClient(network.EndPoint);

        var download = await client.GetAsync("f", ("windowsize", $"{window}"), ("blksize", "512"));

        Assert.Equal(bytes, download.Data);
        // The relay doubles each block. A chain reaction answers each doubled acknowledgement with another block, which is doubled again: at least four times as
        // many. With windows, a doubled acknowledgement may cost one window more. The client's own repetitions on a busy machine need some room too.
        Assert.InRange(download.DataPackets, 301, window == 1 ? 3 * 301 : 4 * 301);
    }
}
