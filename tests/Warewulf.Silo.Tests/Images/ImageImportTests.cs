using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Silo.Heads;
using Warewulf.Silo.Images;
using Warewulf.Silo.Tests.Storage;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Images;

[Trait("Suite", "Fast")]
public sealed class ImageImportTests : IAsyncLifetime
{
    private SiloLab _lab = null!;

    private string Home => Path.Combine(_lab.Paths.Chroots, "rocky9");

    private string Motd => File.ReadAllText(Path.Combine(Home, "rootfs/etc/motd"));

    public async Task InitializeAsync() => _lab = await SiloLab.CreateAsync();

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public async Task Import_DryRun_ChecksAndLeavesNothing()
    {
        var source = _lab.Files.Tree("looked-at");
        var request = new ImageImportRequest(ImageName.Parse("looked-at"), source) { DryRun = true, Build = true };
        var revision = _lab.Catalog.Current.Revision;
        Assert.Equal(source, (await _lab.Importer.ImportAsync(request, null, CancellationToken.None)).Image.Source);
        Assert.Equal(revision, _lab.Catalog.Current.Revision);
        Assert.False(Directory.Exists(Path.GetDirectoryName(_lab.Paths.ImageRoot(request.Name))));
        foreach (var wrong in new[] { "/nowhere", Path.Combine(source, "etc"), Path.Combine(source, "etc/motd/x") })
        {
            await Assert.ThrowsAsync<WarewulfException>(() => _lab.Importer.ImportAsync(request with { Source = wrong }, null, CancellationToken.None));
        }

        await _lab.ImportAsync("looked-at", source);
        var error = await Assert.ThrowsAsync<WarewulfException>(() => _lab.Importer.ImportAsync(request, null, CancellationToken.None));
        Assert.Contains("it exists already", error.Message, StringComparison.Ordinal);
        await _lab.Importer.ImportAsync(request with { Force = true }, null, CancellationToken.None);
    }

