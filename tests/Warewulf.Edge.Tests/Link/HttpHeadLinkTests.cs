using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Edge.Link;
using Warewulf.Edge.Tests.Hosting;
using Warewulf.Edge.Tests.Http;
using Warewulf.TestKit;

namespace Warewulf.Edge.Tests.Link;

[Trait("Suite", "Socket")]
public sealed class HttpHeadLinkTests : IAsyncLifetime, IDisposable
{
    private const string Token = "very-secret-token";

    private static readonly MacAddress Mac = MacAddress.Parse("52:54:00:00:00:01");

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingLoggers _loggers = new();
    private readonly List<TinyHead> _heads = [];
    private readonly List<HttpHeadLink> _links = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _links.ForEach(link => link.Dispose());
        foreach (var head in _heads)
        {
            await head.DisposeAsync();
        }
    }

    public void Dispose()
    {
        _loggers.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Plan_OverAUnixSocket_SaysWhatTheMachineAskedFor()
    {
        var head = await HeadAsync(unix: true);
        var asked = default(PlanRequest);
        head.Answer = async context =>
        {
            asked = await JsonSerializer.DeserializeAsync(context.Request.Body, ApiJsonContext.Default.PlanRequest);
            await AnswerPlanAsync(context, 4);
        };

        var plan = await Link().PlanAsync(Mac, BootStage.Script, CancellationToken.None);

        Assert.Equal(4, plan.Plan!.Revision);
        Assert.Equal(new PlanRequest(Mac, "edge1") { Stage = BootStage.Script }, asked);
    }

    public static TheoryData<string> Troubles => ["500", "503", "502", "302", "abort", "garbage", "half", "gone"];

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Plan_WhenTheFirstHeadIsInTrouble_ComesFromTheNext(string trouble)
    {
        var first = await HeadAsync();
        var second = await HeadAsync(unix: true);
        var link = Link();
        (first, second) = Preferred(Mac.ToString()) == first ? (first, second) : (second, first);
        second.Answer = context => AnswerPlanAsync(context, 5);
        first.Answer = context => TroubleAsync(context, trouble);
        if (trouble == "gone")
        {
            await first.DisposeAsync();
        }

        Assert.Equal(5, (await link.PlanAsync(Mac, BootStage.Kernel, CancellationToken.None)).Plan!.Revision);
        Assert.Contains(_loggers.Lines, line => line.Id == 3400 && line.Level == LogLevel.Debug);

        // And for a moment the one in trouble is left alone.
        var before = first.Requests.Count;
        await link.PlanAsync(Mac, BootStage.Kernel, CancellationToken.None);
        Assert.Equal(before, first.Requests.Count);
        _time.Advance(TimeSpan.FromSeconds(6));
        first.Answer = context => AnswerPlanAsync(context, 6);
        if (trouble != "gone")
        {
            Assert.Equal(6, (await link.PlanAsync(Mac, BootStage.Kernel, CancellationToken.None)).Plan!.Revision);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Plan_WhenTheFirstHeadHangs_ComesFromTheNextInTime(bool afterTheHeaders)
    {
        var first = await HeadAsync();
        var second = await HeadAsync();
        var link = Link();
        (first, second) = Preferred(Mac.ToString()) == first ? (first, second) : (second, first);
        second.Answer = context => AnswerPlanAsync(context, 5);
        first.Answer = async context =>
        {
            if (afterTheHeaders)
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }

            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        var plan = link.PlanAsync(Mac, BootStage.Kernel, CancellationToken.None);
        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(first.Requests.IsEmpty ? TimeSpan.Zero : TimeSpan.FromSeconds(1));
                return plan.IsCompleted;
            },
            "the next head is asked");

        Assert.Equal(5, (await plan).Plan!.Revision);
    }

    [Theory]
    [InlineData(400, ApiErrorCode.Invalid)]
    [InlineData(401, ApiErrorCode.Unauthorized)]
    [InlineData(404, ApiErrorCode.NotFound)]
    [InlineData(409, ApiErrorCode.Conflict)]
    [InlineData(429, ApiErrorCode.Busy)]
    public async Task Plan_Refused_IsNotAskedOfAnother(int status, ApiErrorCode code)
    {
        var heads = new[] { await HeadAsync(), await HeadAsync() };
        foreach (var head in heads)
        {
            head.Answer = context => RefuseAsync(context, status, code);
        }

        var refusal = await Assert.ThrowsAsync<WarewulfException>(() => Link().PlanAsync(Mac, BootStage.Kernel, CancellationToken.None));

        Assert.Equal(code, refusal.Code);
        Assert.Equal("not so", refusal.Message);
        Assert.Single(heads.SelectMany(head => head.Requests));
    }

    [Fact]
    public async Task Call_WithNoHeadAnswering_NamesAllOfThem()
    {
        var head = await HeadAsync();
        var link = Link(HeadAddress.Parse("unix:" + _directory.Below("nobody.sock")), HeadAddress.Parse($"http://127.0.0.1:{UnusedPort()}"));

        var failure = await Assert.ThrowsAsync<WarewulfException>(() => link.ReportAsync(new BootEventBatch("edge1", []), CancellationToken.None));

        Assert.Equal(ApiErrorCode.Unavailable, failure.Code);
        Assert.Contains("nobody.sock", failure.Message, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", failure.Message, StringComparison.Ordinal);
        Assert.Empty(head.Requests);
    }

    [Fact]
    public async Task Call_Cancelled_IsCancelledAndBlamesNobody()
    {
        var head = await HeadAsync();
        head.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        using var stop = new CancellationTokenSource();
        var call = Link().PlanAsync(Mac, BootStage.Kernel, stop.Token);
        await Eventually.HoldsAsync(() => !head.Requests.IsEmpty, "the head is asked");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Empty(_loggers.Lines);
    }

    [Fact]
    public async Task Token_IsSentAsAHeader_AndNowhereElse()
    {
        var head = await HeadAsync();
        head.Answer = context => RefuseAsync(context, 503, ApiErrorCode.Unavailable);

        var failure = await Assert.ThrowsAsync<WarewulfException>(() => Link().PlanAsync(Mac, BootStage.Kernel, CancellationToken.None));

        var request = Assert.Single(head.Requests);
        Assert.Equal("Bearer " + Token, request.Authorization);
        Assert.DoesNotContain(Token, request.Path, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_loggers.Lines, line => line.Text.Contains(Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Snapshot_Of204_IsNothing_AndOf200IsTheSnapshot()
    {
        var head = await HeadAsync();
        head.Answer = async context =>
        {
            if (context.Request.Query["after"] == "7")
            {
                context.Response.StatusCode = 204;
                return;
            }

            await context.Response.WriteAsJsonAsync(new SegmentSnapshot(7), ApiJsonContext.Default.SegmentSnapshot);
        };

        Assert.Equal(7, (await Link().SnapshotAsync(null, CancellationToken.None))!.Revision);
        Assert.Null(await Link().SnapshotAsync(new SegmentSnapshot(7), CancellationToken.None));
        Assert.Null(await Link().SnapshotAsync(new SegmentSnapshot(7) { Digest = "ab" }, CancellationToken.None));
        Assert.Equal(
            ["/edge/v1/snapshot?after=-1", "/edge/v1/snapshot?after=7", "/edge/v1/snapshot?after=7&digest=ab"],
            head.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task Blob_BrokenOffByOneHead_GoesOnAtTheOther()
    {
        var bytes = TestEdge.RandomBytes(3_000_000, 8);
        var digest = ArtifactDigest.Of(bytes);
        var first = await HeadAsync();
        var second = await HeadAsync();
        var link = Link();
        (first, second) = Preferred(digest.ToString()) == first ? (first, second) : (second, first);
        second.Answer = context => SendAsync(context, bytes, bytes.Length);
        first.Answer = context => SendAsync(context, bytes, 1_000_000);

        await using var stream = await link.OpenBlobAsync(digest, verify: false, CancellationToken.None);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);

        Assert.Equal(digest, ArtifactDigest.Of(content.ToArray()));
        Assert.StartsWith("bytes=", Assert.Single(second.Requests).Range, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blob_BrokenOffByEveryHead_IsAnError()
    {
        var bytes = TestEdge.RandomBytes(100_000, 9);
        var head = await HeadAsync();
        head.Answer = async context =>
        {
            context.Response.ContentLength = bytes.Length;
            context.Response.StatusCode = context.Request.Headers.Range.Count == 0 ? 200 : 503;
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, 10_000));
            await context.Response.Body.FlushAsync();
            context.Abort();
        };
        var link = Link();

        var failure = await Assert.ThrowsAsync<WarewulfException>(async () =>
        {
            await using var stream = await link.OpenBlobAsync(ArtifactDigest.Of(bytes), verify: false, CancellationToken.None);
            await stream.CopyToAsync(Stream.Null);
        });

        Assert.Equal(ApiErrorCode.Unavailable, failure.Code);
    }

    [Fact]
    public async Task Blob_ThatStalls_GoesOnElsewhere()
    {
        var bytes = TestEdge.RandomBytes(100_000, 10);
        var head = await HeadAsync();
        var stalls = 1;
        head.Answer = async context =>
        {
            if (Interlocked.Decrement(ref stalls) < 0)
            {
                await SendAsync(context, bytes, bytes.Length);
                return;
            }

            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, 10_000));
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        await using var stream = await Link().OpenBlobAsync(ArtifactDigest.Of(bytes), verify: false, CancellationToken.None);
        using var content = new MemoryStream();

        var copy = stream.CopyToAsync(content);
        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return copy.IsCompleted;
            },
            "the stalled download goes on");

        await copy;
        Assert.Equal(bytes, content.ToArray());
    }

    [Fact]
    public async Task Blob_ThatOneHeadLacks_ComesFromAnother_AndFromNoneIsNotFound()
    {
        var bytes = TestEdge.RandomBytes(1000, 11);
        var digest = ArtifactDigest.Of(bytes);
        var first = await HeadAsync();
        var second = await HeadAsync();
        var link = Link();
        (first, second) = Preferred(digest.ToString()) == first ? (first, second) : (second, first);
        first.Answer = context => RefuseAsync(context, 404, ApiErrorCode.NotFound);
        second.Answer = context => SendAsync(context, bytes, bytes.Length);

        await using (var stream = await link.OpenBlobAsync(digest, verify: false, CancellationToken.None))
        {
            await stream.ReadExactlyAsync(new byte[1000]);
        }

        second.Answer = first.Answer;
        var failure = await Assert.ThrowsAsync<WarewulfException>(() => link.OpenBlobAsync(digest, verify: false, CancellationToken.None));
        Assert.Equal(ApiErrorCode.NotFound, failure.Code);
    }

    private static Task AnswerPlanAsync(HttpContext context, long revision) => context.Response.WriteAsJsonAsync(
        new PlanResponse { Plan = new BootPlan(NodeName.Parse("n1"), revision) }, ApiJsonContext.Default.PlanResponse);

    private static Task RefuseAsync(HttpContext context, int status, ApiErrorCode code)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new ApiError(code, "not so"), ApiJsonContext.Default.ApiError);
    }

    private static async Task TroubleAsync(HttpContext context, string trouble)
    {
        switch (trouble)
        {
            case "abort":
                context.Abort();
                break;
            case "garbage":
                await context.Response.WriteAsync("<html>hello</html>");
                break;
            case "half":
                context.Response.ContentLength = 500;
                await context.Response.WriteAsync("{\"plan\":");
                await context.Response.Body.FlushAsync();
                context.Abort();
                break;
            default:
                context.Response.StatusCode = int.Parse(trouble, System.Globalization.CultureInfo.InvariantCulture);
                context.Response.Headers.Location = "http://127.0.0.1:1/";
                break;
        }
    }

    private static async Task SendAsync(HttpContext context, byte[] bytes, int most)
    {
        var range = context.Request.GetTypedHeaders().Range?.Ranges.Single();
        var from = (int)(range?.From ?? 0);
        if (range is not null)
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {from}-{bytes.Length - 1}/{bytes.Length}";
        }

        context.Response.ContentLength = bytes.Length - from;
        await context.Response.Body.WriteAsync(bytes.AsMemory(from, Math.Min(most, bytes.Length - from)));
        await context.Response.Body.FlushAsync();
        if (most < bytes.Length)
        {
            context.Abort();
        }
    }

    private static int UnusedPort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private TinyHead Preferred(string key) => _heads.MaxBy(head => Rendezvous.Weight(head.Address.Text, key))!;

    private async Task<TinyHead> HeadAsync(bool unix = false)
    {
        var head = await TinyHead.StartAsync(unix ? _directory.Below($"head{_heads.Count}.sock") : null);
        _heads.Add(head);
        return head;
    }

    private HttpHeadLink Link(params HeadAddress[] addresses)
    {
        var options = new EdgeOptions
        {
            Name = "edge1",
            Heads = addresses.Length > 0 ? addresses : [.. _heads.Select(head => head.Address)],
            Token = Token,
            CacheDirectory = _directory.Below("cache"),
            LoaderDirectory = _directory.Below("boot"),
        };
        var link = new HttpHeadLink(options, _time, _loggers.CreateLogger<HttpHeadLink>());
        _links.Add(link);
        return link;
    }
}
