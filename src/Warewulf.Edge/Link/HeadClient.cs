using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Warewulf.Core;
using Warewulf.Core.Api;

namespace Warewulf.Edge.Link;

/// <summary>Connections to one head.</summary>
public sealed class HeadClient : IDisposable
{
    private readonly HttpClient _http;
    private long _avoidedUntil;

    /// <summary>Makes a client; nothing is connected yet.</summary>
    /// <param name="address">The head.</param>
    /// <param name="token">The credential, which heads want over TCP.</param>
    public HeadClient(HeadAddress address, string? token)
    {
        Address = address;
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(1),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseProxy = false,
            UseCookies = false,

            // A head never redirects; whatever does is something else, and is not to be followed.
            AllowAutoRedirect = false,
        };
        if (address.SocketPath is { } path)
        {
            handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(path, cancellationToken);
        }

        _http = new HttpClient(handler) { BaseAddress = address.BaseUri, Timeout = Timeout.InfiniteTimeSpan };
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>The head.</summary>
    public HeadAddress Address { get; }

    /// <summary>Until when this head is asked last, because it failed; in ticks of the link's clock.</summary>
    public long AvoidedUntil
    {
        get => Volatile.Read(ref _avoidedUntil);
        set => Volatile.Write(ref _avoidedUntil, value);
    }

    /// <summary>Sends a request and turns a refusal into the exception it names.</summary>
    /// <exception cref="WarewulfException">The head refuses.</exception>
    /// <exception cref="HttpRequestException">It does not answer, or cannot at present.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            var error = await ReadErrorAsync(response, cancellationToken);
            throw error.Code is ApiErrorCode.Unavailable or ApiErrorCode.Internal
                ? new HttpRequestException(error.Message)
                : new WarewulfException(error.Code, error.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static async Task<ApiError> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(ApiJsonContext.Default.ApiError, cancellationToken)
                ?? new ApiError(ApiErrorCode.Unavailable, $"HTTP status {(int)response.StatusCode}");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new ApiError(ApiErrorCode.Unavailable, $"HTTP status {(int)response.StatusCode} without an explanation");
        }
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
