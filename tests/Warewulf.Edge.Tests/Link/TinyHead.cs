using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Warewulf.Core.Api;

namespace Warewulf.Edge.Tests.Link;

/// <summary>A head that answers as a test says, on a unix socket or a TCP port of its own.</summary>
internal sealed class TinyHead : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TinyHead(WebApplication app) => _app = app;

    public HeadAddress Address { get; private set; } = null!;

    public Func<HttpContext, Task> Answer { get; set; } = context =>
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    };

    public ConcurrentQueue<(string Path, string Authorization, string Range)> Requests { get; } = new();

    public static async Task<TinyHead> StartAsync(string? socket = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            if (socket is null)
            {
                kestrel.Listen(System.Net.IPAddress.Loopback, 0);
            }
            else
            {
                kestrel.ListenUnixSocket(socket);
            }
        });
        builder.Services.AddLogging();
        var head = new TinyHead(builder.Build());
        head._app.Run(context =>
        {
            head.Requests.Enqueue((
                context.Request.Path + context.Request.QueryString, context.Request.Headers.Authorization.ToString(), context.Request.Headers.Range.ToString()));
            return head.Answer(context);
        });
        await head._app.StartAsync();
        head.Address = HeadAddress.Parse(socket is null ? head._app.Urls.First() : "unix:" + socket);
        return head;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
