using System.Net;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Edge.Cache;
using Warewulf.Edge.Tests.Hosting;
using Warewulf.Edge.Tests.Http;
using Warewulf.Edge.Tests.Link;
using Warewulf.TestKit;

namespace Warewulf.Edge.Tests.Cache;

[Trait("Suite", "Fast")]
public sealed class SnapshotStoreTests : IDisposable
{
    private static readonly MacAddress Mac = MacAddress.Parse("52:54:00:00:00:01");

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeHeadLink _heads = new();
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingLoggers _loggers = new();

    public SnapshotStoreTests() => Directory.CreateDirectory(_directory.Below("cache"));

    private string SnapshotFile => _directory.Below("cache/snapshot.json");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Start_WithHeadsAway_ServesWhatWasKept()
    {
        _heads.Snapshot = Snapshot(7);
        using (var first = await StartAsync())
        {
            await Eventually.HoldsAsync(() => File.Exists(SnapshotFile), "the snapshot is kept");
            await first.StopAsync(CancellationToken.None);
        }

        _heads.Away = true;
        using var second = await StartAsync();
        Assert.Equal(7, second.Current!.Snapshot.Revision);
        Assert.Equal("n1", second.Current.Find(Mac)!.Node.ToString());
        Assert.Equal("n1", second.Current.Find(IPAddress.Parse("10.0.0.1"))!.Node.ToString());

        _heads.Snapshot = Snapshot(8);
        _heads.Away = false;
        await AdvanceUntilAsync(() => second.Current.Snapshot.Revision == 8, "the new revision arrives");
        Assert.Contains(_loggers.Lines, line => line.Id == 3310);
        await Eventually.HoldsAsync(() => _loggers.Lines.Any(line => line.Id == 3311), "the return is logged");
        await second.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Start_WithAHeadThere_ServesWhatItSaysAlsoOfTheRevisionKept()
    {
        _heads.Snapshot = Snapshot(7) with { HttpPort = 9873 };
        using (var first = await StartAsync())
        {
            await Eventually.HoldsAsync(() => File.Exists(SnapshotFile), "the snapshot is kept");
            await first.StopAsync(CancellationToken.None);
        }

        _heads.Snapshot = Snapshot(7) with { HttpPort = 8000 };
        using var second = await StartAsync();

        Assert.Equal(8000, second.Current!.Snapshot.HttpPort);
        await second.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Start_WithAHeadThatDoesNotAnswer_ServesWhatWasKeptAfterAMoment()
    {
        await File.WriteAllTextAsync(SnapshotFile, "{\"revision\":3}");
        _heads.Snapshot = Snapshot(9);
        var gate = new TaskCompletionSource();
        _heads.SnapshotGate = gate.Task;
        using var store = new SnapshotStore(_heads, TestEdge.Options(_directory), _time, _loggers.CreateLogger<SnapshotStore>());
        await store.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => _time.IsAwaited(SnapshotStore.StartPatience), "the heads are asked");
        Assert.Null(store.Current);

        _time.Advance(SnapshotStore.StartPatience);
        await store.WhenFirst.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(3, store.Current!.Snapshot.Revision);
        Assert.Contains(_loggers.Lines, line => line.Id == 3310);
        gate.SetResult();
        await AdvanceUntilAsync(() => store.Current.Snapshot.Revision == 9, "the head's snapshot arrives");
        await store.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Snapshot_OfTheSameRevisionWithAnotherDigest_IsTakenOver()
    {
        _heads.Snapshot = Snapshot(7) with { Digest = "a" };
        using var store = await StartAsync();

        _heads.Snapshot = Snapshot(7) with { Digest = "b", HttpPort = 8000 };

        await Eventually.HoldsAsync(() => store.Current!.Snapshot.HttpPort == 8000, "the other content is in force");
        await store.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{\"revision\":\"x\"}")]
    [InlineData("{\"revision\":3,\"hosts\":[{\"mac\":\"nonsense\"}]}")]
    public async Task Start_WithABrokenFile_AsksTheHeads(string content)
    {
        await File.WriteAllTextAsync(SnapshotFile, content);
        _heads.Snapshot = Snapshot(9);

        using var store = await StartAsync();

        Assert.Equal(9, store.Current!.Snapshot.Revision);
        Assert.Contains(_loggers.Lines, line => line.Id == 3312 && line.Level == LogLevel.Warning);
        await store.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Start_WithAFileThatLacksLists_TakesThemForEmpty()
    {
        await File.WriteAllTextAsync(SnapshotFile, "{\"revision\":3}");
        _heads.Away = true;

        using var store = await StartAsync();

        Assert.Empty(store.Current!.Snapshot.Segments);
        Assert.Empty(store.Current.Snapshot.Loaders);
        Assert.Empty(store.Current.Nodes);
        await store.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Start_WithADirectoryInPlaceOfTheFile_StillServes()
    {
        Directory.CreateDirectory(SnapshotFile);
        _heads.Snapshot = Snapshot(9);

        using var store = await StartAsync();
        await Eventually.HoldsAsync(() => _loggers.Lines.Any(line => line.Id == 3314), "the failed save is logged");
        _heads.Snapshot = Snapshot(10);

        await Eventually.HoldsAsync(() => store.Current!.Snapshot.Revision == 10, "the next revision arrives all the same");
        await store.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Snapshot_OfAnEarlierRevision_IsTakenOver()
    {
        _heads.Snapshot = Snapshot(20);
        using var store = await StartAsync();

        _heads.Snapshot = Snapshot(5);

        await Eventually.HoldsAsync(() => store.Current!.Snapshot.Revision == 5, "the restored catalog is in force");
        await store.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Snapshot_WithOneAddressTwice_DoesNotEndTheWatch()
    {
        _heads.Snapshot = Snapshot(1) with { Hosts = [.. Snapshot(1).Hosts, .. Snapshot(1).Hosts] };
        using var store = await StartAsync();

        _heads.Snapshot = Snapshot(2);

        await Eventually.HoldsAsync(() => store.Current!.Snapshot.Revision == 2, "the next revision arrives");
        await store.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Start_WithNothingKeptAndHeadsAway_SaysThatItWaits()
    {
        _heads.Away = true;
        using var store = new SnapshotStore(_heads, TestEdge.Options(_directory), _time, _loggers.CreateLogger<SnapshotStore>());
        await store.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => _loggers.Lines.Any(line => line.Id == 3313), "the wait is logged");
        Assert.False(store.WhenFirst.IsCompleted);

        _heads.Snapshot = Snapshot(1);
        _heads.Away = false;
        await AdvanceUntilAsync(() => store.WhenFirst.IsCompleted, "the first snapshot arrives");
        await store.StopAsync(CancellationToken.None);
    }

    private static SegmentSnapshot Snapshot(long revision) => new(revision)
    {
        Hosts = [new SegmentHost(Mac, NodeName.Parse("n1"), "default") { Address = IPAddress.Parse("10.0.0.1") }],
    };

    private async Task<SnapshotStore> StartAsync()
    {
        var store = new SnapshotStore(_heads, TestEdge.Options(_directory), _time, _loggers.CreateLogger<SnapshotStore>());
        await store.StartAsync(CancellationToken.None);
        await store.WhenFirst.WaitAsync(TimeSpan.FromSeconds(30));
        return store;
    }

    private Task AdvanceUntilAsync(Func<bool> fact, string what) => Eventually.HoldsAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return fact();
        },
        what);
}
