using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Warewulf.Edge.Sockets;
using Warewulf.Edge.Tftp.Wire;

namespace Warewulf.Edge.Tftp;

/// <summary>
/// A read-only TFTP server (RFC 1350) with the options blksize, timeout, tsize and windowsize (RFC 2347 to 2349, 7440), modes octet and netascii, and block numbers
/// that go on after 65535 with 0. Used once: start, stop, dispose.
/// </summary>
/// <param name="options">The settings; checked here.</param>
/// <param name="files">What is served.</param>
/// <param name="observer">Told of every transfer's end.</param>
/// <param name="time">The clock for retransmissions and durations.</param>
/// <param name="logger">Where events 3100 to 3199 go.</param>
/// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
public sealed partial class TftpServer(
    TftpServerOptions options, ITftpFiles files, ITftpObserver observer, TimeProvider time, ILogger<TftpServer> logger) : IAsyncDisposable
{
    // Longer than any request firmware sends; what is cut off makes a request malformed or loses its last options.
    private const int ReceiveBuffer = 2048;
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);

    private readonly TftpServerOptions _options = Checked(options);
    private readonly TftpTransferTable _transfers = new(options.MaxTransfers, options.MaxTransfersPerAddress);
    private readonly TftpRefusals _refusals = new(time);
    private readonly CancellationTokenSource _stop = new();
    private UdpSocket? _socket;
    private Task _listening = Task.CompletedTask;
    private bool _isSaturated;
    private bool _isStopped;

    /// <summary>Where requests are awaited, with the real port when port 0 was asked for.</summary>
    /// <exception cref="InvalidOperationException">The server was not started.</exception>
    public IPEndPoint LocalEndPoint => _socket?.LocalEndPoint ?? throw new InvalidOperationException("The TFTP server was not started.");

    /// <summary>The number of transfers in progress.</summary>
    public int ActiveTransfers => _transfers.Running;

    /// <summary>Binds the port and begins to serve; returns once requests are being received.</summary>
    /// <exception cref="IOException">The port cannot be bound; the message says which and what to do.</exception>
    /// <exception cref="InvalidOperationException">The server was started before.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_socket is not null)
        {
            throw new InvalidOperationException("The TFTP server was started before.");
        }

        _socket = UdpSocket.Bind(new UdpSocketOptions
        {
            LocalEndPoint = _options.LocalEndPoint,
            Device = _options.Device,
            PortInUseAdvice =
                $"stop the other TFTP server (ss -ulpn 'sport = :{_options.LocalEndPoint.Port}') or set 'tftp: enabled: false' in warewulf.conf",
        });
        LogListening(_socket.LocalEndPoint);
        _listening = Task.Run(() => ListenAsync(_socket), CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Stops receiving, tells the clients of running transfers that the server stops, and waits for all of it to end. May be called again.</summary>
    public async Task StopAsync()
    {
        if (_isStopped)
        {
            return;
        }

        await _stop.CancelAsync();
        try
        {
            await _listening;
        }
        finally
        {
            await _transfers.StopAsync();
            _socket?.Dispose();
            _isStopped = true;
            LogStopped();
        }
    }

    /// <summary>Starts, serves until cancelled, and stops in order: the body of a background service.</summary>
    /// <param name="cancellationToken">The call to stop; not an error.</param>
    /// <exception cref="IOException">The port cannot be bound.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.UnsafeRegister(static source => ((TaskCompletionSource)source!).TrySetResult(), stopping))
        {
            await Task.WhenAny(stopping.Task, _listening);
        }

        await StopAsync();
    }

    /// <summary>Stops the server if it runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private static TftpServerOptions Checked(TftpServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return options;
    }

    private async Task ListenAsync(UdpSocket socket)
    {
        var buffer = new byte[ReceiveBuffer];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var received = await socket.ReceiveAsync(buffer, _stop.Token);
                await HandleAsync(received, buffer.AsMemory(0, received.Length));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException failure)
            {
                // Out of memory or the interface is away: keep trying, but do not spin.
                LogReceiveFailed(failure);
                await Task.Delay(PauseAfterFailure, time, CancellationToken.None);
            }
        }
    }

    private async ValueTask HandleAsync(UdpReceived received, ReadOnlyMemory<byte> packet)
    {
        // Only requests are answered here, and never a broadcast (RFC 1123 section 4.2.3.4): anything else could be the start of an endless exchange.
        var isRequest = TftpPacketReader.Opcode(packet.Span) is TftpOpcode.ReadRequest or TftpOpcode.WriteRequest;
        if (!isRequest || received.Remote.Port == 0 || !IsUnicast(received.LocalAddress))
        {
            LogIgnored(received.Remote, received.Length);
            return;
        }

        if (TftpPacketReader.ReadRequest(packet.Span, out var problem) is not { } request)
        {
            LogMalformed(received.Remote, problem!);
            await AnswerMalformedAsync(received, problem!);
        }
        else if (_transfers.IsRepetition(received.Remote, request))
        {
            LogRepeated(received.Remote, request.FileName);
        }
        else if (_transfers.IsFullFor(received.Remote.Address))
        {
            LogCrowded(request.FileName, received.Remote, _options.MaxTransfersPerAddress);
        }
        else if (HasRoom())
        {
            _transfers.Start(new TftpTransfer(request, received, _options, files, time), ServeAsync);
        }
    }

    /// <summary>Whether another transfer fits; says once for each crowd when none does.</summary>
    private bool HasRoom()
    {
        var isFull = _transfers.IsFull;
        if (isFull && !_isSaturated)
        {
            LogSaturated(_options.MaxTransfers);
        }

        _isSaturated = isFull;
        return !isFull;
    }

    private async ValueTask AnswerMalformedAsync(UdpReceived received, string problem)
    {
        try
        {
            using var peer = TftpPeer.Open(received, _options.Device);
            await peer.SendErrorAsync(TftpErrorCode.IllegalOperation, problem);
        }
        catch (SocketException failure)
        {
            LogAnswerFailed(received.Remote, failure);
        }
    }

    private async Task ServeAsync(TftpTransfer transfer)
    {
        var (result, failure) = await transfer.RunAsync();
        Log(result, failure);
        if (result.Outcome == TftpOutcome.Refused && !transfer.Request.IsWrite && _refusals.IsNew(result.FileName))
        {
            LogRefused(result.FileName, result.Remote, result.Detail);
        }

        try
        {
            observer.TransferEnded(result);
        }
        catch (Exception observerFailure)
        {
            LogObserverFailed(observerFailure);
        }
    }

    private void Log(TftpTransferResult result, Exception? failure)
    {
        switch (result.Outcome)
        {
            case TftpOutcome.Completed:
                LogCompleted(result.FileName, result.Remote, result.Bytes, result.Duration.TotalMilliseconds);
                break;
            case TftpOutcome.ServerFailed:
                LogFailed(failure, result.FileName, result.Remote, result.Bytes);
                break;
            default:
                LogEnded(result.FileName, result.Remote, result.Bytes, result.Outcome, result.Detail);
                break;
        }
    }

    private static bool IsUnicast(IPAddress address) =>
        !address.Equals(IPAddress.Broadcast) && !address.IsIPv6Multicast && (address.GetAddressBytes() is not { Length: 4 } bytes || bytes[0] is < 224 or > 239);
}
