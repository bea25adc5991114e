using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Edge.Link;
using Warewulf.Silo.Api;

namespace Warewulf.Silo.Heads;

/// <summary>Connections to the other heads. All heads of a site have the same token.</summary>
/// <param name="token">The token.</param>
/// <param name="time">The clock.</param>
internal sealed class HeadPeers(ApiToken token, TimeProvider time) : IDisposable
{
    /// <summary>How long a head may say nothing.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, HeadClient> _clients = new();

    /// <summary>Posts a document to a head, at the first of its addresses that takes it.</summary>
    /// <param name="head">The head.</param>
    /// <param name="route">The path.</param>
    /// <param name="document">The document.</param>
    /// <param name="type">How it is written as JSON.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="patience">As of <see cref="SendAsync"/>.</param>
    /// <exception cref="PeerException">It does not answer, or refuses.</exception>
    public Task<HttpResponseMessage> PostAsync<T>(
        HeadRecord head, string route, T document, JsonTypeInfo<T> type, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(document, type);
        return SendAsync(head, Request, cancellationToken, patience);

        // Anew for each address: a request is sent once.
        HttpRequestMessage Request() => new(HttpMethod.Post, route)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
    }

    /// <summary>Sends a request to a head, at the first of its addresses that takes it.</summary>
    /// <param name="head">The head.</param>
    /// <param name="request">Makes the request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="patience">
    /// How long it may take to answer; <see cref="Patience"/> if unset. A request that may take its time changes something, and is not sent a second time.
    /// </param>
    /// <exception cref="PeerException">It does not answer, or refuses.</exception>
    public async Task<HttpResponseMessage> SendAsync(HeadRecord head, Func<HttpRequestMessage> request, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        Exception? last = null;
        foreach (var address in head.Addresses)
        {
            try
            {
                using var message = request();
                return await Client(address).SendAsync(message, cancellationToken).WaitAsync(patience ?? Patience, time, cancellationToken);
            }
            catch (WarewulfException e) when (e.Code == ApiErrorCode.Unauthorized)
            {
                throw new PeerException(
                    $"{head} does not let this head in: all heads of a site have the same token. Copy etc/warewulf/keys/api.token of one to the others and restart them.", e);
            }
            catch (WarewulfException e)
            {
                throw new PeerException($"{head} says: {e.Message}", e) { IsMissing = e.Code == ApiErrorCode.NotFound };
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException)
            {
                last = e;
                if (patience is not null && e is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError })
                {
                    break;
                }
            }
        }

        throw new PeerException(
            last is null
                ? $"{head} has no address: start it with --listen and an address that other heads reach, or --advertise."
                : $"{head} does not answer: {last.Message.TrimEnd('.')}.",
            last);
    }

    /// <summary>Reads from a head's answer, as long as it goes on.</summary>
    /// <exception cref="PeerException">It does not.</exception>
    public async Task<T> ReadAsync<T>(HeadRecord head, Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await read(both.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new PeerException($"{head} breaks off: {(limit.IsCancellationRequested ? "it says nothing any more" : e.Message.TrimEnd('.'))}.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    private HeadClient Client(string address) => _clients.GetOrAdd(address, text => new HeadClient(HeadAddress.Parse(text), token.Value));
}
