using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
using Warewulf.Silo.Images;
using Warewulf.Silo.Tests.Storage;

namespace Warewulf.Silo.Tests.Images;

/// <summary>A renamed image is the same image under another name, however the renaming ends.</summary>
[Trait("Suite", "Fast")]
public sealed class ImageRenameTests : IAsyncLifetime
{
    private ImageChangeLab _lab = null!;

    public async Task InitializeAsync() => _lab = await ImageChangeLab.CreateAsync();

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task Rename_Image_TakesEverythingAlongInOneCommit()
    {
        await _lab.Silo.AddAsync("n1", ("image", "rocky9@1"));
        await _lab.Silo.AddAsync("n2", ("image", "rocky9"));
        await File.WriteAllTextAsync(Path.Combine(_lab.Home("rocky9"), "readonly"), "");
        var revision = _lab.Silo.Catalog.Current.Revision;
        var response = await _lab.RenameAsync("rocky9", "r9");
        Assert.Equal((revision + 1, "r9"), (response.Revision, Assert.Single(response.Changed)));
        Assert.Equal(("r9=first", "r9"), (_lab.Trees, _lab.Images));
        Assert.Equal(("r9@1", "r9"), (_lab.Silo.Node("n1").Settings.ImageName, _lab.Silo.Node("n2").Settings.ImageName));
        Assert.True(File.Exists(Path.Combine(_lab.Home("r9"), "readonly")));
        Assert.Equal("r9.img.gz", Image("r9").Build!.Archive.FileName);
        _lab.AssertNoMarks();

        // What was known of the files is known still.
        Assert.True((await _lab.Silo.BuildAsync("r9")).Unchanged);
        await _lab.Silo.ImportAsync("rocky9", _lab.Silo.Files.Tree("other"));
    }

    [Fact]
    public async Task Rename_AndBuild_IsBuiltAfterwards()
    {
        await File.WriteAllTextAsync(Path.Combine(_lab.Home("rocky9"), "rootfs/etc/motd"), "changed\n");
        var response = await _lab.RenameAsync("rocky9", "r9", request => request with { Build = true });
        Assert.Equal(2, Image("r9").Build!.Generation);
        Assert.Equal(_lab.Silo.Catalog.Current.Revision, response.Revision);
    }

    [Fact]
    public async Task Rename_DryRun_TellsAndTouchesNothing()
    {
        await _lab.Silo.AddAsync("n[1-3]", ("image", "rocky9"));
        var preview = await _lab.RenameAsync("rocky9", "r9", request => request with { DryRun = true });
        Assert.Equal(["changed node n[1-3]", "added image r9", "removed image rocky9"], preview.Differences.Select(group => $"{group.Verb} {group.Kind} {group.Names}"));
        Assert.Equal(0, preview.OtherImage);
        Assert.Equal(("rocky9=first", "rocky9"), (_lab.Trees, _lab.Images));
    }

