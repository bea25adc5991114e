namespace Warewulf.Edge.Dhcp;

/// <summary>A listener at work, which can be ended alone.</summary>
internal sealed class DhcpListening : IAsyncDisposable
{
    private readonly DhcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Takes a listener over; nothing is received yet.</summary>
    public DhcpListening(DhcpListener listener) => _listener = listener;

    /// <summary>Begins to receive.</summary>
    public void Begin() => _running = Task.Run(() => _listener.RunAsync(_stop.Token), CancellationToken.None);

    /// <summary>Stops receiving, lets requests in progress finish for a moment, and closes the port.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _listener.Dispose();
        _stop.Dispose();
    }
}
