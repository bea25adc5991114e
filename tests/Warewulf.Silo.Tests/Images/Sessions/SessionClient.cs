using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Api.Images.Sessions;
using Warewulf.Core.Images;

namespace Warewulf.Silo.Tests.Images.Sessions;

/// <summary>Speaks the frames of a session to a head, one by one.</summary>
internal sealed class SessionClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly SessionFrameReader _reader;

    private SessionClient(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new SessionFrameReader(_stream);
        Writer = new SessionFrameWriter(_stream);
    }

    public SessionFrameWriter Writer { get; }

    /// <summary>All that the command wrote so far.</summary>
    public StringBuilder Output { get; } = new();

    /// <summary>Connects and has the connection handed over.</summary>
    public static async Task<SessionClient> ConnectAsync(string socketPath)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath));
        var client = new SessionClient(socket);
        await client._stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Routes.ImagesSession} HTTP/1.1\r\nHost: head\r\nConnection: Upgrade\r\nUpgrade: {SessionProtocol.Name}\r\nContent-Length: 0\r\n\r\n"));
        var header = new StringBuilder();
        var one = new byte[1];
        while (!header.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            Assert.Equal(1, await client._stream.ReadAsync(one));
            header.Append((char)one[0]);
        }

        Assert.StartsWith("HTTP/1.1 101 ", header.ToString(), StringComparison.Ordinal);
        return client;
    }

    /// <summary>Starts a script in the image <c>a</c>, without a build.</summary>
    public static async Task<SessionClient> StartAsync(string socketPath, string script, WindowSize? window = null, params Core.Site.ImageMount[] binds)
    {
        var client = await ConnectAsync(socketPath);
        await client.OpenAsync(new ImageSessionRequest(ImageName.Parse("a")) { Command = ["sh", "-c", script], Window = window, Term = "dumb", Binds = binds });
        return client;
    }

    public Task OpenAsync(ImageSessionRequest request) =>
        SendAsync(SessionFrameKind.Open, JsonSerializer.SerializeToUtf8Bytes(request, ApiJsonContext.Default.ImageSessionRequest));

    public Task SendAsync(SessionFrameKind kind, byte[] payload) => Writer.WriteAsync(kind, payload, CancellationToken.None);

    public Task TypeAsync(string keys) => SendAsync(SessionFrameKind.Input, Encoding.UTF8.GetBytes(keys));

    /// <summary>The next frame; nothing when the head closes the connection.</summary>
    public async Task<SessionFrame?> NextAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            return await _reader.ReadAsync(limit.Token);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Reads on until the output holds a text.</summary>
    public async Task ExpectAsync(string text)
    {
        while (!Output.ToString().Contains(text, StringComparison.Ordinal))
        {
            var frame = await NextAsync();
            Assert.True(frame is { Kind: SessionFrameKind.Output or SessionFrameKind.Errors or SessionFrameKind.Taken }, $"{frame?.Kind} {Text(frame)} after {Output}");
            Output.Append(frame!.Value.Kind == SessionFrameKind.Taken ? "" : Text(frame));
        }
    }

    /// <summary>Reads on until a frame of a kind comes.</summary>
    public async Task<SessionFrame> UntilAsync(SessionFrameKind kind)
    {
        while (await NextAsync() is { } frame)
        {
            if (frame.Kind == kind)
            {
                return frame;
            }

            Output.Append(frame.Kind == SessionFrameKind.Output ? Text(frame) : "");
        }

        throw new EndOfStreamException($"no {kind} came after: {Output}");
    }

    public async Task<int> ExitCodeAsync() => SessionProtocol.Number((await UntilAsync(SessionFrameKind.Exit)).Payload);

    public async Task<ApiError> ErrorAsync() =>
        JsonSerializer.Deserialize((await UntilAsync(SessionFrameKind.Answer)).Payload.Span, ApiJsonContext.Default.ImageAnswer)!.Error!;

    public void Dispose()
    {
        Writer.Dispose();
        _stream.Dispose();
        _socket.Dispose();
    }

    private static string Text(SessionFrame? frame) => frame is null ? "" : Encoding.UTF8.GetString(frame.Value.Payload.Span);
}
