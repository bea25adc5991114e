using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Warewulf.Edge.Tftp;

namespace Warewulf.Edge.Tests.Tftp;

/// <summary>Downloads and refusals over the loopback interface, without loss.</summary>
[Trait("Suite", "Socket")]
public sealed class TftpServerTests
{
    public static TheoryData<int, int, int> LengthsAndWindows()
    {
        var data = new TheoryData<int, int, int>();
        foreach (var window in new[] { 1, 4, 16, 64 })
        {
            foreach (var blockSize in new[] { 512, 1468 })
            {
                foreach (var length in new[] { 0, 1, blockSize - 1, blockSize, blockSize + 1, 3 * blockSize, 64 * blockSize, (64 * blockSize) + 7, 300_000 })
                {
                    data.Add(length, blockSize, window);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(LengthsAndWindows))]
    public async Task Get_EveryLengthBlockAndWindow_SendsEachBlockOnce(int length, int blockSize, int window)
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        var bytes = TestFiles.Bytes(length);
        server.Files.Add("f", bytes);
        using var client = new TftpTestClient(server.EndPoint);

        var download = await client.GetAsync("f", ("blksize", $"{blockSize}"), ("windowsize", $"{window}"));

        Assert.Equal(bytes, download.Data);
        Assert.Equal((length / blockSize) + 1, download.DataPackets);
        Assert.Equal(window.ToString(), download.Granted["windowsize"]);
        var result = await server.NextResultAsync();
        Assert.Equal((TftpOutcome.Completed, length, "f", client.EndPoint), (result.Outcome, result.Bytes, result.FileName, result.Remote));
        await server.IdleAsync();
    }

    [Theory]
    [InlineData(8, 1, 65_536)]
    [InlineData(8, 16, 140_000)]
    [InlineData(9, 64, 65_535)]
    public async Task Get_MoreBlocksThanNumbers_RollsOverToZero(int blockSize, int window, int blocks)
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        var bytes = TestFiles.Bytes(blockSize * blocks);
        server.Files.Add("big", bytes);
        using var client = new TftpTestClient(server.EndPoint);

        var download = await client.GetAsync("big", ("blksize", $"{blockSize}"), ("windowsize", $"{window}"));

        Assert.True(bytes.AsSpan().SequenceEqual(download.Data));
        Assert.Equal(blocks + 1, download.DataPackets);
    }

    [Fact]
    public async Task Get_NoOptions_StartsWithTheFirstBlock()
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        server.Files.Add("f", "abc"u8.ToArray());
        using var client = new TftpTestClient(server.EndPoint);

        await client.SendAsync(TftpTestClient.Request("f", "octet"));

