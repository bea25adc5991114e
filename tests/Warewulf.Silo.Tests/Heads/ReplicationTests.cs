using System.Net;
using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Api.Heads;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Tests.Storage;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Heads;

/// <summary>Heads over one PostgreSQL that copy content to each other.</summary>
[Trait("Suite", "Socket")]
public sealed class ReplicationTests(PostgresServer server) : IClassFixture<PostgresServer>, IAsyncLifetime
{
    private HeadSite _site = null!;

    public async Task InitializeAsync() => _site = PostgresServer.IsInstalled ? new HeadSite(await server.CreateDatabaseAsync()) : new HeadSite("");

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [PostgresFact]
    public async Task Build_OtherHeadUp_HoldsItBeforeTheBuildIsAcknowledged()
    {
        var one = await _site.StartAsync("one");
        var two = await _site.StartAsync("two");
        var answer = await HeadSite.BuildAsync(one);
        Assert.Empty(answer.Warnings);
        Assert.Empty(HeadSite.Lacking(answer.Image.Build!, one, two.Files));
        HeadSite.AssertRight(two.Files);

        // Built on the other, only what is new goes back.
        await File.WriteAllTextAsync(Path.Combine(one.Files.Root, "var/lib/warewulf/chroots/rocky9/rootfs/etc/motd"), "another");
        var (status, body) = await one.PostAsync(Routes.ImagesBuild, """{"name":"rocky9"}""");
        Assert.True(status == HttpStatusCode.OK, body);
        var second = JsonSerializer.Deserialize(body, ApiJsonContext.Default.ImageResponse)!;
        Assert.Empty(HeadSite.Lacking(second.Image.Build!, one, two.Files));
    }

    [PostgresFact]
    public async Task Build_HeadStartsLater_CatchesUp()
    {
        var one = await _site.StartAsync("one");
        var answer = await HeadSite.BuildAsync(one);
        Assert.Empty(answer.Warnings);
        var two = await _site.StartAsync("two");
        await HeadSite.CatchesUpAsync(answer.Image.Build!, one, two.Files);
    }

    [PostgresFact]
    public async Task Build_OtherHeadsDown_GoesOnAndNamesThem()
    {
        var one = await _site.StartAsync("one");
        await _site.AddAsync("dead", "http://127.0.0.1:1");
        await _site.AddAsync("long-gone", "http://127.0.0.1:2", "now() - interval '5 minutes'");
        await _site.AddAsync("mute", "");
        var warnings = (await HeadSite.BuildAsync(one)).Warnings;
        Assert.Equal(3, warnings.Count);
        Assert.Contains(warnings, warning => warning.Contains("head 'dead' (http://127.0.0.1:1) does not answer", StringComparison.Ordinal));
        Assert.Contains(warnings, warning => warning.Contains("head 'long-gone' (http://127.0.0.1:2) was not seen for 0:05:0", StringComparison.Ordinal));
        Assert.Contains(warnings, warning => warning.Contains("head 'mute'", StringComparison.Ordinal));

        // One that does its part is enough, and nobody is asked when one copy is.
        await _site.StartAsync("two");
        Assert.Empty((await HeadSite.BuildAsync(one)).Warnings);
    }

    [PostgresFact]
    public async Task Build_OneCopyConfigured_WaitsForNobody()
    {
        var files = _site.Files();
        files.Write("root/etc/warewulf/warewulf.conf", HeadDirectory.SiteFile + "\nwarewulf:\n  blob copies: 1\n");
        var one = await _site.StartAsync("one", files);
        await _site.AddAsync("dead", "http://127.0.0.1:1");
        Assert.Empty((await HeadSite.BuildAsync(one)).Warnings);
    }

    [PostgresFact]
    public async Task Build_OtherHeadHasAnotherToken_SaysSoInOneLine()
    {
        var one = await _site.StartAsync("one");
        await _site.StartAsync("two", _site.Files(token: "another-secret-of-some-length"));
        var warning = Assert.Single((await HeadSite.BuildAsync(one)).Warnings);
        Assert.Contains("head 'two'", warning, StringComparison.Ordinal);
        Assert.Contains("keys/api.token", warning, StringComparison.Ordinal);
    }

