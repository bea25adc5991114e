using Warewulf.Core.Boot;
using Warewulf.Edge.Dhcp;
using Warewulf.Edge.Tftp;

namespace Warewulf.Edge.Boot;

/// <summary>Turns what DHCP and TFTP see into stages of a boot, and learns whose an address is.</summary>
internal sealed class BootObserver : IDhcpObserver, ITftpObserver
{
    private readonly AddressBook _addresses;
    private readonly Acquaintances _machines;
    private readonly EventSpool _events;
    private readonly TimeProvider _time;

    public BootObserver(AddressBook addresses, Acquaintances machines, EventSpool events, TimeProvider time)
    {
        _addresses = addresses;
        _machines = machines;
        _events = events;
        _time = time;
    }

    /// <inheritdoc/>
    public void Seen(DhcpExchange exchange)
    {
        _machines.Note(exchange.Mac);
        if (!exchange.Acked)
        {
            return;
        }

        // A renewal is no step of a boot, but after a restart of this edge it is all there is to learn the address from.
        _addresses.Note(exchange.Address, exchange.Mac);
        if (!exchange.Renewal && exchange.Kind != DhcpClientKind.System)
        {
            _events.Add(new BootEvent(exchange.Mac, BootStage.Dhcp, exchange.At)
            {
                Address = exchange.Address,
                Architecture = exchange.Architecture,
                PowerOn = exchange.PowerOn,
            });
        }
    }

    /// <inheritdoc/>
    public void TransferEnded(TftpTransferResult result)
    {
        if (result.Outcome == TftpOutcome.Completed && _addresses.Find(result.Remote.Address) is { } mac)
        {
            _events.Add(new BootEvent(mac, BootStage.Loader, _time.GetUtcNow())
            {
                Address = result.Remote.Address,
                File = result.FileName,
                Bytes = result.Bytes,
            });
        }
    }
}
