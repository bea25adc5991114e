using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Warewulf.Core.Api;

namespace Warewulf.Silo.Tests.Support;

/// <summary>A network between heads that a test can spoil: it passes requests on, and some of the answers through a function.</summary>
internal sealed class HeadProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client = new();

    private HeadProxy(WebApplication app) => _app = app;

    /// <summary>The head behind it.</summary>
    public Uri? Target { get; set; }

    /// <summary>What becomes of an answer's bytes; told the query too.</summary>
    public Func<QueryString, byte[], Task<byte[]>> Change { get; set; } = (_, bytes) => Task.FromResult(bytes);

    /// <summary>What becomes of an answer about overlays.</summary>
    public Func<byte[], Task<byte[]>> ChangeOverlays { get; set; } = Task.FromResult;

    public string Address => _app.Urls.Single();

    public static async Task<HeadProxy> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var proxy = new HeadProxy(app);
        app.Run(proxy.PassOnAsync);
        await app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task PassOnAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(Target!, context.Request.Path + context.Request.QueryString.ToString()));
        request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
        if (HttpMethods.IsPost(context.Request.Method))
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        using var response = await _client.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        if (response.IsSuccessStatusCode && context.Request.Path.StartsWithSegments(Routes.EdgeBlobs))
        {
            bytes = await Change(context.Request.QueryString, bytes);
        }
        else if (response.IsSuccessStatusCode && context.Request.Path == Routes.HeadOverlays)
        {
            bytes = await ChangeOverlays(bytes);
        }

        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        await context.Response.Body.WriteAsync(bytes);
    }
}
