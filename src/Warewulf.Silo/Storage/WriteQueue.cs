using System.Threading.Channels;
using Warewulf.Core;
using Warewulf.Core.Api;

namespace Warewulf.Silo.Storage;

/// <summary>
/// Does waiting writes in batches, one batch at a time: while the disk is busy with one, the next gathers. So the number of writes
/// per second does not depend on how many times per second the disk can sync.
/// </summary>
internal sealed class WriteQueue<TWrite> : IAsyncDisposable
    where TWrite : QueuedWrite
{
    private const int LargestBatch = 512;

    private readonly Channel<TWrite> _waiting = Channel.CreateUnbounded<TWrite>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Func<IReadOnlyList<TWrite>, Task> _write;
    private readonly Task _loop;

    /// <summary>Starts a queue.</summary>
    /// <param name="write">Does a batch and reports to each write; what it throws is reported to those it did not get to.</param>
    public WriteQueue(Func<IReadOnlyList<TWrite>, Task> write)
    {
        _write = write;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Adds a write.</summary>
    /// <exception cref="WarewulfException">The storage is closed.</exception>
    public void Add(TWrite write)
    {
        if (!_waiting.Writer.TryWrite(write))
        {
            throw new WarewulfException(ApiErrorCode.Unavailable, "This head is stopping and stores nothing more. Ask another one, or try again when it is back.");
        }
    }

    /// <summary>Takes no more writes and finishes those that wait.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
    }

    private async Task RunAsync()
    {
        var batch = new List<TWrite>();
        var identities = new HashSet<object>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            identities.Clear();
            while (batch.Count < LargestBatch
                && _waiting.Reader.TryPeek(out var write)
                && (write.Identity is null || !identities.Contains(write.Identity)))
            {
                _ = _waiting.Reader.TryRead(out write);
                if (!write!.IsAbandoned)
                {
                    batch.Add(write);
                    _ = write.Identity is { } identity && identities.Add(identity);
                }
            }

            await WriteAsync(batch);
        }
    }

    private async Task WriteAsync(List<TWrite> batch)
    {
        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            await _write(batch);
        }
        catch (Exception e)
        {
            // Every error has somebody who waits for it; the loop itself must not end.
            batch.ForEach(write => write.Fail(e));
        }
    }
}
