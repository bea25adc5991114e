using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Segments;
using Warewulf.Edge.Dhcp.Wire;
using Warewulf.Edge.Sockets;

namespace Warewulf.Edge.Dhcp;

/// <summary>
/// The DHCP server of an edge. Nodes with a reserved address are answered from the snapshot, heads or no heads; other machines get what the heads lease
/// them.
/// </summary>
public sealed partial class DhcpServer : IHostedService, IAsyncDisposable
{
    private readonly IReadOnlyList<DhcpInterface> _interfaces;
    private readonly Func<DhcpInterface, IUdpSocket> _bind;
    private readonly Func<DhcpInterface, IUdpSocket, DhcpListener> _listen;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<DhcpListener> _listeners = [];
    private Task _running = Task.CompletedTask;

    /// <summary>Makes a server that listens on port 67 of the given interfaces once it is started.</summary>
    /// <param name="interfaces">Where to listen.</param>
    /// <param name="snapshots">Gives the newest snapshot, the same object as long as nothing changed; null while there is none.</param>
    /// <param name="leases">Who decides about dynamic addresses.</param>
    /// <param name="observer">Who hears of every machine that was answered.</param>
    /// <param name="options">The process's settings.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public DhcpServer(
        IReadOnlyList<DhcpInterface> interfaces, Func<SegmentSnapshot?> snapshots, ILeaseSource leases, IDhcpObserver observer, DhcpServerOptions options,
        TimeProvider time, ILogger<DhcpServer> logger)
        : this(interfaces, snapshots, leases, observer, options, time, logger, BindPort)
    {
    }

    /// <summary>Makes a server over sockets of the caller's making.</summary>
    internal DhcpServer(
        IReadOnlyList<DhcpInterface> interfaces, Func<SegmentSnapshot?> snapshots, ILeaseSource leases, IDhcpObserver observer, DhcpServerOptions options,
        TimeProvider time, ILogger logger, Func<DhcpInterface, IUdpSocket> bind)
    {
        _interfaces = interfaces;
        _bind = bind;
        _logger = logger;
        var responder = new DhcpResponder(leases, observer, options, Counters, time, logger);
        var reader = new DhcpRequestReader([.. interfaces.Select(i => i.Address)]);
        var directories = new DhcpDirectorySource(snapshots);
        _listen = (on, socket) => new DhcpListener(on, socket, reader, directories, responder, options, Counters, time, logger);
    }

    /// <summary>What the server has done since its start.</summary>
    public DhcpCounters Counters { get; } = new();

    /// <summary>Binds port 67 on every interface and begins to answer.</summary>
    /// <exception cref="IOException">A port cannot be bound; the message says which and what to do. Nothing is left bound.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var on in _interfaces)
            {
                _listeners.Add(_listen(on, _bind(on)));
            }
        }
        catch
        {
            DisposeListeners();
            throw;
        }

        foreach (var on in _interfaces)
        {
            LogListening(_logger, on.Name, on.Address);
        }

        _running = Task.WhenAll(_listeners.Select(listener => Task.Run(() => listener.RunAsync(_stopping.Token), CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>Stops receiving, lets requests in progress finish for a moment, and closes the ports. Can be called again.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running;
        DisposeListeners();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _stopping.Dispose();
    }

    private static UdpSocket BindPort(DhcpInterface on) => UdpSocket.Bind(OptionsFor(on));

    /// <summary>How the socket of an interface is bound: to the device, because a broadcast says nothing of the address it is for.</summary>
    internal static UdpSocketOptions OptionsFor(DhcpInterface on) => new()
    {
        LocalEndPoint = new IPEndPoint(IPAddress.Any, DhcpPacket.ServerPort),
        Device = on.Name,
        AllowBroadcast = true,
        PortInUseAdvice = "stop the other DHCP server (ss -ulpn 'sport = :67') or set 'dhcp: enabled: false' in warewulf.conf",
    };

    private void DisposeListeners()
    {
        foreach (var listener in _listeners)
        {
            listener.Dispose();
        }

        _listeners.Clear();
    }
}
