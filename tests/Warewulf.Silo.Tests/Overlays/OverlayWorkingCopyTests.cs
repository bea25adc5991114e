using Warewulf.Core;
using Warewulf.Core.Archives;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Collections;
using Warewulf.Core.Overlays;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Overlays;

[Trait("Suite", "Fast")]
public sealed class OverlayWorkingCopyTests : IAsyncLifetime
{
    private SiloLab _lab = null!;
    private OverlayHead _one = null!;
    private OverlayHead _two = null!;

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        _one = await OverlayHead.CreateAsync(_lab, "one");
        _two = await OverlayHead.CreateAsync(_lab, "two");
    }

    public async Task DisposeAsync()
    {
        _one.Dispose();
        _two.Dispose();
        await _lab.DisposeAsync();
    }

    [RootFact]
    public async Task Sync_FullDirectoryAndCatalogWithoutOverlays_IsTakenOverInOneRevisionByteForByte()
    {
        _one.Shell(
            """
            mkdir -p a/rootfs/etc 'a/rootfs/with space' a/internal legacy/etc
            printf 'hello' > a/rootfs/etc/motd; printf '{{ .Id }}' > a/rootfs/etc/x.ww; ln -s x.ww a/rootfs/etc/y.ww
            printf 'notes' > a/internal/README; printf 'old' > legacy/etc/old; : > a/rootfs/empty
            printf 'odd' > "$(printf 'a/rootfs/with space/\377\n%%41')"
            chown 12:34 a/rootfs/etc/motd; chmod 4750 a/rootfs/etc/motd; touch -d @1700000000 a/rootfs/etc/motd; chmod 1770 a/rootfs; chmod 700 a
            """);
        var before = _one.Listing();

        await _one.SyncAsync();

        Assert.Equal(before, _one.Listing());
        Assert.Equal(2, _one.Catalog.Current.Revision);
        Assert.Equal(["", "etc", "etc/old"], _one.Paths("legacy"));
        var motd = _one.Overlay("a")!.Find(BytePath.FromText("rootfs/etc/motd"))!;
        Assert.Equal((0x89E8u, 12u, 34u, 1_700_000_000L, 5L), (motd.Mode, motd.Uid, motd.Gid, motd.ModifiedSeconds, motd.Length));

        await _two.SyncAsync();
        Assert.Equal(before, _two.Listing());
        Assert.Equal(2, _two.Catalog.Current.Revision);
    }

    [Fact]
    public async Task Sync_Again_DoesNothing()
    {
        _one.Write("a/rootfs/f", "x");
        await _one.SyncAsync();
        var state = await File.ReadAllTextAsync(_one.StateFile);
        await _one.SyncAsync();
        _one.Restart();
        await _one.SyncAsync();
        Assert.Equal((2, state), (_one.Catalog.Current.Revision, await File.ReadAllTextAsync(_one.StateFile)));
    }

    [RootFact]
    public async Task Sync_Edits_ReachTheOtherHead()
    {
        _one.Write("a/rootfs/etc/f", "1");
        _one.Write("a/rootfs/etc/g", "1");
        await BothAsync();
        _one.Shell("printf 22 > a/rootfs/etc/f; rm a/rootfs/etc/g; mkdir a/rootfs/d; ln -s ../etc/f a/rootfs/d/l; chmod 711 a/rootfs/etc; chown 7:8 a/rootfs/etc");
        await BothAsync();
        Assert.Equal(_one.Listing(), _two.Listing());
        Assert.Equal("22", _two.Read("a/rootfs/etc/f"));
        _two.Shell("rm -r a/rootfs/d; printf file > a/rootfs/d");
        await _two.SyncAsync();
        await BothAsync();
        Assert.Equal("file", _one.Read("a/rootfs/d"));
        Assert.Equal([], _one.Log.Lines.Concat(_two.Log.Lines).Select(line => line.Text));
    }

    [RootFact]
    public async Task Sync_ExtendedAttributes_AreOnTheDiskAndStay()
    {
        _one.Write("a/rootfs/f", "1");
        await _one.SyncAsync();
        var capable = SortedMap<string>.Empty.SetItem("security.capability", Convert.ToBase64String([1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])).SetItem("user.k", "dg==");
        var file = _one.Overlay("a")!.Find(BytePath.FromText("rootfs/f"))! with { Attributes = capable };
        var directory = _one.Overlay("a")!.Find(BytePath.FromText("rootfs"))! with { Attributes = SortedMap<string>.Empty.SetItem("user.k", "dg==") };
        await BothAsync();
        await CommitAsync(file, directory);
        await BothAsync();
        await BothAsync();
        Assert.Equal(3, _one.Catalog.Current.Revision);
        Assert.Equal([], _one.Log.Lines.Concat(_two.Log.Lines).Select(line => line.Text));
        _two.Shell("touch -d @5 a/rootfs/f");
        await _two.SyncAsync();
        Assert.Equal(capable, _two.Overlay("a")!.Find(file.Path)!.Attributes);

        await CommitAsync(file with { Attributes = null }, directory with { Attributes = null });
        await BothAsync();
        await BothAsync();
        Assert.Equal(5, _one.Catalog.Current.Revision);
        Assert.Null(_one.Overlay("a")!.Find(directory.Path)!.Attributes);

        Task CommitAsync(params ManifestEntry[] entries) =>
            _two.Catalog.CommitAsync("ada", null, _ => [new ChangeOverlay(OverlayName.Parse("a"), entries, [])], CancellationToken.None);
    }

    [Fact]
    public async Task Sync_OneChangedFile_CommitsThatFileOnly()
    {
        for (var i = 0; i < 50; i++)
        {
            _one.Write($"a/rootfs/f{i}", "1");
        }

        await _one.SyncAsync();
        _one.Write("a/rootfs/f7", "22");
        await _one.SyncAsync();
        var change = (await _lab.Store.LoadAsync(2, CancellationToken.None)).Single().Change;
        var operation = Assert.IsType<ChangeOverlay>(Assert.Single(change.Operations));
        Assert.Equal(("rootfs/f7", 0), (Assert.Single(operation.Put).Path.ToString(), operation.Removed.Count));
        Assert.Equal("files", change.Author);
        Assert.Contains("overlays edited in", change.Comment, StringComparison.Ordinal);
        Assert.EndsWith(": a", change.Comment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sync_BothEditDifferentFiles_BothStay()
    {
        _one.Write("a/rootfs/f", "1");
        _one.Write("a/rootfs/g", "1");
        await BothAsync();
        _one.Write("a/rootfs/f", "one");
        _two.Write("a/rootfs/g", "two");
        await BothAsync();
        await BothAsync();
        Assert.Equal(("one", "two"), (_one.Read("a/rootfs/f"), _one.Read("a/rootfs/g")));
        Assert.Equal(_one.Listing(), _two.Listing());
    }

    [Fact]
    public async Task Sync_BothEditOneFile_TheCatalogsWinsAndTheOtherIsKeptBeside()
    {
        _one.Write("a/rootfs/f", "1");
        await BothAsync();
        _one.Write("a/rootfs/f", "one");
        _two.Write("a/rootfs/f", "and two");
        await BothAsync();
        Assert.Equal(("one", "one"), (_one.Read("a/rootfs/f"), _two.Read("a/rootfs/f")));
        Assert.Equal("and two", _two.Read("a/rootfs/f.conflict-3"));
        Assert.Contains("'rootfs/f' of overlay a was edited in", Assert.Single(_two.Log.Lines).Text, StringComparison.Ordinal);

        // It is nobody's, whatever happens later.
        await BothAsync();
        Assert.Equal(3, _two.Catalog.Current.Revision);
        _two.Restart();
        await BothAsync();
        Assert.Equal((3, "and two"), (_two.Catalog.Current.Revision, _two.Read("a/rootfs/f.conflict-3")));
    }

    [Fact]
    public async Task Sync_OneRemovesWhatTheOtherEdits_LosesNothing()
    {
        _one.Write("a/rootfs/d/f", "1");
        await BothAsync();
        Directory.Delete(_one.Full("a"), recursive: true);
        _one.Write("b/rootfs/x", "1");
        _two.Write("a/rootfs/d/f", "mine");
        await BothAsync();
        await BothAsync();
        Assert.Null(_one.Overlay("a"));
        Assert.Equal("mine", _two.Read("a/rootfs/d/f.conflict-3"));
        Assert.False(File.Exists(_two.Full("a/rootfs/d/f")));
        Assert.Equal(3, _two.Catalog.Current.Revision);
    }

    [Fact]
    public async Task Sync_OneRemovesADirectoryTheOtherAddsTo_TheAdditionStays()
    {
        _one.Write("a/rootfs/d/f", "1");
        _one.Write("a/rootfs/g", "1");
        await BothAsync();
        Directory.Delete(_one.Full("a/rootfs/d"), recursive: true);
        _two.Write("a/rootfs/d/new", "2");
        await BothAsync();
        await BothAsync();
        Assert.Equal(["", "rootfs", "rootfs/d", "rootfs/d/new", "rootfs/g"], _one.Paths("a"));
        Assert.Equal(_one.Listing(), _two.Listing());
    }

    [Fact]
    public async Task Sync_OneReplacesADirectoryByAFileTheOtherAddsTo_TheDirectoryStays()
    {
        _one.Write("a/rootfs/d/f", "1");
        await BothAsync();
        _two.Write("a/rootfs/d/new", "2");
        await BothAsync();
        await BothAsync();
        _two.Write("a/rootfs/d/more", "2");
        await _two.SyncAsync();
        _one.Shell("rm -r a/rootfs/d; printf file > a/rootfs/d");
        await BothAsync();
        await BothAsync();
        Assert.Equal(["", "rootfs", "rootfs/d", "rootfs/d/f", "rootfs/d/more", "rootfs/d/new"], _one.Paths("a"));
        Assert.Equal(_one.Listing(), _two.Listing());
        Assert.Equal("file", _one.Read("a/rootfs/d.conflict-4"));
    }

    [Fact]
    public async Task Sync_RemovedOverlayDirectory_IsADeletion()
    {
        _one.Write("a/rootfs/f", "1");
        _one.Write("b/rootfs/f", "1");
        await BothAsync();
        Directory.Delete(_one.Full("a"), recursive: true);
        await BothAsync();
        Assert.Null(_one.Overlay("a"));
        Assert.False(Directory.Exists(_two.Full("a")));
        Assert.True(Directory.Exists(_two.Full("b")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sync_WholeDirectoryGone_IsFilledAgain(bool isEmpty)
    {
        _one.Write("a/rootfs/f", "1");
        _one.Write("b/rootfs/f", "1");
        await _one.SyncAsync();
        var before = _one.Listing();
        _one.Restart();
        Directory.Delete(_one.Location, recursive: true);
        if (isEmpty)
        {
            Directory.CreateDirectory(_one.Location);
        }

        await _one.SyncAsync();
        Assert.Equal((2, before), (_one.Catalog.Current.Revision, _one.Listing()));
        Assert.Contains("is empty or missing although the catalog has 2 overlays", Assert.Single(_one.Log.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sync_FilesOfEditorsAndWhatNoOverlayCanHold_AreLeftAlone()
    {
        _one.Write("a/rootfs/f", "1");
        foreach (var name in new[] { ".f.swp", ".f.swx", "4913", "f~", ".#f", "#f#", ".nfs0001", "f.conflict-9", ".overlay.tmp-00", ".goutputstream-X" })
        {
            _one.Write($"a/rootfs/{name}", "passing");
        }

        _one.Shell("mkfifo a/rootfs/pipe");
        _one.Write("a.conflict-3/rootfs/f", "1");
        await _one.SyncAsync();
        await _one.SyncAsync();
        Assert.Equal(["", "rootfs", "rootfs/f"], _one.Paths("a"));
        Assert.Equal("a", Assert.Single(_one.Catalog.Current.Overlays.Keys).ToString());
        Assert.True(File.Exists(_one.Full("a/rootfs/f~")));
        Assert.Contains("'rootfs/pipe' of overlay 'a'", Assert.Single(_one.Log.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sync_DirectoryWhoseNameIsNoOverlays_IsToldOnceAndLeftAlone()
    {
        _one.Write("a/rootfs/f", "1");
        _one.Write("my overlay/rootfs/f", "1");
        _one.Write("lost+found/f", "1");
        _one.Write(".git/f", "1");
        await _one.SyncAsync();
        await _one.SyncAsync();
        Assert.Equal("a", Assert.Single(_one.Catalog.Current.Overlays.Keys).ToString());
        Assert.Contains("directory 'my overlay' in", Assert.Single(_one.Log.Lines).Text, StringComparison.Ordinal);
        Assert.True(File.Exists(_one.Full("my overlay/rootfs/f")));
    }

    [Fact]
    public async Task Sync_ANameLikeAnEditorsThatTheCatalogHas_IsAFileAsAnyOther()
    {
        _one.Write("a/rootfs/f", "1");
        await BothAsync();
        var entry = _one.Overlay("a")!.Find(BytePath.FromText("rootfs/f"))! with { Path = BytePath.FromText("rootfs/f~") };
        await _one.Catalog.CommitAsync("ada", null, _ => [new ChangeOverlay(OverlayName.Parse("a"), [entry], [])], CancellationToken.None);
        await BothAsync();
        Assert.Equal("1", _two.Read("a/rootfs/f~"));
        _two.Write("a/rootfs/f~", "2");
        await BothAsync();
        await BothAsync();
        Assert.Equal("2", _one.Read("a/rootfs/f~"));
        File.Delete(_one.Full("a/rootfs/f~"));
        await BothAsync();
        Assert.False(File.Exists(_two.Full("a/rootfs/f~")));
    }

    [Fact]
    public async Task Sync_FileThatBecameADevice_KeepsTheCatalogs()
    {
        _one.Write("a/rootfs/f", "1");
        await _one.SyncAsync();
        _one.Shell("rm a/rootfs/f; mkfifo a/rootfs/f");
        await _one.SyncAsync();
        Assert.Equal(["", "rootfs", "rootfs/f"], _one.Paths("a"));
    }

    [Fact]
    public async Task Sync_BlobThatIsNotHere_LeavesTheRestAndFollowsLater()
    {
        _one.Write("a/rootfs/f", "first");
        _one.Write("a/rootfs/g", "first");
        await BothAsync();
        _one.Write("a/rootfs/f", "second");
        _one.Write("a/rootfs/g", "other");
        await _one.SyncAsync();
        var blob = _lab.Blobs.Find(_one.Overlay("a")!.Find(BytePath.FromText("rootfs/f"))!.Digest!.Value)!;
        File.Move(blob, blob + ".away");
        await _two.SyncAsync();
        Assert.Equal(("first", "other"), (_two.Read("a/rootfs/f"), _two.Read("a/rootfs/g")));
        Assert.Contains("does not have its content yet", Assert.Single(_two.Log.Lines).Text, StringComparison.Ordinal);
        Assert.False(_two.Copy.Has(_two.Catalog.Current));

        // Not even a restart takes what is behind for an edit; an edit of it is one.
        _two.Restart();
        await _two.SyncAsync();
        Assert.Equal(3, _two.Catalog.Current.Revision);
        File.Move(blob + ".away", blob);
        await _two.SyncAsync();
        Assert.Equal("second", _two.Read("a/rootfs/f"));
        Assert.True(_two.Copy.Has(_two.Catalog.Current));
        Assert.Equal(3, _two.Catalog.Current.Revision);
    }

    [Fact]
    public async Task Sync_LinksOnTheWay_AreNotFollowed()
    {
        var outside = Directory.CreateDirectory(Path.Combine(_lab.Files.Base, "outside")).FullName;
        _one.Write("a/rootfs/d/f", "1");
        await BothAsync();
        _one.Write("a/rootfs/d/f", "2");
        await _one.SyncAsync();
        _two.Shell($"mv a/rootfs/d a/rootfs/e; ln -s {outside} a/rootfs/d");
        await _two.SyncAsync();
        await _two.SyncAsync();
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
        await BothAsync();
        Assert.Equal(_one.Listing(), _two.Listing());
    }

    [Fact]
    public async Task Sync_DamagedState_LosesNothing()
    {
        _one.Write("a/rootfs/f", "1");
        await BothAsync();
        _two.Write("a/rootfs/f", "edited while the head was down");
        _two.Write("a/rootfs/new", "x");
        await File.WriteAllTextAsync(_two.StateFile, "{ not json");
        _two.Restart();
        await BothAsync();
        Assert.Equal(("1", "edited while the head was down"), (_two.Read("a/rootfs/f"), _two.Read("a/rootfs/f.conflict-3")));
        Assert.Equal("x", _two.Read("a/rootfs/new"));
        Assert.Equal(3, _two.Catalog.Current.Revision);
    }

    [Fact]
    public async Task Sync_StoreRefuses_SaysSoAndGoesOnLater()
    {
        _one.Write("a/rootfs/f", "1");
        _lab.Store.RefuseAppends = true;
        await Assert.ThrowsAsync<WarewulfException>(_one.SyncAsync);
        _lab.Store.RefuseAppends = false;
        await BothAsync();
        Assert.Equal("1", _two.Read("a/rootfs/f"));
    }

    private async Task BothAsync()
    {
        await _one.SyncAsync();
        await _two.SyncAsync();
    }
}
