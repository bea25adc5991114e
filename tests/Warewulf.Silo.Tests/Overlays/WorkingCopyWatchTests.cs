using Warewulf.Core.Catalogs;
using Warewulf.Core.Overlays;
using Warewulf.Silo.Overlays;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Overlays;

[Trait("Suite", "Fast")]
public sealed class WorkingCopyWatchTests : IAsyncLifetime
{
    private static readonly OverlayName Name = OverlayName.Parse("a");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private SiloLab _lab = null!;
    private OverlayHead _head = null!;
    private RecordingLogger<WorkingCopyWatch> _log = null!;
    private WorkingCopyWatch _watch = null!;

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        _head = await OverlayHead.CreateAsync(_lab, "one");
        _head.Write("a/rootfs/f", "while no head ran");
        _log = new RecordingLogger<WorkingCopyWatch>();
        _watch = Watch();
        await _watch.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _watch.DisposeAsync();
        _head.Dispose();
        await _lab.DisposeAsync();
    }

    [Fact]
    public void Start_CommitsWhatWasEditedWhileNoHeadRan() => Assert.Equal(["a"], _head.Catalog.Current.Overlays.Keys.Select(name => name.ToString()));

    [Fact]
    public async Task Edits_OfOneBurst_AreOneRevisionAfterAQuietMoment()
    {
        _head.Write("a/rootfs/f", "1");
        await LookAsync();
        _head.Write("a/rootfs/g", "1");
        await LookAsync();
        Assert.Equal(2, _head.Catalog.Current.Revision);
        await UntilAsync(() => _head.Catalog.Current.Revision == 3);
        Assert.Equal(["", "rootfs", "rootfs/f", "rootfs/g"], _head.Paths("a"));
    }

    [Fact]
    public async Task Edits_WithoutAQuietMoment_AreCommittedAllTheSame()
    {
        var number = 0;
        await UntilAsync(() =>
        {
            _head.Write("a/rootfs/log", new string('x', ++number));
            return _head.Catalog.Current.Revision >= 3;
        });
        Assert.NotNull(_head.Overlay("a"));
    }

    [Fact]
    public async Task ChangesElsewhere_AreWrittenWithoutWaiting()
    {
        await _head.Catalog.CommitAsync("ada", null, _ => [new DeleteOverlay(Name)], CancellationToken.None);
        await UntilAsync(() => !Directory.Exists(_head.Full("a")));
    }

    [Fact]
    public async Task Store_RefusesForAWhile_IsSaidOnceAndHeals()
    {
        _lab.Store.RefuseAppends = true;
        _head.Write("a/rootfs/f", "1");
        await UntilAsync(() => _log.Lines.Any(line => line.Text.Contains("do not reach each other", StringComparison.Ordinal)));
        for (var i = 0; i < 20; i++)
        {
            await LookAsync();
        }

        Assert.Single(_log.Lines);
        _lab.Store.RefuseAppends = false;
        await UntilAsync(() => _log.Lines.Any(line => line.Text.Contains("reach each other again", StringComparison.Ordinal)));
        Assert.Equal((3, 2), (_head.Catalog.Current.Revision, _log.Lines.Count));
    }

    private WorkingCopyWatch Watch() => new(_head.Copy, _head.Catalog, _lab.Time, _log);

    // Moves the clock when the watch waits for it, and comes back when it waits again.
    private async Task LookAsync()
    {
        await WaitingAsync();
        _lab.Time.Advance(WorkingCopyWatch.LookEvery);
        await WaitingAsync();
    }

    private async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!isSo())
        {
            limit.Token.ThrowIfCancellationRequested();
            await LookAsync();
        }
    }

    private async Task WaitingAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!_lab.Time.IsAwaited(WorkingCopyWatch.LookEvery))
        {
            await Task.Delay(1, limit.Token);
        }
    }
}
