using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Nodes;
using Warewulf.Core.Nodes;
using Warewulf.Silo.Hosting;

namespace Warewulf.Silo.Tests.Support;

/// <summary>A whole head in this process, over files of its own and without an edge.</summary>
internal sealed class RunningHead : IAsyncDisposable
{
    private readonly SiloHost _host;
    private readonly bool _ownsFiles;

    private RunningHead(HeadDirectory files, bool ownsFiles, SiloHost host)
    {
        Files = files;
        _ownsFiles = ownsFiles;
        _host = host;
        Client = OverSocket();
        Tcp = new HttpClient { BaseAddress = host.Addresses is [var address, ..] ? address : null };
    }

    public HeadDirectory Files { get; }

    public string Run => Path.Combine(Files.Root, "run/warewulf");

    public string Socket => Path.Combine(Run, "warewulfd.sock");

    public string TokenFile => Path.Combine(Files.Root, "etc/warewulf/keys/api.token");

    /// <summary>Talks over the unix socket.</summary>
    public HttpClient Client { get; }

    /// <summary>Talks over TCP, without a token.</summary>
    public HttpClient Tcp { get; }

    /// <summary>A part of the head.</summary>
    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public static SiloOptions Options(HeadDirectory files) => new()
    {
        HostName = "head1",
        Version = "1.2.3",
        Root = files.Root,
        Share = files.Share,
        Edge = false,
    };

    public static async Task<RunningHead> StartAsync(
        HeadDirectory? files = null, bool tcp = false, ILoggerFactory? loggers = null, TimeProvider? time = null,
        Func<SiloOptions, SiloOptions>? change = null)
    {
        var directory = files ?? new HeadDirectory();
        var options = Options(directory) with { Listen = tcp ? [HeadAddress.Parse("http://127.0.0.1:0")] : [] };
        var host = new SiloHost(change?.Invoke(options) ?? options, time ?? TimeProvider.System, loggers ?? NullLoggerFactory.Instance);
        try
        {
            await host.StartAsync(CancellationToken.None);
            return new RunningHead(directory, files is null, host);
        }
        catch
        {
            await host.DisposeAsync();
            if (files is null)
            {
                directory.Dispose();
            }

            throw;
        }
    }

    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Client.PostAsync(path, content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Posts what must succeed.</summary>
    public async Task<TResponse> SendAsync<TRequest, TResponse>(
        string path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse> responseType)
    {
        var (status, body) = await PostAsync(path, JsonSerializer.Serialize(request, requestType));
        Assert.True(status == HttpStatusCode.OK, body);
        return JsonSerializer.Deserialize(body, responseType)!;
    }

    public Task<CommitResponse> AddAsync(string hosts, params (string Field, string Value)[] fields) => ChangeAsync(Routes.NodesAdd, hosts, fields);

    public Task<CommitResponse> SetAsync(string hosts, params (string Field, string Value)[] fields) => ChangeAsync(Routes.NodesSet, hosts, fields);

    /// <summary>Asks over TCP.</summary>
    public async Task<(HttpStatusCode Status, string Body)> TcpAsync(string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await Tcp.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public static ApiError Error(string body) => JsonSerializer.Deserialize(body, ApiJsonContext.Default.ApiError)!;

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Client.Dispose();
        Tcp.Dispose();
        if (_ownsFiles)
        {
            Files.Dispose();
        }
    }

    private Task<CommitResponse> ChangeAsync(string route, string hosts, (string Field, string Value)[] fields) => SendAsync(
        route,
        new NodeChangeRequest([hosts], new SettingsEdit { Fields = fields.ToDictionary(field => field.Field, field => field.Value) }),
        ApiJsonContext.Default.NodeChangeRequest,
        ApiJsonContext.Default.CommitResponse);

    private HttpClient OverSocket() => HeadSocket.Client(Socket);
}
