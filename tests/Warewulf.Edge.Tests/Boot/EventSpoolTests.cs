using Microsoft.Extensions.Logging;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Edge.Boot;
using Warewulf.Edge.Cache;
using Warewulf.Edge.Tests.Hosting;
using Warewulf.Edge.Tests.Http;
using Warewulf.Edge.Tests.Link;
using Warewulf.TestKit;

namespace Warewulf.Edge.Tests.Boot;

[Trait("Suite", "Fast")]
public sealed class EventSpoolTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeHeadLink _heads = new();
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingLoggers _loggers = new();
    private readonly SnapshotStore _snapshots;
    private readonly EventSpool _spool;

    public EventSpoolTests()
    {
        var options = TestEdge.Options(_directory);
        _snapshots = new SnapshotStore(_heads, options, _time, _loggers.CreateLogger<SnapshotStore>());
        _spool = new EventSpool(_heads, new Acquaintances(_snapshots, _time), options, _time, _loggers.CreateLogger<EventSpool>());
    }

    public void Dispose()
    {
        _spool.Dispose();
        _snapshots.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Add_WhileHeadsAreAway_DeliversLaterAllAndInOrder()
    {
        _heads.Away = true;
        await _spool.StartAsync(CancellationToken.None);
        Add(0, 1200);
        await Eventually.HoldsAsync(() => _loggers.Lines.Any(line => line.Id == 3511), "the wait is logged");
        _heads.Away = false;

        await DeliveredAsync(1200);

        Assert.Equal(Enumerable.Range(0, 1200).Select(i => (long?)i), _heads.Events.Select(e => e.Bytes));
        Assert.All(_heads.Batches, batch => Assert.InRange(batch.Events.Count, 1, 1000));
        Assert.All(_heads.Batches, batch => Assert.Equal("edge1", batch.Edge));
        await _spool.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Deliver_WithOneEventRefused_LosesOnlyThat()
    {
        _heads.Refusal = batch => batch.Events.Any(e => e.Bytes == 123) ? WarewulfException.Invalid("not that one") : null;
        Add(0, 300);
        await _spool.StartAsync(CancellationToken.None);

        await DeliveredAsync(299);

        Assert.Equal(Enumerable.Range(0, 300).Where(i => i != 123).Select(i => (long?)i), _heads.Events.Select(e => e.Bytes));
        Assert.Single(_loggers.Lines, line => line.Id == 3512 && line.Level == LogLevel.Error);
        await _spool.StopAsync(CancellationToken.None);
    }

    public static TheoryData<string> Passing => ["Busy", "Unauthorized", "Internal", "bug"];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task Deliver_AfterAFailureThatPasses_LosesNothing(string failure)
    {
        var failures = 3;
        _heads.Refusal = _ => Interlocked.Decrement(ref failures) < 0 ? null
            : failure == "bug" ? new InvalidOperationException("a defect")
            : new WarewulfException(Enum.Parse<ApiErrorCode>(failure), "later");
        Add(0, 3);
        await _spool.StartAsync(CancellationToken.None);

        await DeliveredAsync(3);

        Assert.Empty(_loggers.Errors);
        await _spool.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Add_OfMoreThanStrangersMay_LosesTheRestAndSaysSoNowAndThen()
    {
        const int Kept = 10_000;
        Add(0, Kept + 1500);
        await _spool.StartAsync(CancellationToken.None);

        await DeliveredAsync(Kept);

        Assert.Equal(Kept - 1, _heads.Events.Last().Bytes);
        Assert.Equal(2, _loggers.Lines.Count(line => line.Id == 3510));
        await _spool.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Add_ByStrangersWhileHeadsAreAway_CostsTheNodesNothing()
    {
        var node = MacAddress.Parse("52:54:00:00:00:01");
        _heads.Snapshot = new SegmentSnapshot(1) { Hosts = [new SegmentHost(node, NodeName.Parse("n1"), "default")] };
        Directory.CreateDirectory(TestEdge.Options(_directory).CacheDirectory);
        await _snapshots.StartAsync(CancellationToken.None);
        await _snapshots.WhenFirst;
        _heads.Away = true;
        _spool.Add(new BootEvent(node, BootStage.Init, _time.GetUtcNow()));
        Add(0, EventSpool.MostKept + 1);
        _spool.Add(new BootEvent(node, BootStage.Ready, _time.GetUtcNow()));
        _heads.Away = false;
        await _spool.StartAsync(CancellationToken.None);

        await Eventually.HoldsAsync(() => _heads.Events.Any(e => e.Stage == BootStage.Ready), "the node's last event is delivered");

        Assert.Contains(_heads.Events, e => e.Stage == BootStage.Init);
        await _spool.StopAsync(CancellationToken.None);
        await _snapshots.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Stop_DeliversWhatWaits_OrSaysHowMuchIsLeft()
    {
        _heads.Away = true;
        await _spool.StartAsync(CancellationToken.None);
        Add(0, 5);
        await Eventually.HoldsAsync(() => _loggers.Lines.Any(line => line.Id == 3511), "the wait is logged");
        _heads.Away = false;

        await _spool.StopAsync(CancellationToken.None);

        Assert.Equal(5, _heads.Events.Count());
        Assert.DoesNotContain(_loggers.Lines, line => line.Id == 3513);
    }

    [Fact]
    public async Task Stop_WithHeadsAway_SaysHowMuchIsLeft()
    {
        _heads.Away = true;
        await _spool.StartAsync(CancellationToken.None);
        Add(0, 700);
        await Eventually.HoldsAsync(() => _loggers.Lines.Any(line => line.Id == 3511), "the wait is logged");

        await _spool.StopAsync(CancellationToken.None);

        Assert.Contains(_loggers.Lines, line => line.Id == 3513 && line.Text.Contains("700", StringComparison.Ordinal));
    }

    private void Add(int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            _spool.Add(new BootEvent(Mac(i), BootStage.Kernel, _time.GetUtcNow()) { Bytes = i });
        }
    }

    private static MacAddress Mac(int i) => MacAddress.FromBytes([2, 0, (byte)(i >> 24), (byte)(i >> 16), (byte)(i >> 8), (byte)i]);

    private Task DeliveredAsync(int count) => Eventually.HoldsAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return _heads.Batches.Sum(batch => batch.Events.Count) == count;
        },
        $"{count} events are delivered");
}
