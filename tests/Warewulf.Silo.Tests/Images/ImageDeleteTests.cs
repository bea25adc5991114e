using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Images;
using Warewulf.Silo.Images;

namespace Warewulf.Silo.Tests.Images;

/// <summary>Images are deleted with their trees, or both stay.</summary>
[Trait("Suite", "Fast")]
public sealed class ImageDeleteTests : IAsyncLifetime
{
    private ImageChangeLab _lab = null!;

    public async Task InitializeAsync() => _lab = await ImageChangeLab.CreateAsync();

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task Delete_Several_TakesBuiltAndNeverBuiltInOneCommit()
    {
        await _lab.CopyAsync("rocky9", "never-built");
        await _lab.CopyAsync("rocky9", "other");
        await File.WriteAllTextAsync(Path.Combine(_lab.Home("rocky9"), "readonly"), "");
        var revision = _lab.Silo.Catalog.Current.Revision;
        var response = await _lab.DeleteAsync("rocky9", "never-built", "rocky9");
        Assert.Equal((revision + 1, 2, 0), (response.Revision, response.Changed.Count, response.Warnings.Count));
        Assert.Equal(("other=first", "other"), (_lab.Trees, _lab.Images));
        await _lab.Silo.ImportAsync("rocky9", _lab.Silo.Files.Tree("again", motd: "again\n"), build: true);
        Assert.Equal(1, _lab.Silo.Catalog.Current.Images[ImageName.Parse("rocky9")].Build!.Generation);
    }

    [Fact]
    public async Task Delete_DryRun_TouchesNothing()
    {
        var preview = await _lab.DeleteAsync(dryRun: true, "rocky9");
        Assert.Equal("removed image rocky9", preview.Differences.Select(group => $"{group.Verb} {group.Kind} {group.Names}").Single());
        Assert.Equal(("rocky9=first", "rocky9"), (_lab.Trees, _lab.Images));
    }

    [Fact]
    public async Task Delete_WhatAnAdminKeepsBesideTheTree_StaysAndIsTold()
    {
        var note = _lab.Silo.Files.Write("root/var/lib/warewulf/chroots/rocky9/rootfs.old-2023/note", "x");
        var response = await _lab.DeleteAsync("rocky9");
        Assert.Contains("holds more than image 'rocky9'", Assert.Single(response.Warnings), StringComparison.Ordinal);
        Assert.True(File.Exists(note));
        Assert.Equal(["rootfs.old-2023"], Directory.EnumerateFileSystemEntries(_lab.Home("rocky9")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Delete_TreeMissing_IsDone()
    {
        ImageTree.Delete(_lab.Home("rocky9"));
        Assert.Empty((await _lab.DeleteAsync("rocky9")).Warnings);
        Assert.Empty(_lab.Images);
    }

    [Theory]
    [InlineData("rocky9 none", ApiErrorCode.NotFound, "Image 'none' cannot be deleted: there is none of that name")]
    [InlineData("rocky9 stray", ApiErrorCode.NotFound, "Make it an image with 'wwctl image import stray ")]
    [InlineData("other rocky9", ApiErrorCode.Conflict, "it is named by node 'n[1-2]'.")]
    [InlineData("", ApiErrorCode.Invalid, "Name the images")]
    [InlineData("a/b", ApiErrorCode.Invalid, "'a/b' is not a valid image name")]
    public async Task Delete_OneOfThemWrong_DeletesNone(string names, ApiErrorCode code, string message)
    {
        await _lab.CopyAsync("rocky9", "other");
        _lab.Silo.Files.Write("root/var/lib/warewulf/chroots/stray/rootfs/etc/motd", "stray\n");
        if (code == ApiErrorCode.Conflict)
        {
            await _lab.Silo.AddAsync("n1", ("image", "rocky9"));
            await _lab.Silo.AddAsync("n2", ("image", "rocky9@1"));
        }

        var (trees, images) = (_lab.Trees, _lab.Images);
        foreach (var dryRun in new[] { true, false })
        {
            var error = await Assert.ThrowsAsync<WarewulfException>(() => _lab.DeleteAsync(dryRun, names.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            Assert.Equal(code, error.Code);
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal((trees, images), (_lab.Trees, _lab.Images));
        _lab.AssertNoMarks();
    }

    [Fact]
    public async Task Delete_Busy_DeletesNone()
    {
        await _lab.CopyAsync("rocky9", "other");
        using (_lab.Silo.Get<ImagePlaces>().Take(ImageName.Parse("other"), "build"))
        {
            Assert.Equal(ApiErrorCode.Busy, (await Assert.ThrowsAsync<WarewulfException>(() => _lab.DeleteAsync("rocky9", "other"))).Code);
        }

        Assert.Equal("other=first rocky9=first", _lab.Trees);
        await _lab.DeleteAsync("rocky9", "other");
        Assert.Empty(_lab.Trees);
    }

    [Theory]
    [InlineData(false, "other=first rocky9=first")]
    [InlineData(true, "")]
    public async Task Delete_KilledAtTheCommit_TheCatalogDecides(bool committed, string expected)
    {
        await _lab.CopyAsync("rocky9", "other");
        await _lab.KilledAsync(() => _lab.DeleteAsync("rocky9", "other"), committed);
        Assert.Equal("other=first rocky9=first", _lab.Trees);
        using var catalog = await _lab.RestartedAsync();
        Assert.Equal(committed ? 0 : 2, catalog.Current.Images.Count);
        Assert.Equal(expected, _lab.Trees);
        _lab.AssertNoMarks();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Delete_NobodyKnowsHowItEnded_IsSettledByTheNextImport(bool stored)
    {
        _lab.FallSilent(stored);
        var error = await Assert.ThrowsAsync<WarewulfException>(() => _lab.DeleteAsync("rocky9"));
        Assert.StartsWith("Whether image 'rocky9' was deleted is not known", error.Message, StringComparison.Ordinal);
        Assert.Equal("rocky9=first", _lab.Trees);
        _lab.Answer();
        var import = _lab.Silo.ImportAsync("rocky9", _lab.Silo.Files.Tree("second", motd: "second\n"));
        if (stored)
        {
            await import;
        }
        else
        {
            await Assert.ThrowsAsync<WarewulfException>(() => import);
        }

        Assert.Equal((stored ? "rocky9=second" : "rocky9=first", "rocky9"), (_lab.Trees, _lab.Images));
        _lab.AssertNoMarks();
    }

    [Fact]
    public async Task Delete_StoreRefuses_IsAsBefore()
    {
        _lab.Silo.Store.RefuseAppends = true;
        await Assert.ThrowsAsync<WarewulfException>(() => _lab.DeleteAsync("rocky9"));
        Assert.Equal(("rocky9=first", "rocky9"), (_lab.Trees, _lab.Images));
        _lab.AssertNoMarks();
    }
}
