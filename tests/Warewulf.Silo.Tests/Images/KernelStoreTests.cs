using Warewulf.Core.Artifacts;
using Warewulf.Core.Images;
using Warewulf.Core.Images.Recipes;
using Warewulf.Silo.Images;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Images;

/// <summary>Kernels that did not change are not read, and what was lost or cut short is stored again.</summary>
[Trait("Suite", "Fast")]
public sealed class KernelStoreTests : IAsyncLifetime
{
    private const string Kernel = "boot/vmlinuz-6.1.0-1";

    // Long after everything that a test writes.
    private static readonly DateTimeOffset Later = TimeProvider.System.GetUtcNow().AddDays(1);

    private SiloLab _lab = null!;
    private string _tree = "";
    private ImageBuildIndex _index = null!;

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        _tree = _lab.Files.Tree("tree");
        using var batch = _lab.Blobs.Begin("x");
        _index = ImageTree.Build(_tree, batch, new ImageTreeBuildOptions(), CancellationToken.None).Index;
    }

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task Store_AsItWas_IsNotRead()
    {
        var (kernels, files) = await StoreAsync(_index);
        Assert.Equal([Kernel, "boot/initrd.img-6.1.0-1"], files.Select(file => file.Path.ToString()));

        // A digest that the file does not have can only come from what was remembered.
        var other = await _lab.Blobs.PutAsync("other", gzip: false, new byte[kernels[0].Kernel.Length]);
        var (again, kept) = await StoreAsync(_index.With([.. files.Select(file => file.Path.ToString() == Kernel ? file with { Digest = other.Digest } : file)]));
        Assert.Equal((other.Digest, kernels[0].Kernel.Length, kernels[0].Initramfs), (again[0].Kernel.Digest, again[0].Kernel.Length, again[0].Initramfs));
        Assert.Equal(2, kept.Count);
    }

    [Theory]
    [InlineData("written")]
    [InlineData("replaced")]
    [InlineData("touched")]
    public async Task Store_Changed_IsReadAgain(string how)
    {
        var (_, files) = await StoreAsync(_index);
        var path = Path.Combine(_tree, Kernel);
        var time = File.GetLastWriteTimeUtc(path);
        if (how == "written")
        {
            await File.WriteAllTextAsync(path, "KERNEL 6.1.0-1");
            File.SetLastWriteTimeUtc(path, time);
        }
        else if (how == "replaced")
        {
            await File.WriteAllTextAsync(path + ".new", "KERNEL 6.1.0-1");
            File.SetLastWriteTimeUtc(path + ".new", time);
            File.Move(path + ".new", path, overwrite: true);
        }
        else
        {
            File.SetLastWriteTimeUtc(path, time.AddSeconds(1));
        }

        var (kernels, _) = await StoreAsync(_index.With(files));
        Assert.Equal(ArtifactDigest.Of(await File.ReadAllBytesAsync(path)), kernels[0].Kernel.Digest);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Store_BlobLostOrCutShort_IsStoredAgain(bool cut)
    {
        var (kernels, files) = await StoreAsync(_index);
        var blob = _lab.Blobs.Find(kernels[0].Kernel.Digest)!;
        if (cut)
        {
            await File.WriteAllTextAsync(blob, "k");
        }
        else
        {
            File.Delete(blob);
        }

        await StoreAsync(_index.With(files));
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(_tree, Kernel)), await File.ReadAllBytesAsync(blob));
    }

    [Fact]
    public async Task Store_JustChangedOrClockUnknown_IsNotRemembered()
    {
        Assert.Empty((await StoreAsync(_index, TimeProvider.System.GetUtcNow())).Files);
        Assert.Empty((await StoreAsync(_index, null)).Files);
    }

    [Fact]
    public async Task Build_SegmentCutShort_IsRepaired()
    {
        await _lab.ImportAsync("rocky9", _tree, build: true);
        var name = ImageName.Parse("rocky9");
        var archive = _lab.Catalog.Current.Images[name].Build!.Archive;
        var whole = _lab.Read(archive);
        var segment = Directory.EnumerateFiles(_lab.Paths.Blobs, "*", SearchOption.AllDirectories).MaxBy(file => new FileInfo(file).Length)!;
        await File.WriteAllBytesAsync(segment, (await File.ReadAllBytesAsync(segment))[..^1]);
        Assert.True((await _lab.BuildAsync("rocky9")).Unchanged);
        Assert.Equal(whole, _lab.Read(archive));
    }

    private Task<(IReadOnlyList<ImageKernel> Kernels, IReadOnlyList<StoredFile> Files)> StoreAsync(ImageBuildIndex? before) => StoreAsync(before, Later);

    private async Task<(IReadOnlyList<ImageKernel> Kernels, IReadOnlyList<StoredFile> Files)> StoreAsync(ImageBuildIndex? before, DateTimeOffset? scannedAt)
    {
        using var hold = _lab.Blobs.Hold();
        using var store = new KernelStore(_tree, _lab.Blobs, hold, before, scannedAt);
        return (await store.StoreAsync(), store.Files);
    }
}
