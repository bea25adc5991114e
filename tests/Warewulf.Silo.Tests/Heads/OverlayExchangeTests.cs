using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Warewulf.Core.Nodes;
using Warewulf.Silo.Heads;
using Warewulf.Silo.Overlays;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Heads;

/// <summary>A head that is asked for overlays and does not get on.</summary>
[Trait("Suite", "Socket")]
public sealed class OverlayExchangeTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("silent", "does not answer")]
    [InlineData("stops", "says nothing any more")]
    [InlineData("beats", "does not get on with revision")]
    [InlineData("older", "HTTP status 404")]
    public async Task Fetch_HeadThatDoesNotGetOn_IsPassedOverWithOneLine(string how, string reason)
    {
        await using var lab = await SiloLab.CreateAsync();
        await using var app = Head(how);
        await app.StartAsync();
        var log = new RecordingLogger<OverlayExchange>();
        var exchange = new OverlayExchange(
            lab.Catalog, lab.Get<OverlayArtifacts>(), lab.Get<HeadRegistry>(), lab.Get<HeadPeers>(), lab.Time, log);
        var head = new HeadRecord(new Guid(1, 2, 3, [1, 2, 3, 4, 5, 6, 7, 8]), "other", [app.Urls.Single()], 0);
        for (var i = 0; i < 2; i++)
        {
            var asking = exchange.FetchAsync(
                head, lab.Catalog.Current, [new OverlayItem(NodeName.Parse("n1"), OverlayKind.System)], wait: true, CancellationToken.None);
            while (!asking.IsCompleted)
            {
                await Task.Delay(20);
                lab.Time.Advance(Step);
            }

            Assert.Empty(await asking);
        }

        Assert.Contains(reason, Assert.Single(log.Lines).Text, StringComparison.Ordinal);
    }

    private static WebApplication Head(string how)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(context => AnswerAsync(context, how));
        return app;
    }

    private static async Task AnswerAsync(HttpContext context, string how)
    {
        if (how == "older")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        while (how != "silent")
        {
            await ShareFrames.WriteAsync(context.Response.Body, ShareFrameKind.Beat, default, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (how == "stops")
            {
                break;
            }

            await Task.Delay(5, context.RequestAborted);
        }

        await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
    }
}