    [TmpfsFact]
    public async Task Build_DiskOfTheOtherHeadFull_SaysSoAndGoesOn()
    {
        if (!PostgresServer.IsInstalled)
        {
            return;
        }

        var directory = Directory.CreateTempSubdirectory("ww-small-").FullName;
        using (var disk = new TmpfsDisk(directory, "3m"))
        {
            var one = await _site.StartAsync("one");
            var files = new HeadDirectory(disk.Path);
            files.Write("root/etc/warewulf/keys/api.token", HeadSite.Token);
            await using var two = await RunningHead.StartAsync(
                files, tcp: true, change: options => options with { HostName = "two", Database = _site.Database });
            var warning = Assert.Single((await HeadSite.BuildAsync(one)).Warnings);
            Assert.Contains("head 'two'", warning, StringComparison.Ordinal);
            Assert.Contains("no space is left", warning, StringComparison.Ordinal);
        }

        Directory.Delete(directory, recursive: true);
    }

    [PostgresFact]
    public async Task Copy_DamagedOnTheWay_IsFetchedAgain()
    {
        await using var proxy = await HeadProxy.StartAsync();
        var one = await _site.StartAsync("one", advertise: proxy.Address);
        proxy.Target = one.Tcp.BaseAddress;
        proxy.Change = (query, bytes) => Task.FromResult<byte[]>(
            query.ToString().Contains(Routes.VerifyParameter, StringComparison.Ordinal) ? bytes : [.. bytes[..^1], (byte)~bytes[^1]]);
        var two = await _site.StartAsync("two");
        var answer = await HeadSite.BuildAsync(one);
        Assert.Empty(answer.Warnings);
        Assert.Empty(HeadSite.Lacking(answer.Image.Build!, one, two.Files));
        HeadSite.AssertRight(two.Files);
    }

    [PostgresFact]
    public async Task Copy_AlwaysDamaged_IsNotTakenAndTold()
    {
        await using var proxy = await HeadProxy.StartAsync();
        var one = await _site.StartAsync("one", advertise: proxy.Address);
        proxy.Target = one.Tcp.BaseAddress;
        proxy.Change = (_, bytes) => Task.FromResult(bytes[..^1]);
        var two = await _site.StartAsync("two");
        Assert.Contains("damaged", Assert.Single((await HeadSite.BuildAsync(one)).Warnings), StringComparison.Ordinal);
        HeadSite.AssertRight(two.Files);
    }

    [PostgresFact]
    public async Task Copy_HeadKilledMeanwhile_TheBuildGoesOnAndTheHeadCatchesUp()
    {
        await using var proxy = await HeadProxy.StartAsync();
        var one = await _site.StartAsync("one", advertise: proxy.Address);
        proxy.Target = one.Tcp.BaseAddress;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = 0;
        proxy.Change = async (_, bytes) =>
        {
            if (Interlocked.Increment(ref asked) == 4)
            {
                reached.SetResult();
            }

            await (asked >= 4 ? killed.Task : Task.CompletedTask);
            return bytes;
        };
        var files = _site.Files();
        Task<HeadProcess> StartAsync() => HeadProcess.StartAsync(
            files, ProgramRun.Start(files, "--listen", "http://127.0.0.1:0", "--database", _site.Database));
        using (var two = await StartAsync())
        {
            var building = HeadSite.BuildAsync(one);
            await reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await two.KillAsync();
            killed.SetResult();
            Assert.Contains("breaks off", Assert.Single((await building).Warnings), StringComparison.Ordinal);
        }

        var build = JsonSerializer.Deserialize((await one.GetAsync(Routes.Images)).Body, ApiJsonContext.Default.ImageListResponse)!.Images.Single().Image.Build!;
        using (await StartAsync())
        {
            await HeadSite.CatchesUpAsync(build, one, files);
        }
    }