    [Fact]
    public async Task Import_DirectoryThenBuild_StoresArchiveAndKernel()
    {
        var imported = await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree"));
        Assert.Null(imported.Image.Build);
        Assert.Equal("welcome\n", Motd);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Home));

        var built = await _lab.BuildAsync("rocky9");
        var kernel = Assert.Single(built.Image.Build!.Kernels);
        Assert.Equal(("6.1.0-1", true), (kernel.Version, kernel.IsDefault));
        Assert.Equal("kernel 6.1.0-1"u8.ToArray(), _lab.Read(kernel.Kernel));
        Assert.Equal("initramfs 6.1.0-1"u8.ToArray(), _lab.Read(kernel.Initramfs));
        Assert.NotEmpty(_lab.Read(built.Image.Build.Archive));
        Assert.Empty(built.Warnings);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("xz")]
    [InlineData("zstd")]
    [InlineData("bzip2")]
    public async Task Import_Archive_IsUnpacked(string compression)
    {
        await _lab.ImportAsync("rocky9", await ArchiveAsync(Tar.Of(Tar.File("etc/motd", "from tar")), compression));
        Assert.Equal("from tar", Motd);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("xz")]
    [InlineData("zstd")]
    [InlineData("bzip2")]
    public async Task Import_TruncatedArchive_LeavesNothing(string compression)
    {
        var noise = Convert.ToHexString(RandomNumberGenerator.GetBytes(200_000));
        var file = await ArchiveAsync(Tar.Of(Tar.File("etc/motd", noise)), compression);
        var bytes = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, bytes[..^(bytes.Length / 3)]);
        await RefusedAsync(() => _lab.ImportAsync("rocky9", file), ApiErrorCode.Invalid);
        Assert.False(Directory.Exists(Home));
    }

    [Fact]
    public async Task Import_UnsafeArchive_LeavesNothing()
    {
        byte[][] archives =
        [
            Tar.Of(Tar.File("../evil", "x")),
            Tar.Of(Tar.File("etc/../../evil", "x")),
            Tar.Of(Tar.File("etc/motd", "x"), Tar.HardLink("etc/link", "/etc/passwd")),
            Tar.Of(Tar.File("etc/motd", "x"))[..700],
            "this is no archive at all, and long enough not to be taken for an empty one"u8.ToArray(),
            RandomNumberGenerator.GetBytes(4096),
        ];
        foreach (var archive in archives)
        {
            var file = await ArchiveAsync(archive, "none");
            var error = await RefusedAsync(() => _lab.ImportAsync("rocky9", file), ApiErrorCode.Invalid);
            Assert.DoesNotContain('\n', error);
            Assert.False(Directory.Exists(Home));
        }

        Assert.Empty(_lab.Catalog.Current.Images);
    }

    [Fact]
    public async Task Import_NameTaken_SaysWhatToDo()
    {
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree"));
        var error = await RefusedAsync(() => _lab.ImportAsync("rocky9", _lab.Files.Tree("tree")), ApiErrorCode.Conflict);
        Assert.Contains("--force", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_Force_ReplacesTheTreeAndKeepsTheBuildUntilTheNext()
    {
        var first = await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree"), build: true);
        var second = await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree2", motd: "second\n"), force: true);
        Assert.Equal("second\n", Motd);
        Assert.Equal(first.Image.Build!.Archive, second.Image.Build!.Archive);
        Assert.Equal(["rootfs"], Directory.EnumerateFileSystemEntries(Home).Select(Path.GetFileName).Where(name => name != "build.index"));
        Assert.NotEqual(first.Image.Build.Archive, (await _lab.BuildAsync("rocky9")).Image.Build!.Archive);
    }

    [Fact]
    public async Task Import_ForceFails_KeepsTheOldTree()
    {
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree"));
        var bad = await ArchiveAsync(Tar.Of(Tar.File("etc/motd", "new"), Tar.File("../evil", "x")), "none");
        await RefusedAsync(() => _lab.ImportAsync("rocky9", bad, force: true), ApiErrorCode.Invalid);
        Assert.Equal("welcome\n", Motd);
        Assert.Equal(["rootfs"], Directory.EnumerateFileSystemEntries(Home).Select(Path.GetFileName).Where(name => name != "build.index"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Import_CatalogCannotBeChanged_ChangesNothing(bool replaces)
    {
        if (replaces)
        {
            await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree"));
        }

        _lab.Store.RefuseAppends = true;
        await RefusedAsync(() => _lab.ImportAsync("rocky9", _lab.Files.Tree("tree2", motd: "second\n"), force: true), ApiErrorCode.Unavailable);
        Assert.Equal(replaces, Directory.Exists(Home));
        if (replaces)
        {
            Assert.Equal("welcome\n", Motd);
            Assert.Equal(["rootfs"], Directory.EnumerateFileSystemEntries(Home).Select(Path.GetFileName).Where(name => name != "build.index"));
        }

        _lab.Store.RefuseAppends = false;
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree2", motd: "second\n"), force: true);
        Assert.Equal("second\n", Motd);
    }

    [Fact]
    public async Task Import_SourceAmongTheImages_IsCopiedAndNeverIntoItself()
    {
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree"));
        await _lab.ImportAsync("copy", Path.Combine(Home, "rootfs"));
        await RefusedAsync(() => _lab.ImportAsync("all", _lab.Paths.Chroots), ApiErrorCode.Invalid);
        await RefusedAsync(() => _lab.ImportAsync("all", "/"), ApiErrorCode.Invalid);
        Assert.False(Directory.Exists(Path.Combine(_lab.Paths.Chroots, "all")));

        var inside = Path.Combine(Home, "rootfs/image.tar");
        await File.WriteAllBytesAsync(inside, Tar.Of(Tar.File("etc/motd", "from inside")));
        await _lab.ImportAsync("rocky9", inside, force: true);
        Assert.Equal("from inside", Motd);
    }

    [Fact]
    public async Task Import_BuildFails_SaysThatItWasImported()
    {
        var excludes = Path.Combine(_lab.Files.Tree("tree"), "etc/warewulf/excludes");
        _lab.Files.Write("tree/etc/warewulf/excludes", "/[\n");
        var error = await Assert.ThrowsAsync<WarewulfException>(() => _lab.ImportAsync("rocky9", _lab.Files.Tree("tree"), build: true));
        Assert.StartsWith("Image 'rocky9' was imported, but not built: ", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(excludes));
        Assert.Single(_lab.Catalog.Current.Images);
        Assert.Equal("welcome\n", Motd);
    }

    [Fact]
    public async Task Build_NoKernel_Warns()
    {
        var response = await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree", kernel: null), build: true);
        Assert.Contains("has no kernel", Assert.Single(response.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_UnknownOrTreeGone_IsNotFound()
    {
        await RefusedAsync(() => _lab.BuildAsync("rocky9"), ApiErrorCode.NotFound);
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree"));
        Directory.Delete(Path.Combine(Home, "rootfs"), recursive: true);
        await RefusedAsync(() => _lab.BuildAsync("rocky9"), ApiErrorCode.NotFound);
    }

    [Fact]
    public async Task Build_WhileAnotherIsAtWork_IsBusy()
    {
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree"));
        var reached = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        _lab.Store.BeforeAppend = () =>
        {
            reached.TrySetResult();
            return go.Task;
        };
        var first = _lab.BuildAsync("rocky9");
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var error = await RefusedAsync(() => _lab.BuildAsync("rocky9"), ApiErrorCode.Busy);
        Assert.Contains("another build works on it", error, StringComparison.Ordinal);
        await RefusedAsync(() => _lab.ImportAsync("rocky9", "/", force: true), ApiErrorCode.Busy);
        go.SetResult();
        Assert.NotNull((await first).Image.Build);
        Assert.NotNull((await _lab.BuildAsync("rocky9")).Image.Build);
    }

    [Fact]
    public async Task Build_GivenUp_ChangesNothing()
    {
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree"));
        var revision = _lab.Catalog.Current.Revision;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _lab.Builder.BuildAsync(new ImageBuildRequest(ImageName.Parse("rocky9")), null, new CancellationToken(true)));
        Assert.Equal(revision, _lab.Catalog.Current.Revision);
    }

    [TmpfsFact]
    public async Task Build_DiskFull_SaysSoLeavesNothingAndServesTheOldBuild()
    {
        var tree = _lab.Files.Tree("tree");
        var old = (await _lab.ImportAsync("rocky9", tree, build: true)).Image.Build!;
        await File.WriteAllBytesAsync(Path.Combine(Home, "rootfs/noise"), RandomNumberGenerator.GetBytes(3 << 20));
        using var disk = new TmpfsDisk(_lab.Files.Base, "1m");
        var blobs = new Silo.Blobs.BlobStore(Path.Combine(disk.Path, "blobs"));
        var service = new ImageBuilder(
            _lab.Catalog, new ImagePlaces(_lab.Catalog, _lab.Paths), _lab.Get<HeadUsers>(), blobs, _lab.Get<BlobCopies>(), _lab.Paths, _lab.Time, NullLogger<ImageBuilder>.Instance);
        var error = await RefusedAsync(
            () => service.BuildAsync(new ImageBuildRequest(ImageName.Parse("rocky9")), null, CancellationToken.None), ApiErrorCode.Unavailable);
        Assert.Equal($"'rocky9.img.gz' cannot be stored in '{disk.Path}/blobs': no space is left. Free some and try again.", error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(disk.Path, "blobs")));
        Assert.Equal(old.Archive, _lab.Catalog.Current.Images[ImageName.Parse("rocky9")].Build!.Archive);
        Assert.NotEmpty(_lab.Read(old.Archive));
    }

    private static async Task<string> RefusedAsync(Func<Task> action, ApiErrorCode code)
    {
        var error = await Assert.ThrowsAsync<WarewulfException>(action);
        Assert.True(code == error.Code, $"{error.Code}: {error.Message}");
        return error.Message;
    }

    private async Task<string> ArchiveAsync(byte[] tar, string compression)
    {
        var file = Path.Combine(_lab.Files.Base, "archive");
        await File.WriteAllBytesAsync(file, compression == "gzip" ? Tar.Gzip(tar) : tar);
        if (compression is "none" or "gzip")
        {
            return file;
        }

        using var process = Process.Start(new ProcessStartInfo(compression, ["-c", file]) { RedirectStandardOutput = true })!;
        await using (var output = File.Create(file + ".packed"))
        {
            await process.StandardOutput.BaseStream.CopyToAsync(output);
        }

        await process.WaitForExitAsync();
        return file + ".packed";
    }
}
