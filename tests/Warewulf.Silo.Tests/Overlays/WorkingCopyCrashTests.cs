using Warewulf.Core;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Overlays;

/// <summary>A head that dies at any step between an edit and the same state everywhere.</summary>
[Trait("Suite", "Fast")]
public sealed class WorkingCopyCrashTests : IAsyncLifetime
{
    private SiloLab _lab = null!;
    private OverlayHead _one = null!;
    private OverlayHead _two = null!;

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        _one = await OverlayHead.CreateAsync(_lab, "one");
        _two = await OverlayHead.CreateAsync(_lab, "two");
        _one.Write("a/rootfs/f", "1");
        _one.Write("a/rootfs/g", "1");
        await _one.SyncAsync();
        await _two.SyncAsync();
    }

    public async Task DisposeAsync()
    {
        _one.Dispose();
        _two.Dispose();
        await _lab.DisposeAsync();
    }

    [Fact]
    public async Task Crash_BeforeTheCommit_TheEditIsCommittedByTheNextStart()
    {
        _one.Write("a/rootfs/f", "edited");
        _lab.Store.RefuseAppends = true;
        await Assert.ThrowsAsync<WarewulfException>(_one.SyncAsync);
        _lab.Store.RefuseAppends = false;
        _one.Restart();
        await BothAsync();
        Assert.Equal(("edited", 3), (_two.Read("a/rootfs/f"), _one.Catalog.Current.Revision));
        Assert.Empty(_one.Log.Lines);
    }

    [Fact]
    public async Task Crash_AfterTheCommitBeforeItsAnswer_ChangesNothingTwice()
    {
        _one.Write("a/rootfs/f", "edited");
        _lab.Store.LoseAnswers = true;
        _lab.Store.AfterAppend = () =>
        {
            _lab.Store.RefuseReads = true;
            return Task.CompletedTask;
        };
        await Assert.ThrowsAsync<WarewulfException>(_one.SyncAsync);
        (_lab.Store.LoseAnswers, _lab.Store.RefuseReads, _lab.Store.AfterAppend) = (false, false, null);
        _one.Restart();
        await BothAsync();
        Assert.Equal(("edited", 3), (_two.Read("a/rootfs/f"), _one.Catalog.Current.Revision));
    }

    [Fact]
    public async Task Crash_BetweenCommitAndState_AndOthersTookItBack_IsNotCommittedAgain()
    {
        var state = await File.ReadAllBytesAsync(_one.StateFile);
        _one.Write("a/rootfs/f", "edited");
        await BothAsync();
        await File.WriteAllBytesAsync(_one.StateFile, state);
        _two.Write("a/rootfs/f", "1");
        File.SetLastWriteTimeUtc(_two.Full("a/rootfs/f"), DateTime.UnixEpoch.AddSeconds(5));
        await _two.SyncAsync();
        _one.Restart();
        await BothAsync();
        Assert.Equal(("1", 4), (_one.Read("a/rootfs/f"), _one.Catalog.Current.Revision));
        Assert.Empty(_one.Log.Lines);
        Assert.Empty(Directory.GetFiles(_one.Location, "*.conflict-*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Crash_BetweenTwoFilesAndOthersGoOn_NoneOfThemIsAnEdit(bool isTakenBack)
    {
        var state = await File.ReadAllBytesAsync(_one.StateFile);
        _one.Shell("cp -a a ../before");
        _two.Write("a/rootfs/f", "22");
        _two.Write("a/rootfs/g", "22");
        _two.Write("a/rootfs/h", "22");
        await _two.SyncAsync();
        await _one.SyncAsync();

        // Half of it: one file is new, the other old, the third not there; the state tells the old revision.
        _one.Shell("cp -a ../before/rootfs/g a/rootfs/g; rm a/rootfs/h; touch a/rootfs/.overlay.tmp-0123456789ab");
        await File.WriteAllBytesAsync(_one.StateFile, state);
        _two.Write("a/rootfs/f", isTakenBack ? "1" : "333");
        _two.Write("a/rootfs/g", "333");
        await _two.SyncAsync();
        _one.Restart();
        await BothAsync();
        Assert.Equal((4, isTakenBack ? "1" : "333"), (_one.Catalog.Current.Revision, _one.Read("a/rootfs/f")));
        Assert.Equal(_two.Listing(), _one.Listing());
        Assert.Empty(_one.Log.Lines);
    }

    [Fact]
    public async Task Crash_WhileDownBothSidesGoOn_BothSidesStay()
    {
        _one.Write("a/rootfs/f", "here, while down");
        _two.Write("a/rootfs/g", "there");
        _two.Write("b/rootfs/x", "there");
        await _two.SyncAsync();
        _one.Restart();
        await BothAsync();
        Assert.Equal(("there", "there", "here, while down"), (_one.Read("a/rootfs/g"), _one.Read("b/rootfs/x"), _two.Read("a/rootfs/f")));
        Assert.Equal(_one.Listing(), _two.Listing());
    }

    private async Task BothAsync()
    {
        await _one.SyncAsync();
        await _two.SyncAsync();
    }
}
