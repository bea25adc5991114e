using Microsoft.Extensions.Logging;
using Warewulf.Edge.Tftp;

namespace Warewulf.Edge.Tests.Tftp;

/// <summary>Clients that repeat, abort, vanish or interfere.</summary>
[Trait("Suite", "Socket")]
public sealed class TftpServerPeerTests
{
    [Fact]
    public async Task Request_Edk2SizeProbe_IsAbortedAndThenServedOnTheSamePort()
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        var bytes = TestFiles.Bytes(20_000);
        server.Files.Add("snponly.efi", bytes);
        using var client = new TftpTestClient(server.EndPoint);

        await client.SendAsync(TftpTestClient.Request("snponly.efi", "octet", ("tsize", "0"), ("blksize", "1468"), ("windowsize", "4")));
        var (packet, from) = await client.ReceiveAsync();
        Assert.Equal("20000", TftpTestClient.ParseOptions(packet)["tsize"]);
        await client.SendAsync(TftpTestClient.Error(8, "User aborted the transfer"), from);
        var download = await client.GetAsync("snponly.efi", ("blksize", "1468"), ("windowsize", "4"));

        Assert.Equal(bytes, download.Data);
        var outcomes = new[] { (await server.NextResultAsync()).Outcome, (await server.NextResultAsync()).Outcome };
        Assert.Single(outcomes, TftpOutcome.Completed);
        Assert.Single(outcomes, outcome => outcome is TftpOutcome.ClientAborted or TftpOutcome.ClientRestarted);
        Assert.DoesNotContain(server.Logger.Events, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Error_FromTheClient_EndsTheTransferQuietly()
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        server.Files.Add("f", new byte[5000]);
        using var client = new TftpTestClient(server.EndPoint);
        await client.SendAsync(TftpTestClient.Request("f", "octet"));
        var (_, from) = await client.ReceiveAsync();

        await client.SendAsync(TftpTestClient.Error(3, "no\nroom"), from);

        var result = await server.NextResultAsync();
        Assert.Equal((TftpOutcome.ClientAborted, "error 3: no?room"), (result.Outcome, result.Detail));
        await server.IdleAsync();
        Assert.Empty(await client.UpToMarkerAsync());
    }

    [Fact]
    public async Task Request_Repeated_DoesNotStartASecondTransfer()
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        server.Files.Add("f", new byte[5000]);
        using var client = new TftpTestClient(server.EndPoint);
        for (var i = 0; i < 5; i++)
        {
            await client.SendAsync(TftpTestClient.Request("f", "octet", ("blksize", "1000")));
        }

        var (packet, from) = await client.ReceiveAsync();