        Assert.Equal("00030001616263", Convert.ToHexString((await client.ReceiveAsync()).Packet));
    }

    [Theory]
    [InlineData("tsize=0", "tsize=1000")]
    [InlineData("blksize=1024", "blksize=1024")]
    [InlineData("blksize=65464", "blksize=65464")]
    [InlineData("timeout=3", "timeout=3")]
    [InlineData("windowsize=8", "windowsize=8")]
    [InlineData("windowsize=60000", "windowsize=64")]
    [InlineData("tsize=0,blksize=1468,windowsize=4,timeout=2", "tsize=1000,blksize=1468,windowsize=4,timeout=2")]
    [InlineData("blksize=1,tsize=0,multicast=", "tsize=1000")]
    [InlineData("multicast=,blksize=x,windowsize=0,timeout=999", null)]
    public async Task Get_Options_AreGrantedOrLeftOut(string asked, string? granted)
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        server.Files.Add("f", new byte[1000]);
        using var client = new TftpTestClient(server.EndPoint);
        await client.SendAsync(TftpTestClient.Request("f", "octet", [.. asked.Split(',').Select(pair => (pair.Split('=')[0], pair.Split('=')[1]))]));

        var (packet, _) = await client.ReceiveAsync();

        Assert.Equal(granted is null ? 3 : 6, packet[1]);
        if (granted is not null)
        {
            Assert.Equal(granted, string.Join(',', TftpTestClient.ParseOptions(packet).Select(option => $"{option.Key}={option.Value}")));
        }
    }

    [Fact]
    public async Task Get_Netascii_IsConvertedAndSizedSo()
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        server.Files.Add("t", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("line\nand\rreturn\r\n", 500))));
        using var client = new TftpTestClient(server.EndPoint);

        var download = await client.GetAsync("t", "netascii", [("tsize", "0"), ("windowsize", "4")]);

        var expected = string.Concat(Enumerable.Repeat("line\r\nand\r\0return\r\0\r\n", 500));
        Assert.Equal(expected, Encoding.ASCII.GetString(download.Data));
        Assert.Equal(expected.Length.ToString(), download.Granted["tsize"]);
    }

    [Fact]
    public async Task Get_MissingFile_IsError1AndReported()
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        using var client = new TftpTestClient(server.EndPoint);

        var download = await client.GetAsync("revocations_sku.efi", ("tsize", "0"));

        Assert.Equal((1, "no such file"), (download.ErrorCode, download.ErrorText));
        var result = await server.NextResultAsync();
        Assert.Equal((TftpOutcome.Refused, "error 1: no such file", 0), (result.Outcome, result.Detail, result.Bytes));
    }

    [Fact]
    public async Task Get_MissingFile_IsWarnedOfOnce()
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        using var client = new TftpTestClient(server.EndPoint);
        for (var i = 0; i < 3; i++)
        {
            await client.GetAsync("arm64.efi");
            await client.GetAsync("other.efi");
        }

        await client.SendAsync(Encoding.Latin1.GetBytes("\0\x02upload\0octet\0"));
        await client.ReceiveAsync();
        await server.IdleAsync();

        var warnings = server.Logger.Events.Where(entry => entry is { Level: LogLevel.Warning, Id: 3112 }).ToList();
        Assert.Equal(2, warnings.Count);
        Assert.Contains($"'arm64.efi' to {client.EndPoint}", warnings[0].Text, StringComparison.Ordinal);
        Assert.Contains("'other.efi'", warnings[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\0\x02" + "f\0octet\0", 2)]
    [InlineData("\0\x01" + "f\0mail\0", 4)]
    [InlineData("\0\x01" + "f\0octet", 4)]
    [InlineData("\0\x01\0octet\0", 4)]
    [InlineData("\0\x02", 4)]
    public async Task Request_NotForReading_IsRefused(string request, int code)
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        server.Files.Add("f", new byte[10]);
        using var client = new TftpTestClient(server.EndPoint);

        await client.SendAsync(Encoding.Latin1.GetBytes(request));
        var (packet, _) = await client.ReceiveAsync();

        Assert.Equal((5, code, 0), (packet[1], packet[3], packet[^1]));
        await server.IdleAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0000")]
    [InlineData("00030001ff")]
    [InlineData("00040001")]
    [InlineData("0005000100")]
    [InlineData("0006626c6b73697a65003800")]
    [InlineData("0007")]
    [InlineData("0101610a")]
    public async Task Packet_NoRequest_IsNotAnswered(string hex)
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        server.Files.Add("f", "x"u8.ToArray());
        using var client = new TftpTestClient(server.EndPoint);
        await client.SendAsync(Convert.FromHexString(hex));

        var download = await client.GetAsync("f");

        // Packets are taken in turn: an answer to the first one would have come before the file.
        Assert.Equal("x"u8.ToArray(), download.Data);
    }

    [Theory]
    [InlineData("0.0.0.0", "127.0.0.1")]
    [InlineData("0.0.0.0", "127.0.0.5")]
    [InlineData("::", "::1")]
    public async Task Get_ServerOnEveryAddress_AnswersFromTheOneAsked(string bound, string asked)
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient with { LocalEndPoint = new IPEndPoint(IPAddress.Parse(bound), 0) });
        server.Files.Add("f", "x"u8.ToArray());
        using var client = new TftpTestClient(new IPEndPoint(IPAddress.Parse(asked), server.EndPoint.Port));
        await client.SendAsync(TftpTestClient.Request("f", "octet", ("blksize", "60000")));

        var (_, from) = await client.ReceiveAsync();
        await client.SendAsync(TftpTestClient.Ack(0), from);
        await client.ReceiveAsync();
        await client.SendAsync(TftpTestClient.Ack(1), from);

        Assert.Equal(IPAddress.Parse(asked), from.Address);
        Assert.NotEqual(server.EndPoint.Port, from.Port);
        var result = await server.NextResultAsync();
        Assert.Equal((TftpOutcome.Completed, IPAddress.Parse(asked)), (result.Outcome, result.LocalAddress));
        Assert.Equal(result.InterfaceIndex, server.Files.Requests.Single().InterfaceIndex);
        Assert.Equal(result.Remote, server.Files.Requests.Single().Remote);
    }

    [Fact]
    public async Task Get_TwoClientsOneFile_BothGetIt()
    {
        await using var server = await TftpTestServer.StartAsync();
        var bytes = TestFiles.Bytes(500_000);
        server.Files.Add("f", bytes);
        using var first = new TftpTestClient(server.EndPoint);
        using var second = new TftpTestClient(server.EndPoint);

        var downloads = await Task.WhenAll(first.GetAsync("f"), second.GetAsync("f", ("blksize", "1468"), ("windowsize", "16")));

        Assert.All(downloads, download => Assert.Equal(bytes, download.Data));
    }

    [Fact]
    public async Task Get_HundredAtOnce_AllAreServed()
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Quick with { Timeout = TimeSpan.FromMilliseconds(500) });
        var bytes = TestFiles.Bytes(100_000);
        server.Files.Add("f", bytes);
        var clients = Enumerable.Range(0, 100).Select(_ => new TftpTestClient(server.EndPoint) { Retry = TimeSpan.FromSeconds(1) }).ToArray();

        var downloads = await Task.WhenAll(clients.Select((client, i) => client.GetAsync("f", ("blksize", "1024"), ("windowsize", $"{1 + (i % 8)}"))));

        Assert.All(downloads, download => Assert.Equal(bytes, download.Data));
        await server.IdleAsync();
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(TftpOutcome.Completed, (await server.NextResultAsync()).Outcome);
        }

        foreach (var client in clients)
        {
            client.Dispose();
        }
    }

    [Fact]
    public async Task Get_Directory_ServesItsFiles()
    {
        var root = Directory.CreateTempSubdirectory("tftpserver");
        var bytes = TestFiles.Bytes(123_456);
        await File.WriteAllBytesAsync(Path.Combine(root.FullName, "x.efi"), bytes);
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient, new TftpDirectory(root.FullName));
        using var client = new TftpTestClient(server.EndPoint);

        var found = await client.GetAsync("//x.efi", ("blksize", "1468"), ("tsize", "0"));
        var escaped = await client.GetAsync("../../../../etc/passwd");

        Assert.Equal(bytes, found.Data);
        Assert.Equal("123456", found.Granted["tsize"]);
        Assert.Equal(2, escaped.ErrorCode);
        root.Delete(recursive: true);
    }

    [Fact]
    public async Task Get_SourceThrows_ClientIsToldAndItIsLogged()
    {
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Patient);
        server.Files.Add("bad", _ => throw new IOException("disk on fire"));
        server.Files.Add("cut", _ => TftpOpenResult.Found(new FailingContent()));
        using var client = new TftpTestClient(server.EndPoint);

        var bad = await client.GetAsync("bad");
        Assert.Equal((TftpOutcome.ServerFailed, 0), await OutcomeAsync(server));
        var cut = await client.GetAsync("cut");

        Assert.Equal((0, "the server cannot read the file"), (bad.ErrorCode, bad.ErrorText));
        Assert.Equal((0, 1024), (cut.ErrorCode, cut.Data.Length));
        Assert.Equal((TftpOutcome.ServerFailed, 1024), await OutcomeAsync(server));
        Assert.Equal(2, server.Logger.Events.Count(entry => entry is { Level: LogLevel.Error, Id: 3104 } && entry.Text.Contains("disk on fire")));
    }

    private static async Task<(TftpOutcome Outcome, long Bytes)> OutcomeAsync(TftpTestServer server)
    {
        var result = await server.NextResultAsync();
        return (result.Outcome, result.Bytes);
    }

    private sealed class FailingContent : ITftpContent
    {
        public long Length => 5000;

        public int Read(long offset, Span<byte> buffer) => offset < 1024 ? buffer.Length : throw new IOException("disk on fire");

        public void Dispose()
        {
        }
    }
}
