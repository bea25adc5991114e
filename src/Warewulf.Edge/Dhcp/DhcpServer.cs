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
    private readonly Func<DhcpPlacement> _survey;
    private readonly Func<DhcpInterface, IUdpSocket> _bind;
    private readonly Func<DhcpInterface, IUdpSocket, DhcpListener> _listen;
    private readonly DhcpServerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<DhcpInterface, DhcpListening> _listening = [];

    // What an admin was already told of, because it is tried again and again.
    private readonly HashSet<DhcpInterface> _refused = [];
    private volatile DhcpPlacement _placement = new([], []);
    private Task _watching = Task.CompletedTask;

    /// <summary>Makes a server that listens on port 67 once it is started.</summary>
    /// <param name="survey">Tells where to listen; asked again and again, because interfaces come and go.</param>
    /// <param name="snapshots">Gives the newest snapshot, the same object as long as nothing changed; null while there is none.</param>
    /// <param name="leases">Who decides about dynamic addresses.</param>
    /// <param name="observer">Who hears of every machine that was answered.</param>
    /// <param name="options">The process's settings.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    internal DhcpServer(
        Func<DhcpPlacement> survey, Func<SegmentSnapshot?> snapshots, ILeaseSource leases, IDhcpObserver observer, DhcpServerOptions options,
        TimeProvider time, ILogger<DhcpServer> logger)
        : this(survey, snapshots, leases, observer, options, time, logger, BindPort)
    {
    }

    /// <summary>Makes a server over sockets of the caller's making.</summary>
    internal DhcpServer(
        Func<DhcpPlacement> survey, Func<SegmentSnapshot?> snapshots, ILeaseSource leases, IDhcpObserver observer, DhcpServerOptions options,
        TimeProvider time, ILogger logger, Func<DhcpInterface, IUdpSocket> bind)
    {
        _survey = survey;
        _bind = bind;
        _options = options;
        _time = time;
        _logger = logger;
        var responder = new DhcpResponder(leases, observer, options, Counters, time, logger);
        var reader = new DhcpRequestReader(() => _placement.OwnAddresses, options.HttpPort);
        var directories = new DhcpDirectorySource(snapshots);
        _listen = (on, socket) => new DhcpListener(on, socket, reader, directories, responder, options, Counters, time, logger);
    }

    /// <summary>What the server has done since its start.</summary>
    public DhcpCounters Counters { get; } = new();

    /// <summary>Binds port 67 on every interface and begins to answer.</summary>
    /// <exception cref="IOException">A port cannot be bound; the message says which and what to do. Nothing is left bound.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _placement = _survey();
        try
        {
            foreach (var on in _placement.Interfaces)
            {
                _listening.Add(on, new DhcpListening(_listen(on, _bind(on))));
            }
        }
        catch
        {
            await CloseAsync([.. _listening.Keys]);
            throw;
        }

        foreach (var (on, listening) in _listening)
        {
            listening.Begin();
            LogListening(_logger, on.Name, on.Address);
        }

        _watching = Task.Run(WatchAsync, CancellationToken.None);
    }

    /// <summary>Stops receiving, lets requests in progress finish for a moment, and closes the ports. Can be called again.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watching;
        await CloseAsync([.. _listening.Keys]);
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

    // A socket is tied to the very interface it was bound to: one made anew under the same name (a bridge, a bond, a VLAN after a restart of the
    // network) needs another socket, and the old one says nothing of it.
    private async Task WatchAsync()
    {
        while (true)
        {
            await Task.Delay(_options.InterfaceCheck, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await FollowAsync(_survey());
            }
            catch (Exception failure)
            {
                // What cannot be read now may be read next time; the listeners there are go on.
                LogSurveyFailed(_logger, failure);
            }
        }
    }

    private async Task FollowAsync(DhcpPlacement placement)
    {
        _placement = placement;
        var gone = _listening.Keys.Except(placement.Interfaces).ToList();
        foreach (var on in gone)
        {
            LogGone(_logger, on.Name, on.Address, WhyGone(on, placement));
        }

        await CloseAsync(gone);
        foreach (var on in placement.Interfaces.Where(on => !_listening.ContainsKey(on)))
        {
            Open(on);
        }

        _refused.IntersectWith(placement.Interfaces);
    }

    private void Open(DhcpInterface on)
    {
        try
        {
            var listening = new DhcpListening(_listen(on, _bind(on)));
            _listening.Add(on, listening);
            listening.Begin();
            _refused.Remove(on);
            LogListening(_logger, on.Name, on.Address);
        }
        catch (IOException failure)
        {
            if (_refused.Add(on))
            {
                LogRefused(_logger, on.Name, _options.InterfaceCheck, failure.Message);
            }
        }
    }

    private async Task CloseAsync(IReadOnlyList<DhcpInterface> interfaces)
    {
        foreach (var on in interfaces)
        {
            if (_listening.Remove(on, out var listening))
            {
                await listening.DisposeAsync();
            }
        }
    }

    private static string WhyGone(DhcpInterface on, DhcpPlacement placement) => placement.Interfaces.FirstOrDefault(found => found.Name == on.Name) switch
    {
        null => "it is gone, has no address in a boot network, or DHCP was disabled",
        var found when found.Index != on.Index => "it was made anew",
        var found => $"its address is now {found.Address}",
    };
}
