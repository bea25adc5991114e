using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;

namespace Warewulf.Cli.Client;

/// <summary>
/// Asks the heads, one after the other until one answers. A head that takes no connection is skipped; a change that was sent is never
/// sent again, because the head may have made it.
/// </summary>
/// <param name="options">Which heads.</param>
/// <param name="time">The clock that time-outs are measured by.</param>
/// <param name="trace">Takes lines for whoever asked to see more.</param>
internal sealed class HeadClient(HeadClientOptions options, TimeProvider time, Action<string> trace)
{
    /// <summary>The heads, in the order in which they are tried.</summary>
    public IReadOnlyList<HeadAddress> Heads => options.Heads;

    /// <summary>Reads something.</summary>
    /// <exception cref="WarewulfException">No head answers, or one refuses.</exception>
    public HeadReply Get(string path, CancellationToken cancellationToken) => Send(path, null, options.AnswerTimeout, cancellationToken);

    /// <summary>Asks for a change.</summary>
    /// <param name="path">The path.</param>
    /// <param name="request">The request.</param>
    /// <param name="type">How it is written as JSON.</param>
    /// <param name="cancellationToken">Breaks the request off.</param>
    /// <param name="patience">How long the head may be silent; <see cref="HeadClientOptions.AnswerTimeout"/> if unset.</param>
    /// <exception cref="WarewulfException">No head answers, or one refuses.</exception>
    public HeadReply Post<T>(string path, T request, JsonTypeInfo<T> type, CancellationToken cancellationToken, TimeSpan? patience = null) =>
        Send(path, JsonSerializer.SerializeToUtf8Bytes(request, type), patience ?? options.AnswerTimeout, cancellationToken);

    /// <summary>Asks for work that may take hours and tells how far it is, on another thread; only the user ends the wait.</summary>
    /// <param name="path">The path.</param>
    /// <param name="request">The request.</param>
    /// <param name="type">How it is written as JSON.</param>
    /// <param name="progress">Told how far it is, on that thread.</param>
    /// <param name="cancellationToken">Breaks the request off.</param>
    /// <exception cref="WarewulfException">No head answers, or one refuses.</exception>
    public Task<HeadReply> PostLongAsync<T>(
        string path, T request, JsonTypeInfo<T> type, Action<ImageProgress> progress, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request, type);
        return Task.Run(() => Send(path, body, TimeSpan.Zero, cancellationToken, progress), CancellationToken.None);
    }

    /// <summary>Goes on with another protocol at the first head that takes a connection.</summary>
    /// <param name="path">The path.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="cancellationToken">Breaks the attempt off, and the connection later.</param>
    /// <returns>The connection, and the stream to use it by; both are the caller's to dispose.</returns>
    /// <exception cref="WarewulfException">No head answers, or one refuses.</exception>
    public (HeadConnection Connection, Stream Stream) Switch(string path, string protocol, CancellationToken cancellationToken)
    {
        var failures = new List<HeadFailure>();
        foreach (var head in options.Heads)
        {
            trace($"POST {path} from {head.Text}, to go on with {protocol}");
            if (Connect(head, failures, cancellationToken) is not { } connection)
            {
                trace(failures[^1].ToString());
                continue;
            }

            try
            {
                var (stream, refusal) = connection.Switch(path, protocol, options.Token, options.AnswerTimeout);
                return stream is not null ? (connection, stream) : throw refusal!.Refusal();
            }
            catch (InvalidDataException e)
            {
                connection.Dispose();
                throw new HeadReply(head, 0, default).Malformed(e.Message);
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
                connection.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                throw Lost($"{head.Text} broke the connection off before it had answered", isChange: false);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }

        throw HeadFailure.ToException(failures);
    }

    private HeadReply Send(string path, byte[]? body, TimeSpan timeout, CancellationToken cancellationToken, Action<ImageProgress>? progress = null)
    {
        var failures = new List<HeadFailure>();
        for (var i = 0; i < options.Heads.Count; i++)
        {
            var head = options.Heads[i];
            trace($"{(body is null ? "GET" : "POST")} {path} from {head.Text}");
            using var connection = Connect(head, failures, cancellationToken);
            var mayAskNext = body is null && i < options.Heads.Count - 1;
            if (connection is not null && Ask(connection, head, path, body, timeout, mayAskNext ? failures : null, progress, cancellationToken) is { } reply)
            {
                trace($"HTTP status {reply.Status}, {reply.Body.Length} bytes");
                return reply.IsSuccess ? reply : throw reply.Refusal();
            }

            trace(failures[^1].ToString());
        }

        throw HeadFailure.ToException(failures);
    }

    private HeadConnection? Connect(HeadAddress head, List<HeadFailure> failures, CancellationToken cancellationToken)
    {
        try
        {
            return HeadConnection.Open(head, options.ConnectTimeout, time, cancellationToken);
        }
        catch (SocketException e)
        {
            // The runtime calls a missing socket an address that cannot be assigned.
            var isMissing = head.SocketPath is not null && e.SocketErrorCode == SocketError.AddressNotAvailable;
            failures.Add(new HeadFailure(head, e.SocketErrorCode, isMissing ? "there is no such socket" : e.Message));
        }
        catch (TimeoutException e)
        {
            failures.Add(new HeadFailure(head, SocketError.TimedOut, e.Message));
        }

        return null;
    }

    private HeadReply? Ask(
        HeadConnection connection,
        HeadAddress head,
        string path,
        byte[]? body,
        TimeSpan timeout,
        List<HeadFailure>? failures,
        Action<ImageProgress>? progress,
        CancellationToken cancellationToken)
    {
        string what;
        try
        {
            return connection.Ask(path, body, options.Token, timeout, progress);
        }
        catch (InvalidDataException e)
        {
            throw new HeadReply(head, 0, default).Malformed(e.Message);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // Closing the connection is how a cancellation reaches the calls on it.
            cancellationToken.ThrowIfCancellationRequested();
            var isTimeout = (e as SocketException ?? e.InnerException as SocketException)?.SocketErrorCode
                is SocketError.TimedOut or SocketError.WouldBlock;
            what = isTimeout ? $"did not answer within {timeout.TotalSeconds:0.#} s" : "broke the connection off before it had answered";
        }

        if (failures is null)
        {
            throw Lost($"{head.Text} {what}", body is not null);
        }

        failures.Add(new HeadFailure(head, SocketError.ConnectionReset, what));
        return null;
    }

    private static WarewulfException Lost(string what, bool isChange) => new(
        ApiErrorCode.Unavailable,
        isChange ? $"{what}: it may or may not have made the change. Look with 'wwctl history' or 'wwctl image list' before you try again."
            : $"{what}: look at its log with 'journalctl -u warewulfd', then try again.");
}