    [Theory]
    [InlineData("none", "r9", ApiErrorCode.NotFound, "there is none of that name")]
    [InlineData("rocky9", "rocky9", ApiErrorCode.Conflict, "has that name already")]
    [InlineData("rocky9", "taken", ApiErrorCode.Conflict, "there is an image of that name")]
    [InlineData("rocky9", "stray", ApiErrorCode.Conflict, "exists already, though the catalog knows no such image")]
    [InlineData("treeless", "r9", ApiErrorCode.NotFound, "its tree is missing")]
    public async Task Rename_Wrong_ChangesNothing(string from, string to, ApiErrorCode code, string message)
    {
        await _lab.CopyAsync("rocky9", "taken");
        await _lab.CopyAsync("rocky9", "treeless");
        ImageTree.Delete(_lab.Home("treeless"));
        _lab.Silo.Files.Write("root/var/lib/warewulf/chroots/stray/rootfs/etc/motd", "stray\n");
        var (trees, revision) = (_lab.Trees, _lab.Silo.Catalog.Current.Revision);
        foreach (var dryRun in new[] { true, false })
        {
            var error = await Assert.ThrowsAsync<WarewulfException>(() => _lab.RenameAsync(from, to, request => request with { DryRun = dryRun }));
            Assert.Equal(code, error.Code);
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal((trees, revision), (_lab.Trees, _lab.Silo.Catalog.Current.Revision));
        _lab.AssertNoMarks();
    }

    [Theory]
    [InlineData("rocky9")]
    [InlineData("r9")]
    public async Task Rename_Busy_SaysWithWhat(string name)
    {
        using (_lab.Silo.Get<ImagePlaces>().Take(ImageName.Parse(name), "import"))
        {
            var error = await Assert.ThrowsAsync<WarewulfException>(() => _lab.RenameAsync("rocky9", "r9"));
            Assert.Equal(ApiErrorCode.Busy, error.Code);
            Assert.Contains($"'{name}' is busy: another import", error.Message, StringComparison.Ordinal);
        }

        await _lab.RenameAsync("rocky9", "r9");
    }

    [Fact]
    public async Task Rename_IfRevisionIsOld_TouchesNothing()
    {
        var revision = _lab.Silo.Catalog.Current.Revision;
        await _lab.Silo.AddAsync("n1");
        await Assert.ThrowsAsync<WarewulfException>(() => _lab.RenameAsync("rocky9", "r9", request => request with { IfRevision = revision }));
        Assert.Equal("rocky9=first", _lab.Trees);
    }

    [Theory]
    [InlineData(false, "rocky9")]
    [InlineData(true, "r9")]
    public async Task Rename_KilledAtTheCommit_TheCatalogDecides(bool committed, string expected)
    {
        await _lab.Silo.AddAsync("n1", ("image", "rocky9"));
        await _lab.KilledAsync(() => _lab.RenameAsync("rocky9", "r9"), committed);
        Assert.Equal("r9=first", _lab.Trees);
        using var catalog = await _lab.RestartedAsync();
        Assert.Equal(expected, Assert.Single(catalog.Current.Images).Key.ToString());
        Assert.Equal(expected, catalog.Current.Index.Find(NodeName.Parse("n1"))!.Settings.ImageName);
        Assert.Equal($"{expected}=first", _lab.Trees);
        _lab.AssertNoMarks();
    }

    [Theory]
    [InlineData(true, "rocky9", "r9")]
    [InlineData(true, "r9", "r9")]
    [InlineData(false, "rocky9", "rocky9")]
    [InlineData(false, "r9", "rocky9")]
    public async Task Rename_NobodyKnowsHowItEnded_IsSettledByTheNextOperationOnEither(bool stored, string touched, string expected)
    {
        _lab.FallSilent(stored);
        var error = await Assert.ThrowsAsync<WarewulfException>(() => _lab.RenameAsync("rocky9", "r9"));
        Assert.StartsWith("Whether image 'rocky9' was renamed to 'r9' is not known", error.Message, StringComparison.Ordinal);
        _lab.Answer();
        if (touched == expected)
        {
            await _lab.Silo.BuildAsync(touched);
        }
        else
        {
            await Assert.ThrowsAsync<WarewulfException>(() => _lab.Silo.BuildAsync(touched));
        }

        Assert.Equal(($"{expected}=first", expected), (_lab.Trees, _lab.Images));
        _lab.AssertNoMarks();
    }

    [Fact]
    public async Task Rename_AnswerLost_IsDone()
    {
        _lab.Silo.Store.LoseAnswers = true;
        await _lab.RenameAsync("rocky9", "r9");
        Assert.Equal(("r9=first", "r9"), (_lab.Trees, _lab.Images));
        _lab.AssertNoMarks();
    }

    [Fact]
    public async Task Rename_StoreRefuses_IsAsBefore()
    {
        _lab.Silo.Store.RefuseAppends = true;
        await Assert.ThrowsAsync<WarewulfException>(() => _lab.RenameAsync("rocky9", "r9"));
        Assert.Equal(("rocky9=first", "rocky9"), (_lab.Trees, _lab.Images));
        _lab.AssertNoMarks();
    }

    [TmpfsFact]
    public async Task Rename_DirectoryThatCannotBeMoved_IsAsBefore()
    {
        using var disk = new TmpfsDisk(_lab.Silo.Paths.Chroots, "1m");
        await _lab.CopyAsync("rocky9", "disk");
        var error = await Assert.ThrowsAsync<WarewulfException>(() => _lab.RenameAsync("disk", "r9"));
        Assert.Equal(ApiErrorCode.Unavailable, error.Code);
        Assert.StartsWith($"Image 'disk' cannot be renamed: '{disk.Path}' cannot be moved: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(("disk=first rocky9=first", "disk rocky9"), (_lab.Trees, _lab.Images));
        _lab.AssertNoMarks();
    }

    [Fact]
    public async Task Rename_KilledBetweenMarkAndMove_IsAsBefore()
    {
        File.CreateSymbolicLink(Path.Combine(_lab.Home("rocky9"), $"rootfs.moved-{ImagePlace.Suffix(Guid.NewGuid())}"), "rocky9");
        using var catalog = await _lab.RestartedAsync();
        Assert.Equal("rocky9=first", _lab.Trees);
        _lab.AssertNoMarks();
    }

    [Fact]
    public async Task Rename_KilledAndItsOldPlaceTakenByHand_LeavesBothAlone()
    {
        await _lab.KilledAsync(() => _lab.RenameAsync("rocky9", "r9"), committed: false);
        _lab.Silo.Files.Write("root/var/lib/warewulf/chroots/rocky9/rootfs/etc/motd", "by hand\n");
        using var catalog = await _lab.RestartedAsync();
        Assert.Equal("r9=first rocky9=by hand", _lab.Trees);
    }

    private ImageConfig Image(string name) => _lab.Silo.Catalog.Current.Images[ImageName.Parse(name)];
}
