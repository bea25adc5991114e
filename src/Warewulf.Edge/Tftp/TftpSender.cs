using System.Buffers;
using System.Net.Sockets;
using Warewulf.Edge.Tftp.Wire;

namespace Warewulf.Edge.Tftp;

/// <summary>Sends one file to one client: windows, acknowledgements, retransmissions.</summary>
internal sealed class TftpSender(TftpPeer peer, ITftpContent content, TftpTerms terms, TftpServerOptions options, TimeProvider time)
{
    // Only acknowledgements and errors come from the client; longer packets are cut, their beginning tells all.
    private const int ReceiveBuffer = 512;

    private readonly TftpWindow _window = new(terms.WindowSize, terms.Acknowledged.Count > 0);
    private int _lastBlockLength;

    /// <summary>The octets the client has acknowledged so far.</summary>
    public long BytesAcknowledged =>
        (_window.BlocksAcknowledged * terms.BlockSize) - (_window.IsDone ? terms.BlockSize - _lastBlockLength : 0);

    /// <summary>Runs until the client has everything, leaves, or is given up.</summary>
    /// <exception cref="OperationCanceledException">The transfer was cancelled.</exception>
    /// <exception cref="IOException">The content cannot be read.</exception>
    public async Task<TftpEnding> RunAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(TftpPacketWriter.DataHeader + Math.Max(terms.BlockSize, ReceiveBuffer));
        var received = ArrayPool<byte>.Shared.Rent(ReceiveBuffer);
        using var deadline = new TftpDeadline(time, cancellationToken);
        try
        {
            return await RunAsync(buffer, received, deadline, cancellationToken);
        }
        catch (SocketException)
        {
            return new TftpEnding(TftpOutcome.ClientGone, "the client's port is closed");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(received);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<TftpEnding> RunAsync(byte[] buffer, byte[] received, TftpDeadline deadline, CancellationToken cancellationToken)
    {
        for (var (wait, repeated) = (terms.Timeout, 0); ;)
        {
            await SendWindowAsync(buffer, cancellationToken);
            deadline.Set(wait);
            var first = _window.First;
            try
            {
                if (await AwaitAnswerAsync(received, deadline.Token) is { } ending)
                {
                    return ending;
                }

                if (_window.First != first)
                {
                    (wait, repeated) = (terms.Timeout, 0);
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                if (repeated++ == options.Retries)
                {
                    return new TftpEnding(TftpOutcome.ClientTimedOut, $"no answer to packet {_window.First} sent {repeated} times");
                }

                wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, options.MaxTimeout.Ticks));
                _window.TimedOut();
            }
        }
    }

    /// <summary>Waits until something is to be sent.</summary>
    /// <returns>The ending, if that is what came; otherwise null.</returns>
    private async ValueTask<TftpEnding?> AwaitAnswerAsync(byte[] received, CancellationToken cancellationToken)
    {
        // With windows, acknowledgements that came in while the window went out are all read first: the last one says what is needed now.
        for (var isToSend = false; !isToSend || (terms.WindowSize > 1 && peer.HasPending);)
        {
            var length = await peer.ReceiveAsync(received.AsMemory(0, ReceiveBuffer), cancellationToken);
            var packet = received.AsSpan(0, length);
            if (TftpPacketReader.TryReadError(packet, out var code, out var text))
            {
                return new TftpEnding(TftpOutcome.ClientAborted, $"error {code}: {text}");
            }

            isToSend |= TftpPacketReader.TryReadAcknowledgement(packet, out var block) && _window.Acknowledge(block);
            if (_window.IsDone)
            {
                return new TftpEnding(TftpOutcome.Completed);
            }
        }

        return null;
    }

    private async ValueTask SendWindowAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        if (_window.First == 0)
        {
            _window.Sent(0, isLast: false);
            await peer.SendAsync(TftpPacketWriter.OptionAcknowledgement(terms.Acknowledged), cancellationToken);
        }
        else
        {
            for (var block = _window.First; block <= _window.End; block++)
            {
                var length = ReadBlock(block, buffer.AsSpan(TftpPacketWriter.DataHeader, terms.BlockSize));
                TftpPacketWriter.WriteDataHeader(buffer, (ushort)block);
                var isLast = length < terms.BlockSize;
                _lastBlockLength = isLast ? length : _lastBlockLength;
                _window.Sent(block, isLast);
                await peer.SendAsync(buffer.AsMemory(0, TftpPacketWriter.DataHeader + length), cancellationToken);
            }
        }

        _window.WindowSent();
    }

    private int ReadBlock(long block, Span<byte> data)
    {
        var offset = (block - 1) * terms.BlockSize;
        var length = 0;
        while (length < data.Length && content.Read(offset + length, data[length..]) is var count && count > 0)
        {
            length += count;
        }

        return length;
    }
}
