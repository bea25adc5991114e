using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Edge.Dhcp;
using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Tests.Dhcp;

/// <summary>Promises that no datagram ends the server, and that whatever it answers is a proper reply to the machine that asked.</summary>
[Trait("Suite", "Fast")]
public sealed class DhcpFuzzTests
{
    private const int Seed = 4_711;
    private const int Count = 10_000;

    [Fact]
    public async Task Serve_MutatedRequests_NeverFailsAndAnswersOnlyProperly()
    {
        using var socket = new FakeUdpSocket();
        var logger = new RecordingLogger();
        var leases = new PoolLeaseSource();
        await using var server = new DhcpServer(
            [TestNetwork.Interface], () => TestNetwork.Snapshot, leases, new RecordingObserver(), new DhcpServerOptions(), TimeProvider.System, logger,
            _ => socket);
        await server.StartAsync(CancellationToken.None);
        var random = new Random(Seed);
        var seeds = Captures.All.Select(Captures.Read).ToArray();
        var sent = new ConcurrentDictionary<(uint Xid, string Mac), bool>();

        for (var i = 0; i < Count; i++)
        {
            var datagram = Mutate(seeds[random.Next(seeds.Length)], random);
            if (datagram.Length >= 44)
            {
                sent[(BinaryPrimitives.ReadUInt32BigEndian(datagram.AsSpan(4)), Convert.ToHexString(datagram.AsSpan(28, Math.Min((int)datagram[2], 16))))] = true;
            }

            socket.Arrive(datagram);
        }

        // All are taken in order, so the answer to a last good request ends the test.
        var last = TestNetwork.Packet(DhcpMessageType.Discover, MacAddress.Parse("02:00:00:00:00:01")) with { Xid = 0xFEEDFACE };
        sent[(last.Xid, Convert.ToHexString(last.HardwareAddress.Span))] = true;
        socket.Arrive(last);
        var answers = 0;
        for (uint xid = 0; xid != last.Xid; answers++)
        {
            var (packet, to) = await socket.SentAsync();
            xid = packet.Xid;
            Assert.Equal(DhcpPacket.BootReply, packet.Op);
            Assert.Contains(packet.MessageType, new DhcpMessageType?[] { DhcpMessageType.Offer, DhcpMessageType.Ack, DhcpMessageType.Nak });
            Assert.True(sent.ContainsKey((xid, Convert.ToHexString(packet.HardwareAddress.Span))), $"seed {Seed}: an answer to nobody, {xid:x8}");
            Assert.Contains(to.Port, new[] { 67, 68 });
        }

        Assert.DoesNotContain(logger.Lines, l => l.Level >= LogLevel.Error);
        Assert.True(answers > Count / 20, $"seed {Seed}: only {answers} of the mutations were still requests, which tests little");
        Assert.Equal(0, server.Counters.Silent(DhcpSilence.Failed));
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var changes = random.Next(1, 6); changes > 0 && bytes.Count > 0; changes--)
        {
            // Most changes hit the options, where the grammar is.
            var at = random.Next(3) == 0 ? random.Next(bytes.Count) : random.Next(Math.Min(240, bytes.Count - 1), bytes.Count);
            switch (random.Next(8))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 8), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, Enumerable.Range(0, random.Next(1, 40)).Select(_ => (byte)random.Next(256)).ToArray());
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 5 when bytes.Count > 242:
                    bytes[242] = (byte)random.Next(10);
                    break;
                case 6 when bytes.Count > 28:
                    bytes[random.Next(12, 28)] = (byte)random.Next(256);
                    break;
                default:
                    var from = random.Next(bytes.Count);
                    bytes.InsertRange(at, bytes.GetRange(from, Math.Min(random.Next(1, 300), bytes.Count - from)));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>A head in this process.</summary>
    private sealed class PoolLeaseSource : ILeaseSource
    {
        private readonly LeasePool _pool = LeasePool.For(TestNetwork.Snapshot.Segments[0], [IPAddress.Parse("10.77.0.150")])!;
        private readonly Lock _gate = new();
        private LeasePoolState _state = LeasePoolState.Empty;

        public Task<LeaseResponse?> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                var decision = _pool.Lease(_state, request, TestNetwork.Now);
                _state = decision.State;
                return Task.FromResult<LeaseResponse?>(decision.Response);
            }
        }

        public Task ReleaseAsync(LeaseRelease release, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                _state = LeasePool.Release(_state, release, TestNetwork.Now);
                return Task.CompletedTask;
            }
        }
    }
}
