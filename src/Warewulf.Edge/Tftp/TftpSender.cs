using System.Buffers;
using System.Net.Sockets;
using Warewulf.Edge.Tftp.Wire;

namespace Warewulf.Edge.Tftp;

/// <summary>Sends one file to one client: windows, acknowledgements, retransmissions.</summary>
internal sealed class TftpSender(TftpPeer peer, ITftpContent content, TftpTerms terms, TftpServerOptions options, TimeProvider time)
{
    // Only acknowledgements and errors come from the client; longer packets are cut, their beginning tells all.
    private const int ReceiveBuffer = 512;

    // More acknowledgements than a client sends for the longest window that makes sense; whoever sends more does not keep the next window waiting.
    private const int MostReadAhead = 256;

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
        // Until the client has answered, its address may be forged or its wait not what it says: so less patience, and on the server's terms (RFC 2349).
        var (first, wait, retries, repeated) = (_window.First, options.Timeout, options.RetriesBeforeAnswer, 0);
        while (true)
        {
            await SendWindowAsync(buffer, cancellationToken);
            deadline.Set(wait);
            var isTimeout = false;
            try
            {
                if (await AwaitAnswerAsync(received, deadline.Token) is { } ending)
                {
                    return ending;
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                isTimeout = true;
            }

            if (_window.First != first)
            {
                (first, wait, retries, repeated) = (_window.First, terms.Timeout, options.Retries, 0);
            }
            else if (isTimeout)
            {
                if (repeated++ == retries)
                {
                    return new TftpEnding(TftpOutcome.ClientTimedOut, $"no answer to packet {first} sent {repeated} times");
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
        TftpEnding? ending = null;
        for (var isToSend = false; !isToSend && ending is null;)
        {
            var length = await peer.ReceiveAsync(received.AsMemory(0, ReceiveBuffer), cancellationToken);
            (isToSend, ending) = Take(received.AsSpan(0, length));
        }

        // With windows, acknowledgements that came in while the window went out are all read first: the last one says what is needed now.
        for (var read = 1; terms.WindowSize > 1 && ending is null && read < MostReadAhead && peer.TryReceive(received.AsSpan(0, ReceiveBuffer), out var length); read++)
        {
            (_, ending) = Take(received.AsSpan(0, length));
        }

        return ending;
    }

    /// <summary>Takes in a packet of the client.</summary>
    /// <returns>Whether it calls for a window, and the ending if that is what it was.</returns>
    private (bool IsToSend, TftpEnding? Ending) Take(ReadOnlySpan<byte> packet)
    {
        if (TftpPacketReader.TryReadError(packet, out var code, out var text))
        {
            return (false, new TftpEnding(TftpOutcome.ClientAborted, $"error {code}: {text}"));
        }

        var isToSend = TftpPacketReader.TryReadAcknowledgement(packet, out var block) && _window.Acknowledge(block);
        return (isToSend, _window.IsDone ? new TftpEnding(TftpOutcome.Completed) : null);
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
