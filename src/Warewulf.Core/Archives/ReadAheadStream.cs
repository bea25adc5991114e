using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Warewulf.Core.Archives;

/// <summary>
/// Reads a stream on another thread, a few blocks ahead of whoever reads this one: decompressing and writing files then share two
/// processors. Does not own the stream behind it; errors come where its bytes would.
/// </summary>
internal sealed class ReadAheadStream : ForwardReadStream
{
    private const int BlockSize = 256 * 1024;
    private const int Blocks = 6;

    private readonly Stream _source;
    private readonly BlockingCollection<byte[]> _free = [];
    private readonly BlockingCollection<(byte[] Block, int Length)> _full = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _filling;
    private byte[]? _block;
    private int _start;
    private int _end;
    private ExceptionDispatchInfo? _failure;

    internal ReadAheadStream(Stream source)
    {
        _source = source;
        for (var i = 0; i < Blocks; i++)
        {
            _free.Add(new byte[BlockSize]);
        }

        _filling = Task.Factory.StartNew(Fill, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_start == _end && !Next())
        {
            return 0;
        }

        var count = Math.Min(buffer.Length, _end - _start);
        _block.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            _filling.Wait();
            _free.Dispose();
            _full.Dispose();
            _stop.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool Next()
    {
        if (_block is not null)
        {
            _free.Add(_block);
            _block = null;
        }

        if (_full.TryTake(out var next, Timeout.Infinite))
        {
            (_block, _start, _end) = (next.Block, 0, next.Length);
            return true;
        }

        _failure?.Throw();
        return false;
    }

    private void Fill()
    {
        try
        {
            int count;
            do
            {
                var block = _free.Take(_stop.Token);
                count = _source.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
                if (count > 0)
                {
                    _full.Add((block, count), _stop.Token);
                }
            }
            while (count == BlockSize);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Nobody reads on.
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            _full.CompleteAdding();
        }
    }
}
