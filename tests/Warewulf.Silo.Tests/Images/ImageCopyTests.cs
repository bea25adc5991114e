using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Silo.Images;
using Warewulf.Silo.Tests.Storage;

namespace Warewulf.Silo.Tests.Images;

/// <summary>A copy is there whole or not at all, and costs no blobs.</summary>
[Trait("Suite", "Fast")]
public sealed class ImageCopyTests : IAsyncLifetime
{
    private ImageChangeLab _lab = null!;

    public async Task InitializeAsync() => _lab = await ImageChangeLab.CreateAsync();

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task Copy_AndBuild_SharesEverySegment()
    {
        await File.WriteAllTextAsync(Path.Combine(_lab.Home("rocky9"), "readonly"), "");
        File.SetUnixFileMode(Path.Combine(_lab.Home("rocky9"), "rootfs/bin/sh"), (UnixFileMode)0b100_111_101_101);
        await _lab.Silo.BuildAsync("rocky9");
        var blobs = Blobs();
        var copied = (await _lab.CopyAsync("rocky9", "r9", build: true)).Image;
        Assert.Equal(("image rocky9", 1, 1), (copied.Source, copied.Build!.Generation, copied.LastGeneration));
        Assert.Equal(blobs, Blobs());
        Assert.Equal(_lab.Silo.Catalog.Current.Images[ImageName.Parse("rocky9")].Build!.Archive.Digest, copied.Build.Archive.Digest);
        Assert.Equal(("r9=first rocky9=first", "r9 rocky9"), (_lab.Trees, _lab.Images));
        Assert.Equal((UnixFileMode)0b100_111_101_101, File.GetUnixFileMode(Path.Combine(_lab.Home("r9"), "rootfs/bin/sh")));
        Assert.False(File.Exists(Path.Combine(_lab.Home("r9"), "readonly")));
        _lab.AssertNoMarks();
    }

    [Theory]
    [InlineData("none", "r9", ApiErrorCode.NotFound, "there is none of that name")]
    [InlineData("rocky9", "rocky9", ApiErrorCode.Conflict, "there is an image of that name")]
    [InlineData("rocky9", "stray", ApiErrorCode.Conflict, "exists already, though the catalog knows no such image")]
    [InlineData("treeless", "r9", ApiErrorCode.NotFound, "its tree is missing")]
    public async Task Copy_Wrong_ChangesNothing(string from, string to, ApiErrorCode code, string message)
    {
        await _lab.CopyAsync("rocky9", "treeless");
        ImageTree.Delete(_lab.Home("treeless"));
        _lab.Silo.Files.Write("root/var/lib/warewulf/chroots/stray/rootfs/etc/motd", "stray\n");
        var (trees, images) = (_lab.Trees, _lab.Images);
        var error = await Assert.ThrowsAsync<WarewulfException>(() => _lab.CopyAsync(from, to));
        Assert.Equal(code, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((trees, images), (_lab.Trees, _lab.Images));
    }

    [Theory]
    [InlineData("rocky9")]
    [InlineData("r9")]
    public async Task Copy_Busy_SaysWithWhat(string name)
    {
        using var held = _lab.Silo.Get<ImagePlaces>().Take(ImageName.Parse(name), "import");
        Assert.Equal(ApiErrorCode.Busy, (await Assert.ThrowsAsync<WarewulfException>(() => _lab.CopyAsync("rocky9", "r9"))).Code);
        Assert.Equal("rocky9=first", _lab.Trees);
    }

    [Fact]
    public async Task Copy_GivenUpMeanwhile_LeavesNothing()
    {
        await File.WriteAllBytesAsync(Path.Combine(_lab.Home("rocky9"), "rootfs/large"), new byte[30_000_000]);
        using var cancel = new CancellationTokenSource();
        var request = new ImageCopyRequest(ImageName.Parse("rocky9"), ImageName.Parse("r9"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _lab.Silo.Get<ImageCopier>().CopyAsync(request, new Callback(cancel.Cancel), cancel.Token));
        Assert.Equal(("rocky9=first", "rocky9"), (_lab.Trees, _lab.Images));
    }

    [TmpfsFact]
    public async Task Copy_DiskFull_LeavesNothingAndSaysSo()
    {
        var chroots = _lab.Silo.Paths.Chroots;
        await File.WriteAllBytesAsync(Path.Combine(_lab.Home("rocky9"), "rootfs/large"), new byte[3 << 20]);

        // The new image's directory is a small disk.
        using var disk = new TmpfsDisk(chroots, "1m");
        Directory.CreateDirectory(Path.Combine(disk.Path, "keep"));
        var error = await Assert.ThrowsAsync<WarewulfException>(() => _lab.CopyAsync("rocky9", "disk"));
        Assert.Equal(ApiErrorCode.Unavailable, error.Code);
        Assert.Equal(["keep"], Directory.EnumerateFileSystemEntries(disk.Path).Select(Path.GetFileName));
        Assert.Equal("rocky9", _lab.Images);
    }

    [Theory]
    [InlineData(false, "rocky9=first")]
    [InlineData(true, "r9=first rocky9=first")]
    public async Task Copy_KilledAtTheCommit_TheCatalogDecides(bool committed, string expected)
    {
        await _lab.KilledAsync(() => _lab.CopyAsync("rocky9", "r9"), committed);
        using var catalog = await _lab.RestartedAsync();
        Assert.Equal(committed ? 2 : 1, catalog.Current.Images.Count);
        Assert.Equal(expected, _lab.Trees);
        _lab.AssertNoMarks();
    }

    [Theory]
    [InlineData(true, "r9=first rocky9=first")]
    [InlineData(false, "rocky9=first")]
    public async Task Copy_NobodyKnowsHowItEnded_IsSettledByTheNextOperation(bool stored, string expected)
    {
        _lab.FallSilent(stored);
        var error = await Assert.ThrowsAsync<WarewulfException>(() => _lab.CopyAsync("rocky9", "r9"));
        Assert.StartsWith("Whether image 'rocky9' was copied to 'r9' is not known", error.Message, StringComparison.Ordinal);
        _lab.Answer();
        await Assert.ThrowsAsync<WarewulfException>(() => _lab.RenameAsync("rocky9", stored ? "r9" : "rocky9"));
        await _lab.Silo.Get<ImagePlaces>().SettledAsync(ImageName.Parse("r9"), CancellationToken.None);
        Assert.Equal(expected, _lab.Trees);
        _lab.AssertNoMarks();
    }

    private List<string> Blobs() => [.. Directory.EnumerateFiles(_lab.Silo.Paths.Blobs, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private sealed class Callback(Action report) : IProgress<ImageProgress>
    {
        public void Report(ImageProgress value) => report();
    }
}
