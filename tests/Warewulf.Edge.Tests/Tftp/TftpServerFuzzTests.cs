using System.Buffers.Binary;
using System.Net;
using Microsoft.Extensions.Logging;
using Warewulf.Edge.Tests.Hosting;

namespace Warewulf.Edge.Tests.Tftp;

/// <summary>A running server under thousands of damaged packets, on its well-known port and on the ports of transfers.</summary>
[Collection(AloneCollection.Name)]
[Trait("Suite", "Socket")]
public sealed class TftpServerFuzzTests
{
    private const int Packets = 10_000;

    private static readonly byte[][] Seeds =
    [
        TftpTestClient.Request("f", "octet"),
        TftpTestClient.Request("f", "netascii", ("tsize", "0")),
        TftpTestClient.Request("/boot/f.efi", "octet", ("blksize", "1468"), ("windowsize", "16"), ("tsize", "0"), ("timeout", "1")),
        [0, 2, .. TftpTestClient.Request("f", "octet")[2..]],
        TftpTestClient.Ack(0),
        TftpTestClient.Ack(1),
        TftpTestClient.Ack(65535),
        TftpTestClient.Error(8, "User aborted the transfer"),
        [0, 3, 0, 1, 1, 2, 3, 4],
        [0, 6, .. TftpTestClient.Request("blksize", "8")[2..]],
    ];

    [Theory]
    [InlineData(20260)]
    [InlineData(71)]
    public async Task Server_DamagedPackets_StillServesAndLeaksNothing(int seed)
    {
        var sockets = OpenSockets();
        await using var server = await TftpTestServer.StartAsync(TftpTestServer.Quick with
        {
            Timeout = TimeSpan.FromMilliseconds(20),
            MaxTimeout = TimeSpan.FromSeconds(1),
            Retries = 1,
            RetriesBeforeAnswer = 1,
            MaxTransfers = 200,
        });
        var bytes = TestFiles.Bytes(40_000);
        var small = TestFiles.Bytes(300);
        server.Files.Add("f", bytes);
        server.Files.Add("/boot/f.efi", bytes);
        server.Files.Add("small", small);
        var random = new Random(seed);
        var clients = Enumerable.Range(0, 8).Select(_ => new TftpTestClient(server.EndPoint)).ToArray();
        var peers = new IPEndPoint?[clients.Length];
        var answers = 0;
        for (var i = 0; i < Packets; i++)
        {
            var who = random.Next(clients.Length);
            var packet = Damage(Seeds[random.Next(Seeds.Length)], random);
            await clients[who].SendAsync(packet, random.Next(2) == 0 ? peers[who] : null);
            while (i % 8 == 0 && await clients[who].TryReceiveAsync(TimeSpan.FromMilliseconds(1)) is { } answer)
            {
                peers[who] = answer.From;
                Assert.True(IsWellFormed(answer.Packet), $"seed {seed}, packet {i} {Convert.ToHexString(packet)}: answer {Convert.ToHexString(answer.Packet)}");
                answers++;
            }
        }

        Assert.True(answers > 500, $"seed {seed}: only {answers} answers, so the damaged packets reached nothing");
        foreach (var client in clients)
        {
            client.Dispose();
        }

        await server.IdleAsync();
        using (var last = new TftpTestClient(server.EndPoint))
        {
            // One packet, which comes whatever the server thinks of the client's pace.
            await last.SendAsync(TftpTestClient.Request("small", "octet"));
            Assert.Equal([0, 3, 0, 1, .. small], (await last.ReceiveAsync()).Packet);
        }

        await server.IdleAsync();
        Assert.DoesNotContain(server.Logger.Events, entry => entry.Level >= LogLevel.Error);
        Assert.Equal(server.Logger.Events.Count(entry => entry.Id is 3102 or 3103 or 3104), CountResults(server));
        await server.DisposeAsync();
        await Eventually.HoldsAsync(() => OpenSockets() <= sockets, "everything that was opened is closed");
    }

    // Sockets alone: the runtime opens assemblies and symbols whenever it first needs them.
    private static int OpenSockets() => Directory.GetFileSystemEntries("/proc/self/fd")
        .Count(file => new FileInfo(file).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);

    private static int CountResults(TftpTestServer server)
    {
        var count = 0;
        while (server.TryNextResult(out _))
        {
            count++;
        }

        return count;
    }

    private static byte[] Damage(byte[] packet, Random random)
    {
        var bytes = packet.ToList();
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(6))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.ToArray());
                    break;
                default:
                    bytes.AddRange(Enumerable.Repeat((byte)random.Next(256), random.Next(3000)));
                    break;
            }
        }

        return [.. bytes];
    }

    private static bool IsWellFormed(byte[] packet)
    {
        if (packet.Length < 4 || packet[0] != 0)
        {
            return false;
        }

        var isText = packet[^1] == 0;
        return packet[1] switch
        {
            3 => packet.Length <= 65468,
            5 => isText && BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(2)) <= 8 && packet.AsSpan(4..^1).IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0,
            6 => isText && packet.AsSpan(2).Count((byte)0) % 2 == 0,
            _ => false,
        };
    }
}
