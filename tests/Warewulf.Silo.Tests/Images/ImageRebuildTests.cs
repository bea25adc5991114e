using System.Security.Cryptography;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Images;

/// <summary>Builds one after the other.</summary>
[Trait("Suite", "Fast")]
public sealed class ImageRebuildTests : IAsyncLifetime
{
    private SiloLab _lab = null!;

    private string Home => Path.GetDirectoryName(Root)!;

    private string Root => _lab.Paths.ImageRoot(ImageName.Parse("rocky9"));

    private string Index => Path.Combine(Home, "build.index");

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        var tree = _lab.Files.Tree("tree");
        for (var i = 0; i < 200; i++)
        {
            _lab.Files.Write($"tree/usr/share/{i}", $"file {i}");
        }

        await _lab.ImportAsync("rocky9", tree);
        SetOld();
    }

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task Build_Again_TellsWhatChangedAndStoresOnlyThat()
    {
        var first = (await _lab.BuildAsync("rocky9")).Image.Build!;
        Assert.Null(first.Changes);
        var blobs = Blobs();
        await File.WriteAllTextAsync(Path.Combine(Root, "usr/share/7"), "another");
        SetOld();
        var second = (await _lab.BuildAsync("rocky9")).Image.Build!;
        Assert.Equal((0L, 1L, 0L, 7L), (second.Changes!.Added, second.Changes.Changed, second.Changes.Removed, second.Changes.Bytes));
        Assert.NotEqual(first.Archive.Digest, second.Archive.Digest);

        // The segment that changed, the recipe's outline, and the page that lists the segment.
        Assert.InRange(Blobs().Except(blobs).Count(), 3, 4);
        Assert.Empty(blobs.Except(Blobs()));
        Assert.NotEqual(_lab.Read(first.Archive), _lab.Read(second.Archive));
        Assert.Equal(second.Archive.Length, _lab.Read(second.Archive).Length);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("damaged")]
    [InlineData("directory")]
    public async Task Build_WithoutAnIndexToRead_IsTheSameFromNothing(string what)
    {
        var first = (await _lab.BuildAsync("rocky9")).Image.Build!;
        File.Delete(Index);
        if (what == "damaged")
        {
            await File.WriteAllBytesAsync(Index, RandomNumberGenerator.GetBytes(1000));
        }
        else if (what == "directory")
        {
            Directory.CreateDirectory(Index);
        }

        var second = (await _lab.BuildAsync("rocky9")).Image.Build!;
        Assert.Equal(first.Archive, second.Archive);
        Assert.Null(second.Changes);
    }

    [Fact]
    public async Task Build_BlobsLost_MakesThemAgain()
    {
        var first = (await _lab.BuildAsync("rocky9")).Image.Build!;
        var archive = _lab.Read(first.Archive);
        Directory.Delete(_lab.Paths.Blobs, recursive: true);
        Directory.CreateDirectory(_lab.Paths.Blobs);
        var second = (await _lab.BuildAsync("rocky9")).Image.Build!;
        Assert.Equal(first.Archive, second.Archive);
        Assert.Equal(archive, _lab.Read(second.Archive));
        Assert.NotEmpty(_lab.Read(second.Kernels[0].Kernel));
    }

    [Fact]
    public async Task Build_AfterTheCatalogWasSetBack_TellsNoChanges()
    {
        var first = await _lab.BuildAsync("rocky9");
        await File.WriteAllTextAsync(Path.Combine(Root, "usr/share/7"), "another");
        await _lab.BuildAsync("rocky9");
        await _lab.Catalog.CommitAsync("admin", "back", _ => [new PutImage(first.Image)], CancellationToken.None);
        Assert.Null((await _lab.BuildAsync("rocky9")).Image.Build!.Changes);
    }

    [Fact]
    public async Task Build_SharedWithAnotherImage_IsStoredOnce()
    {
        await _lab.BuildAsync("rocky9");
        var blobs = Blobs();
        await _lab.ImportAsync("other", Root, build: true);
        Assert.Equal(blobs, Blobs());
    }

    [Fact]
    public async Task Build_GivenUpInTheMiddle_LeavesNothingAndServesTheOldBuild()
    {
        var old = await _lab.BuildAsync("rocky9");
        var before = Blobs();
        await File.WriteAllBytesAsync(Path.Combine(Root, "large"), RandomNumberGenerator.GetBytes(30_000_000));
        using var cancel = new CancellationTokenSource();
        var seen = new List<ImageProgress>();
        var progress = new Callback(value =>
        {
            seen.Add(value);
            cancel.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _lab.Builder.BuildAsync(old.Image, null, [], progress, cancel.Token));
        Assert.Equal(before, Blobs());
        Assert.InRange(seen[0].TotalBytes, 30_000_000, 31_000_000);
        Assert.Equal(old.Image, _lab.Catalog.Current.Images[ImageName.Parse("rocky9")]);
    }

    [Fact]
    public async Task Build_FileThatChangesMeanwhile_FailsWithItsNameAndServesTheOldBuild()
    {
        var old = await _lab.BuildAsync("rocky9");
        var large = Path.Combine(Root, "large");
        await File.WriteAllBytesAsync(large, new byte[30_000_000]);
        var progress = new Callback(_ => File.AppendAllText(large, "x"));
        var error = await Assert.ThrowsAsync<WarewulfException>(() => _lab.Builder.BuildAsync(old.Image, null, [], progress, CancellationToken.None));
        Assert.Equal(ApiErrorCode.Busy, error.Code);
        Assert.Contains("'large' in", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(_lab.Read(_lab.Catalog.Current.Images[ImageName.Parse("rocky9")].Build!.Archive));
    }

    // What was changed within the last seconds would be read again, rightly.
    private void SetOld()
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories).Append(Root))
        {
            File.SetLastWriteTimeUtc(entry, DateTime.UnixEpoch.AddDays(1));
        }
    }

    private List<string> Blobs() => [.. Directory.EnumerateFiles(_lab.Paths.Blobs, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private sealed class Callback(Action<ImageProgress> report) : IProgress<ImageProgress>
    {
        public void Report(ImageProgress value) => report(value);
    }
}
