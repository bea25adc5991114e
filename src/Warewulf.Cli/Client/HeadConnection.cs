using System.Net.Sockets;
using System.Text;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;

namespace Warewulf.Cli.Client;

/// <summary>One connection to one head, good for one request and its answer. Cancelling closes it, which ends every call.</summary>
internal sealed class HeadConnection : IDisposable
{
    private readonly HeadAddress _head;
    private readonly Socket _socket;
    private readonly CancellationTokenRegistration _closing;

    private HeadConnection(HeadAddress head, Socket socket, CancellationToken cancellationToken)
    {
        _head = head;
        _socket = socket;
        _closing = cancellationToken.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), socket);
    }

    /// <summary>Connects.</summary>
    /// <param name="head">The head.</param>
    /// <param name="timeout">How long a connection over TCP may take; a unix socket takes it at once or not at all.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Closes the connection, now or later.</param>
    /// <exception cref="SocketException">The head does not take the connection.</exception>
    /// <exception cref="TimeoutException">It did not take it in time.</exception>
    public static HeadConnection Open(HeadAddress head, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var socket = head.SocketPath is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (head.SocketPath is { } path)
            {
                socket.Connect(new UnixDomainSocketEndPoint(path));
            }
            else
            {
                ConnectTcp(socket, head, timeout, time, cancellationToken);
            }

            return new HeadConnection(head, socket, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and reads its answer.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="body">The JSON body of a POST; nothing for a GET.</param>
    /// <param name="token">The bearer token; sent over TCP only.</param>
    /// <param name="timeout">How long the head may be silent; 0 means for ever.</param>
    /// <param name="progress">Told how far the head is; unset when that is of no interest.</param>
    public HeadReply Ask(string path, byte[]? body, string? token, TimeSpan timeout, Action<ImageProgress>? progress)
    {
        _socket.ReceiveTimeout = _socket.SendTimeout = (int)timeout.TotalMilliseconds;
        using var stream = new NetworkStream(_socket, ownsSocket: false);
        stream.Write(Encoding.ASCII.GetBytes(Header(path, body?.Length, token, progress is not null)));
        if (body is not null)
        {
            stream.Write(body);
        }

        return new HttpResponseReader(stream, progress).Read(_head);
    }

    /// <summary>Asks to go on with another protocol.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="token">The bearer token; sent over TCP only.</param>
    /// <param name="timeout">How long the head may be silent before it answers; from then on as long as it likes.</param>
    /// <returns>The connection, or the answer of a head that refuses.</returns>
    public (Stream? Stream, HeadReply? Refusal) Switch(string path, string protocol, string? token, TimeSpan timeout)
    {
        _socket.ReceiveTimeout = _socket.SendTimeout = (int)timeout.TotalMilliseconds;
        var stream = new NetworkStream(_socket, ownsSocket: false);
        stream.Write(Encoding.ASCII.GetBytes(Header(path, 0, token, isLong: false, protocol)));
        if (new HttpResponseReader(stream).ReadSwitch(_head) is { } refusal)
        {
            stream.Dispose();
            return (null, refusal);
        }

        _socket.ReceiveTimeout = _socket.SendTimeout = 0;
        return (stream, null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closing.Dispose();
        _socket.Dispose();
    }

    private static void ConnectTcp(Socket socket, HeadAddress head, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            socket.ConnectAsync(head.BaseUri.IdnHost, head.BaseUri.Port, either.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no connection within {timeout.TotalSeconds:0.#} s", e);
        }
    }

    private string Header(string path, int? length, string? token, bool isLong, string? protocol = null)
    {
        var ipv6 = _head.BaseUri.IdnHost.Contains(':', StringComparison.Ordinal) && !_head.BaseUri.IdnHost.StartsWith('[');
        var host = _head.SocketPath is not null ? "localhost" : ipv6 ? $"[{_head.BaseUri.IdnHost}]:{_head.BaseUri.Port}" : $"{_head.BaseUri.IdnHost}:{_head.BaseUri.Port}";
        var header = new StringBuilder()
            .Append(length is null ? "GET " : "POST ").Append(path).Append(" HTTP/1.1\r\nHost: ").Append(host)
            .Append("\r\nUser-Agent: wwctl\r\nAccept: application/json").Append(isLong ? ", " + ImageAnswer.MediaType : "")
            .Append(protocol is null ? "\r\nConnection: close\r\n" : $"\r\nConnection: Upgrade\r\nUpgrade: {protocol}\r\n");
        if (token is not null && _head.SocketPath is null)
        {
            header.Append("Authorization: Bearer ").Append(token).Append("\r\n");
        }

        if (length is not null)
        {
            header.Append("Content-Type: application/json\r\nContent-Length: ").Append(length).Append("\r\n");
        }

        return header.Append("\r\n").ToString();
    }
}
