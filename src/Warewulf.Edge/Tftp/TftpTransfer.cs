using System.Net;
using System.Net.Sockets;
using Warewulf.Edge.Sockets;
using Warewulf.Edge.Tftp.Wire;

namespace Warewulf.Edge.Tftp;

/// <summary>One accepted request, from the first look for its file to its end. Runs once.</summary>
internal sealed class TftpTransfer(TftpRequest request, UdpReceived origin, TftpServerOptions options, ITftpFiles files, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _abort = new();
    private readonly Lock _abortLock = new();
    private TftpOutcome? _abortOutcome;
    private bool _isDisposed;
    private long _bytes;

    /// <summary>What the client asked for.</summary>
    public TftpRequest Request => request;

    /// <summary>The client.</summary>
    public IPEndPoint Remote => origin.Remote;

    /// <summary>Ends the transfer as soon as possible; the first call decides the outcome.</summary>
    public void Abort(TftpOutcome outcome)
    {
        lock (_abortLock)
        {
            if (!_isDisposed)
            {
                _abortOutcome ??= outcome;
                _abort.Cancel();
            }
        }
    }

    /// <summary>Serves the request.</summary>
    /// <returns>What became of it, and the fault of this server if there was one. Never throws.</returns>
    public async Task<(TftpTransferResult Result, Exception? Failure)> RunAsync()
    {
        var start = time.GetTimestamp();
        TftpEnding ending;
        try
        {
            using var peer = TftpPeer.Open(origin, options.Device);
            ending = await ServeAsync(peer);
        }
        catch (SocketException failure)
        {
            ending = new TftpEnding(TftpOutcome.ServerFailed, "no socket for the transfer", failure);
        }

        var result = new TftpTransferResult(
            origin.Remote, origin.LocalAddress, origin.InterfaceIndex, request.FileName, _bytes, time.GetElapsedTime(start), ending.Outcome, ending.Detail);
        return (result, ending.Failure);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_abortLock)
        {
            _isDisposed = true;
            _abort.Dispose();
        }
    }

    private async Task<TftpEnding> ServeAsync(TftpPeer peer)
    {
        try
        {
            if (request.IsWrite)
            {
                return await RefuseAsync(peer, TftpErrorCode.AccessViolation, "this server is read only");
            }

            var fileRequest = new TftpFileRequest(request.FileName, origin.Remote, origin.LocalAddress, origin.InterfaceIndex);
            var opened = await files.OpenAsync(fileRequest, _abort.Token);
            if (opened.Content is null)
            {
                return await RefuseAsync(peer, opened.ErrorCode, opened.Message);
            }

            using var content = request.Mode == TftpMode.Netascii ? new NetasciiContent(opened.Content) : opened.Content;
            return await SendAsync(peer, content);
        }
        catch (OperationCanceledException) when (_abortOutcome is { } outcome)
        {
            if (outcome == TftpOutcome.ServerStopped)
            {
                await peer.SendErrorAsync(TftpErrorCode.NotDefined, "the server is stopping");
            }

            return new TftpEnding(outcome);
        }
        catch (Exception failure)
        {
            // Whatever a file source throws must end this transfer and nothing else; the server logs it.
            await peer.SendErrorAsync(TftpErrorCode.NotDefined, "the server cannot read the file");
            return new TftpEnding(TftpOutcome.ServerFailed, failure.Message, failure);
        }
    }

    private async Task<TftpEnding> SendAsync(TftpPeer peer, ITftpContent content)
    {
        var terms = TftpTerms.Negotiate(request.Options, options, () => content.Length, () => TftpPathMtu.BlockThatFits(origin));
        var sender = new TftpSender(peer, content, terms, options, time);
        try
        {
            return await sender.RunAsync(_abort.Token);
        }
        finally
        {
            _bytes = sender.BytesAcknowledged;
        }
    }

    private static async Task<TftpEnding> RefuseAsync(TftpPeer peer, TftpErrorCode code, string message)
    {
        await peer.SendErrorAsync(code, message);
        return new TftpEnding(TftpOutcome.Refused, $"error {(int)code}: {message}");
    }
}
