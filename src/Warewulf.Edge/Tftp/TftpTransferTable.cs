using System.Collections.Concurrent;
using System.Net;
using Warewulf.Edge.Tftp.Wire;

namespace Warewulf.Edge.Tftp;

/// <summary>
/// The running transfers: one to a client port, and no more than the limits to an address and in all. Admission is for one thread, the rest for any.
/// </summary>
internal sealed class TftpTransferTable(int limit, int limitPerAddress)
{
    private readonly ConcurrentDictionary<IPEndPoint, TftpTransfer> _byClient = new();
    private readonly ConcurrentDictionary<TftpTransfer, Task> _running = new();
    private readonly Dictionary<IPAddress, int> _perAddress = [];

    /// <summary>The number of transfers that have not come to their very end.</summary>
    public int Running => _running.Count;

    /// <summary>Whether there is no room for another.</summary>
    public bool IsFull => Running >= limit;

    /// <summary>Whether there is no room for another to this address.</summary>
    public bool IsFullFor(IPAddress address)
    {
        lock (_perAddress)
        {
            return _perAddress.GetValueOrDefault(address) >= limitPerAddress;
        }
    }

    /// <summary>Whether exactly this request is being served to this client already.</summary>
    public bool IsRepetition(IPEndPoint client, TftpRequest request) =>
        _byClient.TryGetValue(client, out var running) && running.Request.IsSameAs(request);

    /// <summary>
    /// Starts a transfer. An older one to the same client port ends: a client that asks anew has given it up. Firmware that first asks for the size of a
    /// file does this, and its ERROR for the old transfer may well be read after its new request.
    /// </summary>
    /// <param name="transfer">The transfer; disposed of at its end.</param>
    /// <param name="run">Serves it to its end; must not throw.</param>
    public void Start(TftpTransfer transfer, Func<TftpTransfer, Task> run)
    {
        if (_byClient.TryGetValue(transfer.Remote, out var older))
        {
            older.Abort(TftpOutcome.ClientRestarted);
        }

        _byClient[transfer.Remote] = transfer;
        Count(transfer.Remote.Address, 1);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[transfer] = RunAsync(transfer, run, go.Task);
        go.SetResult();
    }

    /// <summary>Ends every transfer and waits for it.</summary>
    public async Task StopAsync()
    {
        var running = _running.ToArray();
        foreach (var (transfer, _) in running)
        {
            transfer.Abort(TftpOutcome.ServerStopped);
        }

        await Task.WhenAll(running.Select(entry => entry.Value));
    }

    private async Task RunAsync(TftpTransfer transfer, Func<TftpTransfer, Task> run, Task go)
    {
        // Off the listener's thread, and not before the table knows the transfer.
        await go;
        try
        {
            await run(transfer);
        }
        finally
        {
            _byClient.TryRemove(new(transfer.Remote, transfer));
            Count(transfer.Remote.Address, -1);
            _running.TryRemove(transfer, out _);
            transfer.Dispose();
        }
    }

    private void Count(IPAddress address, int change)
    {
        lock (_perAddress)
        {
            var count = _perAddress.GetValueOrDefault(address) + change;
            if (count > 0)
            {
                _perAddress[address] = count;
            }
            else
            {
                _perAddress.Remove(address);
            }
        }
    }
}