    [PostgresFact]
    public async Task Copy_NotYetCommitted_OutlivesACollection()
    {
        var one = await _site.StartAsync("one");
        var two = await _site.StartAsync("two");
        var blob = await new BlobStore(HeadSite.BlobDirectory(one.Files)).PutAsync("blob", gzip: false, new byte[1000]);
        var request = new CopyRequest(await _site.IdAsync("one"), [blob]);
        var (status, body) = await two.PostAsync(Routes.HeadCopy, JsonSerializer.Serialize(request, ApiJsonContext.Default.CopyRequest));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"done\":true", body, StringComparison.Ordinal);
        Assert.Equal((1, 0), ((await HeadSite.CollectAsync(two)).Young.Count, (await HeadSite.CollectAsync(two)).Removed.Count));
        Assert.True(File.Exists(HeadSite.PathOf(two.Files, blob.Digest)));
    }

    [PostgresTheory]
    [InlineData("""{"from":"00000000-0000-0000-0000-000000000001","artifacts":[]}""", HttpStatusCode.NotFound)]
    [InlineData("""{"from":"00000000-0000-0000-0000-000000000001","artifacts":[null]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"artifacts":[]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"from":"x"}""", HttpStatusCode.BadRequest)]
    public async Task Copy_BadRequest_IsRefused(string request, HttpStatusCode status)
    {
        var one = await _site.StartAsync("one");
        Assert.Equal(status, (await one.PostAsync(Routes.HeadCopy, request)).Status);
    }

    [PostgresFact]
    public async Task Blob_ThatOnlyAnotherHeadHas_IsGivenOut()
    {
        var one = await _site.StartAsync("one");
        var two = await _site.StartAsync("two");
        await one.AddAsync("n1", ("hwaddr", "02:00:00:00:00:01"), ("system-overlays", "plain"));
        var plan = (await one.SendAsync(
            Routes.EdgePlan,
            new PlanRequest(MacAddress.Parse("02:00:00:00:00:01"), "edge1") { Stage = BootStage.Script },
            ApiJsonContext.Default.PlanRequest,
            ApiJsonContext.Default.PlanResponse)).Plan!;
        Assert.False(File.Exists(HeadSite.PathOf(two.Files, plan.Script!.Digest)));
        var bytes = await two.Client.GetByteArrayAsync($"{Routes.EdgeBlobs}/{plan.Script.Digest}");
        Assert.Equal(plan.Script.Digest, ArtifactDigest.Of(bytes));

        var unknown = $"{Routes.EdgeBlobs}/{ArtifactDigest.Of("nothing"u8)}";
        for (var i = 0; i < 2; i++)
        {
            var (status, body) = await two.GetAsync(unknown);
            Assert.Equal(HttpStatusCode.NotFound, status);
            Assert.Contains("nor has another one that is up", RunningHead.Error(body).Message, StringComparison.Ordinal);
        }
    }

    [PostgresFact]
    public async Task Blob_LostOrDamaged_ComesFromTheOtherHead()
    {
        var one = await _site.StartAsync("one");
        var two = await _site.StartAsync("two");
        var build = (await HeadSite.BuildAsync(one)).Image.Build!;
        var segment = new BlobRecipes(new BlobStore(HeadSite.BlobDirectory(one.Files))).List(build.Archive).Last();
        var path = HeadSite.PathOf(two.Files, segment);
        var content = await File.ReadAllBytesAsync(path);
        File.Delete(path);
        Assert.Equal(content, await two.Client.GetByteArrayAsync($"{Routes.EdgeBlobs}/{segment}"));

        await File.WriteAllBytesAsync(path, [.. content[..^1], (byte)~content[^1]]);
        Assert.Equal(content, await two.Client.GetByteArrayAsync($"{Routes.EdgeBlobs}/{segment}?{Routes.VerifyParameter}=true"));
        Assert.True(File.Exists(path + ".damaged"));
        HeadSite.AssertRight(two.Files);
    }
}
