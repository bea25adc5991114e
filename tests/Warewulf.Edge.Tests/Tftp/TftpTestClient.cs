using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Warewulf.Edge.Tests.Tftp;

/// <summary>A TFTP client that shares no code with the server: whole downloads, or single packets for the odd cases.</summary>
internal sealed class TftpTestClient : IDisposable
{
    private readonly Socket _socket;
    private readonly IPEndPoint _server;
    private readonly byte[] _buffer = new byte[65536];

    public TftpTestClient(IPEndPoint server, IPAddress? from = null)
    {
        _server = server;
        _socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4 << 20 };
        _socket.Bind(new IPEndPoint(from ?? (server.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback), 0));
    }

    /// <summary>How long the client waits before it repeats its last packet.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(5);

    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    public static byte[] Request(string file, string mode, params (string Name, string Value)[] options) =>
        Encoding.UTF8.GetBytes($"\0\x01{file}\0{mode}\0" + string.Concat(options.Select(option => $"{option.Name}\0{option.Value}\0")));

    public static byte[] Ack(int block) => [0, 4, (byte)(block >> 8), (byte)block];

    public static byte[] Error(int code, string text) => [0, 5, 0, (byte)code, .. Encoding.ASCII.GetBytes(text), 0];

    public static Dictionary<string, string> ParseOptions(ReadOnlySpan<byte> packet)
    {
        Assert.Equal(0, packet[^1]);
        var parts = Encoding.ASCII.GetString(packet[2..^1]).Split('\0');
        Assert.Equal(0, parts.Length % 2);
        return Enumerable.Range(0, parts.Length / 2).ToDictionary(i => parts[2 * i], i => parts[(2 * i) + 1]);
    }

    public Task SendAsync(byte[] packet, IPEndPoint? to = null) => _socket.SendToAsync(packet, to ?? _server);

    /// <summary>The next packet, or null when none comes in the given time (a generous one when none is given).</summary>
    public async Task<(byte[] Packet, IPEndPoint From)?> TryReceiveAsync(TimeSpan? wait = null)
    {
        using var limit = new CancellationTokenSource(wait ?? TftpTestServer.Patience);
        try
        {
            var received = await _socket.ReceiveFromAsync(_buffer, new IPEndPoint(_server.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0), limit.Token);
            return (_buffer[..received.ReceivedBytes], (IPEndPoint)received.RemoteEndPoint);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>What has come in already.</summary>
    public List<byte[]> Pending()
    {
        var packets = new List<byte[]>();
        while (_socket.Available > 0)
        {
            packets.Add(_buffer[.._socket.Receive(_buffer)]);
        }

        return packets;
    }

    /// <summary>
    /// Sends the server something it answers at once whatever else it does, and receives up to that answer: what it has to say to earlier packets comes before.
    /// </summary>
    /// <returns>The packets before the answer.</returns>
    public async Task<List<byte[]>> UpToMarkerAsync()
    {
        await SendAsync(Request("marker", "no such mode"));
        var before = new List<byte[]>();
        while (true)
        {
            var (packet, _) = await ReceiveAsync();
            if (packet[1] == 5 && packet[3] == 4)
            {
                return before;
            }

            before.Add(packet);
        }
    }

    public async Task<(byte[] Packet, IPEndPoint From)> ReceiveAsync() =>
        await TryReceiveAsync() ?? throw new TimeoutException("the server sent nothing");

    public Task<TftpDownload> GetAsync(string file, params (string Name, string Value)[] options) => GetAsync(file, "octet", options);

    public async Task<TftpDownload> GetAsync(string file, string mode, (string Name, string Value)[] options)
    {
        var data = new MemoryStream();
        var (blockSize, window) = (512, 1);
        var (expected, inWindow, packets, patience) = (1L, 0, 0, 500);
        var (gapReported, isDone) = (false, false);
        var granted = new Dictionary<string, string>();
        IPEndPoint? peer = null;
        var last = Request(file, mode, options);
        await SendAsync(last);
        while (!isDone)
        {
            if (await TryReceiveAsync(Retry) is not { } received)
            {
                Assert.True(patience-- > 0, $"the server stopped answering at block {expected} of '{file}'");
                gapReported = false;
                inWindow = 0;
                await SendAsync(last, peer);
                continue;
            }

            var (packet, from) = received;
            peer ??= from;
            if (!peer.Equals(from))
            {
                await SendAsync(Error(5, "not yours"), from);
                continue;
            }

            switch (packet[1])
            {
                case 5:
                    return new TftpDownload(data.ToArray(), granted, packets, BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(2)), Encoding.ASCII.GetString(packet[4..^1]));
                case 6:
                    if (expected == 1 && data.Length == 0)
                    {
                        granted = ParseOptions(packet);
                        blockSize = granted.TryGetValue("blksize", out var size) ? int.Parse(size) : 512;
                        window = granted.TryGetValue("windowsize", out var blocks) ? int.Parse(blocks) : 1;
                        await SendAsync(last = Ack(0), peer);
                    }

                    break;
                case 3:
                    packets++;
                    var block = BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(2));
                    if (block == (ushort)expected)
                    {
                        data.Write(packet.AsSpan(4));
                        expected++;
                        gapReported = false;
                        isDone = packet.Length - 4 < blockSize;
                        last = Ack((ushort)(expected - 1));
                        if (isDone || ++inWindow == window)
                        {
                            inWindow = 0;
                            await SendAsync(last, peer);
                        }
                    }
                    else if (IsAhead(block, expected) ? !gapReported : block == (ushort)(expected - 1) && inWindow == 0)
                    {
                        // As real clients do: a gap is reported once, and the last block of a window is acknowledged again when it comes again.
                        gapReported = true;
                        inWindow = 0;
                        await SendAsync(last, peer);
                    }

                    break;
                default:
                    Assert.Fail($"unexpected opcode {packet[1]}");
                    break;
            }
        }

        return new TftpDownload(data.ToArray(), granted, packets, null, "");
    }

    private static bool IsAhead(ushort block, long expected) => (ushort)(block - expected) < 0x8000;

    public void Dispose() => _socket.Dispose();
}