        Assert.Equal(6, packet[1]);
        Assert.Empty(await client.UpToMarkerAsync());
        Assert.Equal(4, server.Logger.Events.Count(entry => entry.Id == 3107));
        Assert.Equal(1, server.Server.ActiveTransfers);
        await client.SendAsync(TftpTestClient.Ack(0), from);
        Assert.Equal(1004, (await client.ReceiveAsync()).Packet.Length);
    }

    [Fact]
    public async Task Request_ForSomethingElse_EndsTheOlderTransfer()
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        server.Files.Add("f", new byte[5000]);
        server.Files.Add("g", "g"u8.ToArray());
        using var client = new TftpTestClient(server.EndPoint);
        await client.SendAsync(TftpTestClient.Request("f", "octet"));
        await client.ReceiveAsync();

        var download = await client.GetAsync("g");

        Assert.Equal("g"u8.ToArray(), download.Data);
        var outcomes = new[] { (await server.NextResultAsync()).Outcome, (await server.NextResultAsync()).Outcome };
        Assert.Equal([TftpOutcome.Completed, TftpOutcome.ClientRestarted], outcomes.Order());
        await server.IdleAsync();
    }

    [Fact]
    public async Task Acknowledgement_Repeated_DoublesNothing()
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        server.Files.Add("f", new byte[2000]);
        using var client = new TftpTestClient(server.EndPoint);
        await client.SendAsync(TftpTestClient.Request("f", "octet"));
        var (_, from) = await client.ReceiveAsync();

        await client.SendAsync(TftpTestClient.Ack(1), from);
        await client.SendAsync(TftpTestClient.Ack(1), from);
        await client.SendAsync(TftpTestClient.Ack(0), from);
        await client.SendAsync(TftpTestClient.Ack(7), from);
        await client.SendAsync(TftpTestClient.Ack(2), from);

        Assert.Equal([2, 3], await BlocksAsync(client, 2));
    }

    [Fact]
    public async Task Stranger_OnTheTransferPort_GetsError5AndDisturbsNothing()
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        server.Files.Add("f", TestFiles.Bytes(1000));
        using var client = new TftpTestClient(server.EndPoint);
        await client.SendAsync(TftpTestClient.Request("f", "octet"));
        var (_, from) = await client.ReceiveAsync();

        using (var stranger = new TftpTestClient(from))
        {
            await stranger.SendAsync(TftpTestClient.Error(0, "stop"));
            for (var i = 0; i < 50; i++)
            {
                await stranger.SendAsync(TftpTestClient.Ack(1));
            }

            // Read in turn, so when the client's next block comes, all before it was dealt with.
            await client.SendAsync(TftpTestClient.Ack(1), from);
            Assert.Equal(2, (await client.ReceiveAsync()).Packet[3]);
            Assert.Equal(Enumerable.Repeat((5, 5), 8), stranger.Pending().Select(answer => ((int)answer[1], (int)answer[3])));
        }

        await client.SendAsync(TftpTestClient.Ack(2), from);
        var result = await server.NextResultAsync();
        Assert.Equal((TftpOutcome.Completed, 1000), (result.Outcome, result.Bytes));
    }

    [Fact]
    public async Task Stranger_ThatClosedItsPort_IsNotTakenForTheClient()
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        server.Files.Add("f", TestFiles.Bytes(1000));
        using var client = new TftpTestClient(server.EndPoint);
        await client.SendAsync(TftpTestClient.Request("f", "octet"));
        var (_, from) = await client.ReceiveAsync();
        using (var stranger = new TftpTestClient(from))
        {
            await stranger.SendAsync(TftpTestClient.Ack(1));
        }

        await client.SendAsync(TftpTestClient.Ack(1), from);
        Assert.Equal(2, (await client.ReceiveAsync()).Packet[3]);
        await client.SendAsync(TftpTestClient.Ack(2), from);
        Assert.Equal(TftpOutcome.Completed, (await server.NextResultAsync()).Outcome);
    }

    [Fact]
    public async Task Stranger_BehindAnAcknowledgement_DoesNotHoldUpTheWindow()
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        using var content = new GatedContent(512 * 20);
        server.Files.Add("f", _ => TftpOpenResult.Found(content));
        using var client = new TftpTestClient(server.EndPoint);
        await client.SendAsync(TftpTestClient.Request("f", "octet", ("windowsize", "4")));
        var (_, from) = await client.ReceiveAsync();
        await client.SendAsync(TftpTestClient.Ack(0), from);
        await content.WhenRead.WaitAsync(TftpTestServer.Patience);

        // All of it waits at the server when it has sent its window: the acknowledgement of that, and behind it what is nobody's.
        await client.SendAsync(TftpTestClient.Ack(4), from);
        using var stranger = new TftpTestClient(from);
        for (var i = 0; i < 3; i++)
        {
            await stranger.SendAsync(TftpTestClient.Ack(1));
        }

        content.Open();

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], await BlocksAsync(client, 8));
    }

    [Fact]
    public async Task Junk_OnTheTransferPort_DisturbsNothing()
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        server.Files.Add("f", TestFiles.Bytes(1000));
        using var client = new TftpTestClient(server.EndPoint);
        await client.SendAsync(TftpTestClient.Request("f", "octet"));
        var (_, from) = await client.ReceiveAsync();

        foreach (var junk in new[] { "", "00", "0004", "000400", "ffffffff", "00030001", "0006", "0001660000" })
        {
            await client.SendAsync(Convert.FromHexString(junk), from);
        }

        await client.SendAsync(new byte[5000], from);
        await client.SendAsync(TftpTestClient.Ack(1), from);
        Assert.Equal(2, (await client.ReceiveAsync()).Packet[3]);
    }

    [Fact]
    public async Task Client_ClosesItsPort_IsNoticedAtOnce()
    {
        // Repeating for far longer than the test waits: only the closed port can end it.
        await using var server = await TftpTestServer.StartAsync(
            TftpTestServer.Quick with { Timeout = TimeSpan.FromMilliseconds(20), MaxTimeout = TimeSpan.FromMilliseconds(20), Retries = 100_000 });
        server.Files.Add("f", TestFiles.Bytes(100_000));
        using (var client = new TftpTestClient(server.EndPoint))
        {
            await client.SendAsync(TftpTestClient.Request("f", "octet", ("windowsize", "4")));
            var (_, from) = await client.ReceiveAsync();
            await client.SendAsync(TftpTestClient.Ack(0), from);
        }

        Assert.Equal(TftpOutcome.ClientGone, (await server.NextResultAsync()).Outcome);
        await server.IdleAsync();
    }

    [Fact]
    public async Task Client_FallsSilentInTheMiddle_IsGivenUpAfterTheRetries()
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Quick with
        {
            Timeout = TimeSpan.FromMilliseconds(10),
            MaxTimeout = TimeSpan.FromMilliseconds(40),
            Retries = 4,
            RetriesBeforeAnswer = 10_000,
        });
        server.Files.Add("f", new byte[5000]);
        using var client = new TftpTestClient(server.EndPoint);
        await client.SendAsync(TftpTestClient.Request("f", "octet"));
        var (_, from) = await client.ReceiveAsync();

        await client.SendAsync(TftpTestClient.Ack(1), from);

        var result = await server.NextResultAsync();
        Assert.Equal((TftpOutcome.ClientTimedOut, 512, "no answer to packet 2 sent 5 times"), (result.Outcome, result.Bytes, result.Detail));
    }

    [Fact]
    public async Task Client_NeverAnswers_IsGivenUpAfterTheFewerRetries()
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Quick with
        {
            Timeout = TimeSpan.FromMilliseconds(10),
            MaxTimeout = TimeSpan.FromMilliseconds(40),
            Retries = 10_000,
            RetriesBeforeAnswer = 4,
        });
        server.Files.Add("f", new byte[5000]);
        using var client = new TftpTestClient(server.EndPoint);
        await client.SendAsync(TftpTestClient.Request("f", "octet"));

        var result = await server.NextResultAsync();

        Assert.Equal((TftpOutcome.ClientTimedOut, "no answer to packet 1 sent 5 times"), (result.Outcome, result.Detail));
        // 10 + 20 + 40 + 40 + 40 ms: the wait doubles up to its limit.
        Assert.InRange(result.Duration, TimeSpan.FromMilliseconds(149), TftpTestServer.Patience);
        await server.IdleAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(1, (await client.ReceiveAsync()).Packet[3]);
        }

        Assert.Empty(await client.UpToMarkerAsync());
    }

    [Fact]
    public async Task Client_AcknowledgesPartOfAWindow_GetsTheRest()
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        server.Files.Add("f", TestFiles.Bytes(512 * 20));
        using var client = new TftpTestClient(server.EndPoint);
        await client.SendAsync(TftpTestClient.Request("f", "octet", ("windowsize", "4")));
        var (_, from) = await client.ReceiveAsync();
        await client.SendAsync(TftpTestClient.Ack(0), from);
        Assert.Equal([1, 2, 3, 4], await BlocksAsync(client, 4));

        await client.SendAsync(TftpTestClient.Ack(2), from);
        Assert.Equal([3, 4, 5, 6], await BlocksAsync(client, 4));
        await client.SendAsync(TftpTestClient.Ack(2), from);

        Assert.Equal([3, 4, 5, 6], await BlocksAsync(client, 4));
        await client.SendAsync(TftpTestClient.Ack(6), from);
        Assert.Equal([7, 8, 9, 10], await BlocksAsync(client, 4));
    }

    private static async Task<List<int>> BlocksAsync(TftpTestClient client, int count)
    {
        var blocks = new List<int>();
        while (blocks.Count < count)
        {
            blocks.Add((await client.ReceiveAsync()).Packet[3]);
        }

        return blocks;
    }

    /// <summary>Content that is not there before the test says so.</summary>
    private sealed class GatedContent(int length) : ITftpContent
    {
        private readonly ManualResetEventSlim _gate = new();
        private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task WhenRead => _read.Task;

        public long Length => length;

        public void Open() => _gate.Set();

        public int Read(long offset, Span<byte> buffer)
        {
            _read.TrySetResult();
            _gate.Wait();
            return (int)Math.Min(buffer.Length, Math.Max(0, length - offset));
        }

        public void Dispose() => _gate.Set();
    }
}
