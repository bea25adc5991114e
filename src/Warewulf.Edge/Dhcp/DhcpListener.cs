using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Warewulf.Edge.Sockets;

namespace Warewulf.Edge.Dhcp;

/// <summary>Receives on one interface. What can be decided at once is answered in turn; what a head must be asked goes on beside it.</summary>
internal sealed partial class DhcpListener(
    DhcpInterface on, IUdpSocket socket, DhcpRequestReader reader, DhcpDirectorySource directories, DhcpResponder responder, DhcpServerOptions options,
    DhcpCounters counters, TimeProvider time, ILogger logger)
    : IDisposable
{
    // Longer than any message over Ethernet, so that nothing is cut off unnoticed.
    private const int BufferLength = 4096;

    private readonly DhcpLanes _lanes = new();
    private readonly SemaphoreSlim _calls = new(options.LeaseCallsInFlight);
    private readonly CancellationTokenSource _abort = new();

    /// <summary>Receives until the token is cancelled, then lets the requests in progress finish.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var buffer = new byte[BufferLength];
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var received = await socket.ReceiveAsync(buffer, stopping);
                counters.CountReceived();
                await TakeAsync(buffer.AsMemory(0, received.Length), received);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (SocketException failure)
            {
                LogNotReceiving(logger, on.Name, failure.SocketErrorCode, options.RetryDelay);
                await Task.Delay(options.RetryDelay, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await DrainAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        socket.Dispose();
        _calls.Dispose();
        _abort.Dispose();
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> datagram, UdpReceived received)
    {
        try
        {
            var (context, silence) = reader.Read(datagram.Span, received, on, directories.Current, time.GetUtcNow());
            if (context is null)
            {
                counters.CountSilent(silence!.Silence ?? DhcpSilence.Failed);
                LogDropped(logger, received.Remote, on.Name, silence.Silence, silence.Detail);
            }
            else if (!_lanes.TryQueue(context, out var dropped))
            {
                await BeginAsync(context);
            }
            else if (dropped is { } reason)
            {
                Drop(context, reason);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // One request must not end the service for everybody else.
            counters.CountSilent(DhcpSilence.Failed);
            LogFailed(logger, received.Remote, on.Name, failure);
        }
    }

    private async Task BeginAsync(DhcpContext context)
    {
        var decision = responder.Decide(context);
        if (decision is { Ask: null, Release: null })
        {
            await responder.FinishAsync(context, decision, socket, _abort.Token);
        }
        else if (_calls.Wait(0))
        {
            _lanes.Enter(context);
            _ = FollowAsync(context, decision);
        }
        else
        {
            Drop(context, DhcpSilence.Busy);
        }
    }

    // Nobody waits for this task; it ends by itself, takes care of its own failures, and holds a place in _calls that a stop waits for.
    private async Task FollowAsync(DhcpContext first, DhcpDecision decision)
    {
        for (var context = first; context is not null; context = _lanes.Next(first.Mac))
        {
            try
            {
                await responder.FinishAsync(context, ReferenceEquals(context, first) ? decision : responder.Decide(context), socket, _abort.Token);
            }
            catch (OperationCanceledException) when (_abort.IsCancellationRequested)
            {
                counters.CountSilent(DhcpSilence.Failed);
            }
            catch (Exception failure)
            {
                counters.CountSilent(DhcpSilence.Failed);
                LogRequestFailed(logger, context.Mac, context.Segment.Name, failure);
            }
        }

        _calls.Release();
    }

    private async Task DrainAsync()
    {
        using var limit = time.CreateTimer(_ => _abort.Cancel(), null, options.StopTimeout, Timeout.InfiniteTimeSpan);
        for (var i = 0; i < options.LeaseCallsInFlight; i++)
        {
            await _calls.WaitAsync(CancellationToken.None);
        }
    }

    private void Drop(DhcpContext context, DhcpSilence reason)
    {
        counters.CountSilent(reason);
        LogNotTaken(logger, context.Type, context.Mac, context.Segment.Name, reason);
    }
}
