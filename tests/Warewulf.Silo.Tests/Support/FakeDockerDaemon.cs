using System.Net.Sockets;
using System.Text;

namespace Warewulf.Silo.Tests.Support;

/// <summary>Says what the Docker daemon says when it is asked for an image, on a socket of a test's own.</summary>
internal sealed class FakeDockerDaemon : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _name;
    private readonly byte[] _archive;

    /// <summary>Starts it.</summary>
    /// <param name="path">Its socket.</param>
    /// <param name="name">The name of the only image it has.</param>
    /// <param name="archive">What <c>docker save</c> makes of that.</param>
    public FakeDockerDaemon(string path, string name, byte[] archive)
    {
        _name = name;
        _archive = archive;
        Host = "unix://" + path;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _ = AcceptAsync();
    }

    /// <summary>As in <c>DOCKER_HOST</c>.</summary>
    public string Host { get; }

    /// <summary>Makes it end answers in the middle.</summary>
    public bool BreaksOff { get; set; }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.AcceptAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It was ended.
        }
    }

    private async Task AnswerAsync(Socket client)
    {
        using var socket = client;
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var request = await reader.ReadLineAsync() ?? "";
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
            // The headers do not matter.
        }

        var target = Uri.UnescapeDataString(request.Split(' ').ElementAtOrDefault(1) ?? "");
        var (status, type, body) = 0 switch
        {
            _ when target.Contains("_ping", StringComparison.Ordinal) => ("200 OK", "text/plain", "OK"u8.ToArray()),
            _ when target.Contains("/images/", StringComparison.Ordinal) && target.Contains("get", StringComparison.Ordinal) && target.Contains(_name, StringComparison.Ordinal) =>
                ("200 OK", "application/x-tar", _archive),
            _ => ("404 Not Found", "application/json", Encoding.UTF8.GetBytes($$"""{"message":"No such image: {{target.Split('=')[^1]}}"}""")),
        };
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nApi-Version: 1.41\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"));
        await stream.WriteAsync(BreaksOff ? body.AsMemory(0, body.Length / 2) : body);
    }
}
