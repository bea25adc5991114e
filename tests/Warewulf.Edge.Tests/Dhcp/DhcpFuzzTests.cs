using System.Buffers.Binary;
using System.Net;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Edge.Dhcp;
using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Tests.Dhcp;

/// <summary>
/// Promises that no datagram ends the server, and that whatever it answers is a proper reply to the machine that asked: sent where that machine or its relay
/// agent listens, with an address of the segment it asked from that is nobody else's.
/// </summary>
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
            () => TestNetwork.Placement, () => TestNetwork.Snapshot, leases, new RecordingObserver(), new DhcpServerOptions(), TimeProvider.System, logger,
            _ => socket);
        await server.StartAsync(CancellationToken.None);
        var random = new Random(Seed);
        var seeds = Captures.All.Select(Captures.Read).ToArray();
        var sent = new HashSet<Question>();

        for (var i = 0; i < Count; i++)
        {
            var datagram = Mutate(seeds[random.Next(seeds.Length)], random);
            if (datagram.Length >= 44)
            {
                sent.Add(Question.Of(datagram));
            }

            socket.Arrive(datagram);
        }

        // All are taken in order, so the answer to a last good request ends the test.
        var last = TestNetwork.Packet(DhcpMessageType.Discover, MacAddress.Parse("02:00:00:00:00:01")) with { Xid = 0xFEEDFACE };
        sent.Add(Question.Of(DhcpPacketWriter.Write(last, DhcpPacketWriter.LargestLength)));
        socket.Arrive(last);
        var answers = 0;
        for (uint xid = 0; xid != last.Xid; answers++)
        {
            var (packet, to) = await socket.SentAsync();
            xid = packet.Xid;
            Assert.Equal(DhcpPacket.BootReply, packet.Op);
            Assert.Contains(packet.MessageType, new DhcpMessageType?[] { DhcpMessageType.Offer, DhcpMessageType.Ack, DhcpMessageType.Nak });
            var asked = new Question(xid, Convert.ToHexString(packet.HardwareAddress.Span), packet.RelayAddress, packet.ClientAddress);
            Assert.True(IsAnAnswerTo(sent, asked, packet, to), $"seed {Seed}: an answer to nobody, {xid:x8} to {to}");
            CheckAddress(packet);
        }

        Assert.DoesNotContain(logger.Lines, l => l.Level >= LogLevel.Error);
        Assert.True(answers > Count / 20, $"seed {Seed}: only {answers} of the mutations were still requests, which tests little");
        Assert.Equal(0, server.Counters.Silent(DhcpSilence.Failed));

        // Every datagram came to an end, so nothing waits for ever or is kept.
        await server.StopAsync(CancellationToken.None);
        Assert.Equal(0, socket.Unread);
        Assert.Equal(answers, server.Counters.Answered);
        Assert.Equal(Count + 1, server.Counters.Received);
        Assert.Equal(server.Counters.Received, server.Counters.Answered + Enum.GetValues<DhcpSilence>().Sum(server.Counters.Silent));
    }

    // A server takes some fields of a reply from the request and clears others; it makes up none.
    private static bool IsAnAnswerTo(HashSet<Question> sent, Question answer, DhcpPacket packet, IPEndPoint to)
    {
        var questions = sent.Where(q => q.Xid == answer.Xid && q.Mac == answer.Mac && q.Relay.Equals(answer.Relay)).ToList();
        if (!answer.Relay.Equals(IPAddress.Any))
        {
            return questions.Count > 0 && to.Equals(new IPEndPoint(answer.Relay, DhcpPacket.ServerPort));
        }

        return to.Port == DhcpPacket.ClientPort
            && questions.Any(q => to.Address.Equals(IPAddress.Broadcast) || (to.Address.Equals(q.Client) && packet.ClientAddress.Equals(q.Client)));
    }

    private static void CheckAddress(DhcpPacket packet)
    {
        var address = packet.YourAddress;
        if (address.Equals(IPAddress.Any))
        {
            Assert.NotEqual(DhcpMessageType.Offer, packet.MessageType);
            return;
        }

        Assert.NotEqual(DhcpMessageType.Nak, packet.MessageType);
        var snapshot = TestNetwork.Snapshot;
        var mac = MacAddress.FromBytes(packet.HardwareAddress.Span);
        var from = packet.RelayAddress.Equals(IPAddress.Any) ? TestNetwork.Interface.Address : packet.RelayAddress;
        var segment = Assert.Single(snapshot.Segments, segment => segment.Network.Contains(from));
        var hint = $"seed {Seed}: {address} for {mac}";
        Assert.True(segment.Network.Contains(address), hint);
        var owner = snapshot.Hosts.SingleOrDefault(host => address.Equals(host.Address));
        Assert.True(owner is null || owner.Mac == mac, $"{hint}, which is reserved for {owner?.Mac}");
        if (owner is null)
        {
            Assert.DoesNotContain(snapshot.Hosts, host => host.Mac == mac && host.Address is { } own && segment.Network.Contains(own));
            Assert.InRange(address.GetAddressBytes()[3], 100, 199);
        }
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

    /// <summary>What an answer can be recognized by.</summary>
    private sealed record Question(uint Xid, string Mac, IPAddress Relay, IPAddress Client)
    {
        public static Question Of(byte[] datagram) => new(
            BinaryPrimitives.ReadUInt32BigEndian(datagram.AsSpan(4)),
            Convert.ToHexString(datagram.AsSpan(28, Math.Min((int)datagram[2], 16))),
            new IPAddress(datagram.AsSpan(24, 4)),
            new IPAddress(datagram.AsSpan(12, 4)));
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
