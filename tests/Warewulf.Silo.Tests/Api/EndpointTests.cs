using System.Net;
using System.Text;
using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Images;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Api;

[Trait("Suite", "Socket")]
public sealed class EndpointTests : IAsyncLifetime
{
    private const string Mac = "52:54:00:00:00:01";

    private RunningHead _head = null!;

    public async Task InitializeAsync() => _head = await RunningHead.StartAsync();

    public async Task DisposeAsync() => await _head.DisposeAsync();

    [Fact]
    public async Task Version_Get_NamesTheHead()
    {
        var (status, body) = await _head.GetAsync(Routes.Version);
        var version = JsonSerializer.Deserialize(body, ApiJsonContext.Default.VersionResponse)!;
        Assert.Equal((HttpStatusCode.OK, "1.2.3", "head1", 1L), (status, version.Version, version.Head, version.Revision));
    }

    [Fact]
    public async Task Nodes_AddSetListDelete_WorkOnTheCatalog()
    {
        await _head.AddAsync("n[1-2]", ("ipaddr", "10.9.0.5"));
        Assert.Equal(HttpStatusCode.OK, (await _head.PostAsync(Routes.NodesSet, """{"hosts":["n1"],"edit":{"fields":{"comment":"x"}}}""")).Status);
        var (_, list) = await _head.GetAsync($"{Routes.Nodes}?hosts=n1&hosts=n2");
        var nodes = JsonSerializer.Deserialize(list, ApiJsonContext.Default.NodeListResponse)!;
        Assert.Equal((3L, "x", 2), (nodes.Revision, nodes.Nodes[0].Settings.Comment, nodes.Nodes.Count));
        Assert.Equal(HttpStatusCode.OK, (await _head.PostAsync(Routes.NodesDelete, """{"hosts":["n[1-2]"]}""")).Status);
        Assert.Contains("\"nodes\":[]", (await _head.GetAsync(Routes.Nodes)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_ImportBuildList_CountTheirNodes()
    {
        var request = new ImageImportRequest(ImageName.Parse("rocky9"), _head.Files.Tree("tree")) { Build = true };
        var response = await _head.SendAsync(
            Routes.ImagesImport, request, ApiJsonContext.Default.ImageImportRequest, ApiJsonContext.Default.ImageResponse);
        Assert.Equal("6.1.0-1", Assert.Single(response.Image.Build!.Kernels).Version);
        await _head.AddAsync("n[1-3]", ("image", "rocky9"));
        var (_, list) = await _head.GetAsync(Routes.Images);
        Assert.Equal(3, Assert.Single(JsonSerializer.Deserialize(list, ApiJsonContext.Default.ImageListResponse)!.Images).Nodes);
        Assert.Equal(HttpStatusCode.OK, (await _head.PostAsync(Routes.ImagesBuild, """{"name":"rocky9"}""")).Status);
    }

    [Fact]
    public async Task Images_EveryVerb_HasItsRoute()
    {
        var request = new ImageImportRequest(ImageName.Parse("rocky9"), _head.Files.Tree("tree")) { Build = true };
        await _head.SendAsync(Routes.ImagesImport, request, ApiJsonContext.Default.ImageImportRequest, ApiJsonContext.Default.ImageResponse);
        _head.Files.Write("root/var/lib/warewulf/chroots/rocky9/rootfs/etc/motd", "second\n");
        await _head.PostAsync(Routes.ImagesBuild, """{"name":"rocky9"}""");

        Assert.Contains("\"treeSize\":", (await _head.GetAsync($"{Routes.Images}?sizes=1")).Body, StringComparison.Ordinal);
        Assert.Contains("chroots/rocky9/rootfs\"", (await _head.GetAsync($"{Routes.ImagesShow}?image=rocky9")).Body, StringComparison.Ordinal);
        Assert.Contains("\"path\":\"/boot/vmlinuz-6.1.0-1\"", (await _head.GetAsync($"{Routes.ImagesKernels}?image=rocky9")).Body, StringComparison.Ordinal);
        var history = JsonSerializer.Deserialize((await _head.GetAsync($"{Routes.ImagesHistory}?image=rocky9")).Body, ApiJsonContext.Default.ImageHistoryResponse)!;
        Assert.Equal([2, 1], history.Generations.Select(generation => generation.Build.Generation));
        (string Route, string Body)[] changes =
        [
            (Routes.ImagesRollback, """{"name":"rocky9","generation":1}"""),
            (Routes.ImagesCopy, """{"name":"rocky9","newName":"copy"}"""),
            (Routes.ImagesRename, """{"name":"rocky9","newName":"r9"}"""),
            (Routes.ImagesDelete, """{"names":["r9","copy"]}"""),
        ];
        foreach (var (route, body) in changes)
        {
            var (status, text) = await _head.PostAsync(route, body);
            Assert.True(status == HttpStatusCode.OK, text);
        }

        Assert.Contains("\"images\":[]", (await _head.GetAsync(Routes.Images)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Routes.ImagesHistory, 400, "Name one image")]
    [InlineData(Routes.ImagesHistory + "?image=a&image=b", 400, "Name one image")]
    [InlineData(Routes.ImagesHistory + "?image=a%2fb", 400, "'a/b' is not a valid image name")]
    [InlineData(Routes.ImagesHistory + "?image=none", 404, "'none'")]
    [InlineData(Routes.ImagesShow + "?image=..", 400, "'..' is not a valid image name")]
    [InlineData(Routes.ImagesShow + "?image=none", 404, "'none'")]
    [InlineData(Routes.ImagesKernels + "?image=none", 404, "'none'")]
    public async Task Images_GetWrong_IsRefused(string path, int status, string message)
    {
        var (got, body) = await _head.GetAsync(path);
        Assert.Equal(status, (int)got);
        Assert.Contains(message, RunningHead.Error(body).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Routes.ImagesRollback, "{}", 400)]
    [InlineData(Routes.ImagesRollback, """{"name":"none"}""", 404)]
    [InlineData(Routes.ImagesRollback, """{"name":null}""", 400)]
    [InlineData(Routes.ImagesRename, """{"name":"none","newName":"x"}""", 404)]
    [InlineData(Routes.ImagesRename, """{"name":"none","newName":"../x"}""", 400)]
    [InlineData(Routes.ImagesRename, """{"name":"none"}""", 400)]
    [InlineData(Routes.ImagesCopy, """{"name":"none","newName":"x"}""", 404)]
    [InlineData(Routes.ImagesCopy, """{"name":"none","newName":""}""", 400)]
    [InlineData(Routes.ImagesDelete, """{"names":["none"]}""", 404)]
    [InlineData(Routes.ImagesDelete, """{"names":[null]}""", 400)]
    [InlineData(Routes.ImagesDelete, """{"names":null}""", 400)]
    public async Task Images_PostWrong_IsRefused(string path, string body, int status)
    {
        var (got, text) = await _head.PostAsync(path, body);
        Assert.Equal(status, (int)got);
        Assert.NotEmpty(RunningHead.Error(text).Message);
    }

    [Fact]
    public async Task OverlaysNames_Get_TellsThoseOfSiteAndDistributionOnce()
    {
        _head.Files.Write("root/var/lib/warewulf/overlays/zebra/rootfs/etc/motd", "z");
        _head.Files.Write("root/var/lib/warewulf/overlays/hosts/rootfs/etc/motd", "h");
        _head.Files.Write("root/var/lib/warewulf/overlays/no name/rootfs/etc/motd", "n");

        // What is edited below the directory is served a moment later.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        IReadOnlyList<string> names = [];
        while (!names.Contains("zebra"))
        {
            await Task.Delay(50, limit.Token);
            var (_, body) = await _head.GetAsync(Routes.OverlaysNames);
            names = JsonSerializer.Deserialize(body, ApiJsonContext.Default.OverlayNamesResponse)!.Names;
        }

        Assert.Equal(["hosts", "named", "plain", "zebra"], names);
    }

    [Fact]
    public async Task Edge_PlanAndBlob_ServeWhatTheNodeBoots()
    {
        await _head.AddAsync("n1", ("hwaddr", Mac), ("system-overlays", "plain"));
        var plan = await PlanAsync(Mac);
        using var response = await _head.Client.GetAsync($"{Routes.EdgeBlobs}/{plan.Plan!.Script!.Digest}");
        var content = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(plan.Plan.Script.Digest, ArtifactDigest.Of(content));

        using var part = new HttpRequestMessage(HttpMethod.Get, $"{Routes.EdgeBlobs}/{plan.Plan.Script.Digest}");
        part.Headers.Range = new System.Net.Http.Headers.RangeHeaderValue(1, 4);
        using var partial = await _head.Client.SendAsync(part);
        Assert.Equal(HttpStatusCode.PartialContent, partial.StatusCode);
        Assert.Equal(content[1..5], await partial.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Edge_PlanOfAnUnknownMachine_IsTheScriptForThose()
    {
        var plan = await PlanAsync(Mac);
        Assert.Null(plan.Plan);
        Assert.Equal("unconfigured.ipxe", plan.UnknownScript!.FileName);
    }

    [Fact]
    public async Task Edge_Events_ReachTheNodeAndTheUnknown()
    {
        await _head.AddAsync("n1", ("hwaddr", Mac));
        var (status, _) = await _head.PostAsync(
            Routes.EdgeEvents,
            """
            {"edge":"e","events":[
              {"mac":"52:54:00:00:00:01","stage":"Dhcp","at":"2026-01-01T00:00:00Z","powerOn":true},
              {"mac":"52:54:00:00:00:02","stage":"Dhcp","at":"2026-01-01T00:00:00Z","address":"10.9.200.7"}]}
            """);
        Assert.Equal(HttpStatusCode.NoContent, status);
        var (_, body) = await _head.GetAsync(Routes.NodesStatus);
        var all = JsonSerializer.Deserialize(body, ApiJsonContext.Default.NodeStatusResponse)!;
        Assert.Single(Assert.Single(all.Nodes).Boots);
        Assert.Equal("52:54:00:00:00:02", Assert.Single(all.Discovered).Mac.ToString());
    }

    [Fact]
    public async Task Edge_LeaseAndRelease_WorkOnTheSegment()
    {
        var (status, body) = await _head.PostAsync(
            Routes.EdgeLease, """{"segment":"default","mac":"52:54:00:00:00:02","commit":false}""");
        var lease = JsonSerializer.Deserialize(body, ApiJsonContext.Default.LeaseResponse)!;
        Assert.True(lease.Granted, body);
        Assert.Equal((HttpStatusCode.OK, "10.9.200.1"), (status, lease.Address?.ToString()));
        var release = $$"""{"segment":"default","mac":"52:54:00:00:00:02","address":"{{lease.Address}}","declined":false}""";
        Assert.Equal(HttpStatusCode.NoContent, (await _head.PostAsync(Routes.EdgeLeaseRelease, release)).Status);
    }

    [Fact]
    public async Task Edge_LeaseWithTheEdgesAddresses_IsForNoneOfThem()
    {
        var (_, body) = await _head.PostAsync(
            Routes.EdgeLease, """{"segment":"default","mac":"52:54:00:00:00:02","edgeAddresses":["10.9.200.1","10.9.200.2"]}""");

        Assert.Equal("10.9.200.3", JsonSerializer.Deserialize(body, ApiJsonContext.Default.LeaseResponse)!.Address!.ToString());
    }

    [Fact]
    public async Task Edge_Snapshot_WaitsOnlyForWhoIsUpToDate()
    {
        var (_, body) = await _head.GetAsync(Routes.EdgeSnapshot);
        var revision = JsonSerializer.Deserialize(body, ApiJsonContext.Default.SegmentSnapshot)!.Revision;
        Assert.Equal(HttpStatusCode.OK, (await _head.GetAsync($"{Routes.EdgeSnapshot}?after={revision + 1000}")).Status);

        var waiting = _head.GetAsync($"{Routes.EdgeSnapshot}?after={revision}");
        await _head.AddAsync("n1", ("hwaddr", Mac));
        var (status, next) = await waiting;
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("n1", Assert.Single(JsonSerializer.Deserialize(next, ApiJsonContext.Default.SegmentSnapshot)!.Hosts).Node.ToString());
    }

    [Fact]
    public async Task IfMatch_OfAnOldRevision_IsAConflict()
    {
        await _head.AddAsync("n1");
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.NodesSet)
        {
            Content = new StringContent("""{"hosts":["n1"],"edit":{"fields":{"comment":"x"}}}""", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        using var response = await _head.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
    }

    [Fact]
    public async Task ProfilesAndCatalog_OverHttp_AnswerWhatWasCommitted()
    {
        Assert.Equal(HttpStatusCode.OK, (await _head.PostAsync(Routes.ProfilesAdd, """{"names":["base"],"edit":{"fields":{"init":"/x"}}}""")).Status);
        await _head.AddAsync("n1", ("profile", "base"));
        Assert.Contains("\"base\"", (await _head.GetAsync(Routes.Profiles)).Body, StringComparison.Ordinal);
        Assert.Contains("\"source\":\"base\"", (await _head.GetAsync(Routes.NodesFields)).Body, StringComparison.Ordinal);
        Assert.Contains("profile add base", (await _head.GetAsync(Routes.CatalogHistory)).Body, StringComparison.Ordinal);
        Assert.Contains("\"verb\":\"added\"", (await _head.GetAsync($"{Routes.CatalogDiff}?from=1&to=2")).Body, StringComparison.Ordinal);
        Assert.Contains("\"n1\"", (await _head.GetAsync(Routes.CatalogDeclared)).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _head.PostAsync(Routes.CatalogRollback, """{"revision":1}""")).Status);
        Assert.DoesNotContain("\"n1\"", (await _head.GetAsync(Routes.CatalogDeclared)).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _head.GetAsync($"{Routes.CatalogDeclared}?revision=99")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _head.GetAsync($"{Routes.CatalogDiff}?from=x")).Status);
    }

    [Theory]
    [InlineData(Routes.NodesAdd)]
    [InlineData(Routes.NodesSet)]
    [InlineData(Routes.NodesDelete)]
    [InlineData(Routes.ProfilesAdd)]
    [InlineData(Routes.ProfilesSet)]
    [InlineData(Routes.ProfilesDelete)]
    [InlineData(Routes.CatalogDeclare)]
    [InlineData(Routes.ImagesImport)]
    [InlineData(Routes.ImagesBuild)]
    [InlineData(Routes.EdgePlan)]
    [InlineData(Routes.EdgeEvents)]
    [InlineData(Routes.EdgeLease)]
    [InlineData(Routes.EdgeLeaseRelease)]
    public async Task Post_AnythingThatIsNotTheRequest_IsInvalidAndChangesNothing(string route)
    {
        string[] bodies =
        [
            "", "null", "{", "[]", "{}", "\"n1\"", "\u0000", """{"hosts":7,"edit":7,"name":7,"mac":7,"segment":7,"edge":7,"events":7,"source":7,"names":7,"nodes":7}""",
            """{"hosts":null,"edit":null,"name":null,"mac":null,"segment":null,"edge":null,"events":null,"source":null,"address":null,"names":null,"nodes":null}""",
            """{"hosts":[null],"edit":{},"name":"","source":"/","mac":"","segment":"","edge":"e","events":[null],"address":"","declined":false,"names":[null],"nodes":[null],"profiles":[]}""",
            new string('[', 10_000),
        ];
        foreach (var body in bodies)
        {
            var (status, answer) = await _head.PostAsync(route, body);
            Assert.True(status == HttpStatusCode.BadRequest, $"{route} {body[..Math.Min(60, body.Length)]}: {status} {answer}");
            Assert.Equal(ApiErrorCode.Invalid, RunningHead.Error(answer).Code);
        }

        Assert.Contains("\"revision\":1", (await _head.GetAsync(Routes.Version)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Routes.NodesAdd, """{"hosts":["n1"],"edit":{"fields":{"image":null}}}""", 400, "--image")]
    [InlineData(Routes.NodesAdd, """{"hosts":["n1"],"edit":{"fields":{"image":"nope"}}}""", 409, "'nope'")]
    [InlineData(Routes.NodesSet, """{"hosts":["n1"],"edit":{"fields":{"comment":"x"}}}""", 404, "'n1'")]
    [InlineData(Routes.NodesDelete, """{"hosts":["n1"]}""", 404, "'n1'")]
    [InlineData(Routes.ImagesBuild, """{"name":"../x"}""", 400, "'../x'")]
    [InlineData(Routes.ImagesBuild, """{"name":"rocky9"}""", 404, "'rocky9'")]
    [InlineData(Routes.ImagesImport, """{"name":"rocky9","source":"tree"}""", 400, "absolute path")]
    [InlineData(Routes.ImagesImport, """{"name":"rocky9","source":"/no\u0000pe"}""", 400, "absolute path")]
    [InlineData(Routes.ImagesImport, """{"name":"rocky9","source":"/nope"}""", 404, "'/nope'")]
    [InlineData(Routes.EdgePlan, """{"mac":"x","edge":"e"}""", 400, "'x'")]
    [InlineData(Routes.EdgeLease, """{"segment":"nope","mac":"52:54:00:00:00:02"}""", 404, "'nope'")]
    public async Task Post_WhatCannotBe_NamesIt(string route, string body, int expected, string named)
    {
        var (status, answer) = await _head.PostAsync(route, body);
        Assert.True(expected == (int)status, answer);
        Assert.Contains(named, RunningHead.Error(answer).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Routes.EdgeSnapshot + "?after=x", 400)]
    [InlineData(Routes.EdgeBlobs + "/x", 400)]
    [InlineData(Routes.EdgeBlobs + "/..%2f..%2fwarewulf.db", 400)]
    [InlineData(Routes.EdgeBlobs + "/0000000000000000000000000000000000000000000000000000000000000000", 404)]
    [InlineData(Routes.Nodes + "?hosts=n%5B1-", 400)]
    [InlineData(Routes.Nodes + "?hosts=n1", 404)]
    [InlineData(Routes.NodesStatus + "?hosts=n1", 404)]
    public async Task Get_WhatCannotBe_SaysWhy(string path, int expected)
    {
        var (status, answer) = await _head.GetAsync(path);
        Assert.True(expected == (int)status, $"{status}: {answer}");
        Assert.NotEmpty(RunningHead.Error(answer).Message);
    }

    [Fact]
    public async Task Fallback_UnknownPath_HintsAtTheVersion()
    {
        var (status, answer) = await _head.GetAsync("/api/v9/teapots%0A");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("This head has no '/api/v9/teapots%0A': its version (1.2.3) may differ from yours.", RunningHead.Error(answer).Message);
    }

    [Fact]
    public async Task Post_BodyOverTheLimit_IsInvalid()
    {
        using var content = new ByteArrayContent(new byte[65 << 20]);
        try
        {
            using var response = await _head.Client.PostAsync(Routes.NodesAdd, content);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }
        catch (HttpRequestException e) when (e.InnerException is IOException)
        {
            // The head hangs up on the rest of it.
        }

        Assert.Contains("\"revision\":1", (await _head.GetAsync(Routes.Version)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_TooManyEvents_NamesTheLimit()
    {
        var e = """{"mac":"52:54:00:00:00:01","stage":"Dhcp","at":"2026-01-01T00:00:00Z"}""";
        var batch = new StringBuilder("""{"edge":"e","events":[""").AppendJoin(',', Enumerable.Repeat(e, 1001)).Append("]}");
        var (status, answer) = await _head.PostAsync(Routes.EdgeEvents, batch.ToString());
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("at most 1000 events; this one has 1001", RunningHead.Error(answer).Message, StringComparison.Ordinal);
    }

    private Task<PlanResponse> PlanAsync(string mac) => _head.SendAsync(
        Routes.EdgePlan,
        new PlanRequest(Core.Nodes.MacAddress.Parse(mac), "edge1"),
        ApiJsonContext.Default.PlanRequest,
        ApiJsonContext.Default.PlanResponse);
}
