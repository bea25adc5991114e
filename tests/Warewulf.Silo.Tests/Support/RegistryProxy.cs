using System.Net;
using System.Net.Sockets;

namespace Warewulf.Silo.Tests.Support;

/// <summary>Stands between a registry and whoever asks it, and after so many bytes of answers lets everybody down.</summary>
internal sealed class RegistryProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _registry;
    private readonly bool _stalls;
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _reached = new();
    private long _left;

    /// <summary>Starts it.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="bytes">How much it lets through.</param>
    /// <param name="stalls">Whether it then keeps connections and says nothing; otherwise it breaks them and listens no more.</param>
    public RegistryProxy(Registry registry, long bytes, bool stalls)
    {
        _registry = IPEndPoint.Parse(registry.Host);
        _left = bytes;
        _stalls = stalls;
        _listener.Start();
        Host = $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = AcceptAsync();
    }

    /// <summary>Its address.</summary>
    public string Host { get; }

    /// <summary>Ends when it has let through all it lets through.</summary>
    public Task Reached => _reached.Task;

    public void Dispose()
    {
        _ended.Cancel();
        _listener.Dispose();
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = RelayAsync(await _listener.AcceptTcpClientAsync(_ended.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It was ended.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var asker = client;
        using var registry = new TcpClient();
        try
        {
            await registry.ConnectAsync(_registry, _ended.Token);
            _ = asker.GetStream().CopyToAsync(registry.GetStream(), _ended.Token);
            var buffer = new byte[16 * 1024];
            int count;
            while ((count = await registry.GetStream().ReadAsync(buffer, _ended.Token)) > 0)
            {
                if (Interlocked.Add(ref _left, -count) < 0)
                {
                    _reached.TrySetResult();
                    await LetDownAsync();
                    return;
                }

                await asker.GetStream().WriteAsync(buffer.AsMemory(0, count), _ended.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // One of the two has hung up.
        }
    }

    private async Task LetDownAsync()
    {
        if (_stalls)
        {
            await Task.Delay(Timeout.Infinite, _ended.Token);
        }

        _listener.Stop();
        await _ended.CancelAsync();
    }
}
