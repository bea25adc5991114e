using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Warewulf.Cli.Tests.Support;

/// <summary>A scripted head on a real socket: it keeps what it was asked and answers what the test says, byte by byte if need be.</summary>
internal sealed class FakeHead : IDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<HeadRequest> _requests = new();

    private FakeHead(Socket listener, string address)
    {
        _listener = listener;
        Address = address;
        _listener.Listen(16);
        _ = Task.Run(AcceptAsync);
    }

    /// <summary>How <c>--head</c> names it.</summary>
    public string Address { get; }

    /// <summary>What it was asked, in order.</summary>
    public IReadOnlyList<HeadRequest> Requests => [.. _requests];

    /// <summary>What it answers; the whole response, from the status line on.</summary>
    public Func<HeadRequest, byte[]> Answer { get; set; } = _ => Json("{}");

    /// <summary>Completed by the first request.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed when a client closes a connection before it was answered; only looked at while <see cref="Silent"/>.</summary>
    public TaskCompletionSource Abandoned { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether it never answers.</summary>
    public bool Silent { get; set; }

    public static FakeHead OnSocket(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return new FakeHead(socket, "unix:" + path);
    }

    public static FakeHead OnTcp()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new FakeHead(socket, $"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}");
    }

    public static byte[] Json(string body, int status = 200) => Encoding.UTF8.GetBytes(
        $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>An answer in lines, each a chunk of its own.</summary>
    public static byte[] Lines(params string[] lines) => Encoding.UTF8.GetBytes(
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
        + string.Concat(lines.Select(line => $"{Encoding.UTF8.GetByteCount(line) + 1:x}\r\n{line}\n\r\n")) + "0\r\n\r\n");

    public static byte[] Refusal(string code, string message, int status) =>
        Json($$"""{"code":"{{code}}","message":"{{message}}"}""", status);

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptAsync(_stop.Token);
                _ = Task.Run(() => ServeAsync(client));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        {
            var request = await HeadRequest.ReadAsync(client, _stop.Token);
            if (request is null)
            {
                return;
            }

            _requests.Enqueue(request);
            Asked.TrySetResult();
            if (Silent)
            {
                var count = await client.ReceiveAsync(new byte[1], SocketFlags.None, _stop.Token);
                if (count == 0)
                {
                    Abandoned.TrySetResult();
                }

                return;
            }

            try
            {
                await client.SendAsync(Answer(request), SocketFlags.None, _stop.Token);
                client.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException)
            {
                // The client had enough before the end, as it may.
            }
        }
    }
}
