using System.Diagnostics;
using System.Security.Cryptography;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Silo.Tests.Storage;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Images;

/// <summary>Images from layouts, archives and a real registry.</summary>
[Trait("Suite", "Socket")]
public sealed class ImageFetchTests : IAsyncLifetime
{
    // The user 'ada' with the password 's3cret', hashed with the cheapest bcrypt.
    private const string Users = "ada:$2y$04$uIqmIcTt86ky69COdoaQpeF4cJTkjk33lKCa14hlN3QAAipaT6aLS";

    private SiloLab _lab = null!;

    private string Motd => File.ReadAllText(Path.Combine(_lab.Paths.Chroots, "rocky:9/rootfs/etc/motd"));

    private string Layout => Path.Combine(_lab.Files.Base, "layout");

    private static byte[][] Layers => [Tar.Of(Tar.File("etc/motd", "lower"), Tar.File("etc/gone", "x")), Tar.Of(Tar.File("etc/motd", "upper"), Tar.File("etc/.wh.gone", ""))];

    public async Task InitializeAsync() => _lab = await SiloLab.CreateAsync();

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Theory]
    [InlineData("oci:")]
    [InlineData("")]
    public async Task Import_Layout_LayersLieOverEachOther(string scheme)
    {
        LayoutBuilder.Write(Layout, Layers);
        await ImportAsync(scheme + Layout);
        AssertUnpacked();
    }

    [Theory]
    [InlineData("oci-archive:", false)]
    [InlineData("", false)]
    [InlineData("file://", true)]
    public async Task Import_LayoutInArchive_IsFoundByItsContent(string scheme, bool compressed)
    {
        LayoutBuilder.Write(Layout, Layers);
        var archive = Path.Combine(_lab.Files.Base, "image.tar");
        Run("tar", "-C", Layout, compressed ? "-czf" : "-cf", archive, ".");
        await ImportAsync(scheme + archive);
        AssertUnpacked();
        Assert.Empty(Leftovers());
    }

    [RegistryFact]
    public async Task Import_DockerArchive_IsUnpacked()
    {
        LayoutBuilder.Write(Layout, Layers);
        var archive = Path.Combine(_lab.Files.Base, "image.tar");
        Run("skopeo", "--insecure-policy", "copy", "-q", $"oci:{Layout}:latest", $"docker-archive:{archive}:rocky:9");
        await ImportAsync(archive);
        AssertUnpacked();
    }

    [Fact]
    public async Task Import_CorruptLayer_NamesItAndKeepsTheOldImage()
    {
        LayoutBuilder.Write(Layout, Layers);
        await ImportAsync(Layout);
        var blob = new DirectoryInfo(Path.Combine(Layout, "blobs/sha256")).EnumerateFiles().First(file => File.ReadAllBytes(file.FullName)[0] == 0x1f);
        var bytes = await File.ReadAllBytesAsync(blob.FullName);
        bytes[^12] ^= 1;
        await File.WriteAllBytesAsync(blob.FullName, bytes);
        var error = await RefusedAsync(new(ImageName.Parse("rocky:9"), Layout) { Force = true }, ApiErrorCode.Invalid);
        Assert.Contains($"Layer sha256:{blob.Name} is damaged", error, StringComparison.Ordinal);
        AssertUnpacked();
    }

    [Fact]
    public async Task Import_OtherPlatform_IsNotFound()
    {
        LayoutBuilder.Write(Layout, Layers, "riscv64");
        var error = await RefusedAsync(new(ImageName.Parse("rocky:9"), Layout) { Platform = "arm64" }, ApiErrorCode.NotFound);
        Assert.Contains("not there for linux/arm64, only for linux/riscv64", error, StringComparison.Ordinal);
        Assert.Contains("riscv64", Assert.Single((await ImportAsync(Layout)).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_Update_KeepsWhatTheNewOneHasNot()
    {
        await _lab.ImportAsync("rocky:9", _lab.Files.Tree("tree"));
        LayoutBuilder.Write(Layout, Layers);
        await _lab.Importer.ImportAsync(new(ImageName.Parse("rocky:9"), Layout) { Update = true }, null, default);
        Assert.Equal("upper", Motd);
        Assert.True(File.Exists(Path.Combine(_lab.Paths.Chroots, "rocky:9/rootfs/bin/sh")));
        var both = await _lab.Importer.ImportAsync(new(ImageName.Parse("rocky:9"), Layout) { Update = true, Force = true }, null, default);
        Assert.Contains(both.Warnings, warning => warning.Contains("--force wins", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(_lab.Paths.Chroots, "rocky:9/rootfs/bin/sh")));
    }

    [Fact]
    public async Task Import_OwnTree_IsTakenWithoutACopy()
    {
        var home = Path.Combine(_lab.Paths.Chroots, "rocky:9");
        Directory.CreateDirectory(home);
        Directory.Move(_lab.Files.Tree("tree"), Path.Combine(home, "rootfs"));
        var before = File.GetLastWriteTimeUtc(Path.Combine(home, "rootfs/etc/motd"));
        Assert.Contains("wwctl image import rocky:9 " + home, await RefusedAsync(new(ImageName.Parse("rocky:9"), Layout), ApiErrorCode.Conflict), StringComparison.Ordinal);
        await ImportAsync(home);
        Assert.Equal(before, File.GetLastWriteTimeUtc(Path.Combine(home, "rootfs/etc/motd")));
        Assert.NotNull((await _lab.BuildAsync("rocky:9")).Image.Build);
        await RefusedAsync(new(ImageName.Parse("rocky:9"), home), ApiErrorCode.Conflict);
    }

    [Fact]
    public async Task Import_DirectoryWithoutShell_IsRefused()
    {
        _lab.Files.Write("empty/etc/motd", "x");
        Assert.Contains("bin/sh", await RefusedAsync(new(ImageName.Parse("a"), Path.Combine(_lab.Files.Base, "empty")), ApiErrorCode.Invalid), StringComparison.Ordinal);
    }

    [TmpfsFact]
    public async Task Import_DiskFull_SaysSoAndLeavesNothing()
    {
        Directory.CreateDirectory(_lab.Paths.Chroots);
        using var disk = new TmpfsDisk(_lab.Paths.Chroots, "1m");
        await File.WriteAllTextAsync(Path.Combine(disk.Path, "kept"), "");
        LayoutBuilder.Write(Layout, [Tar.Of(Tar.File("noise", Convert.ToHexString(RandomNumberGenerator.GetBytes(2 << 20))))]);
        var name = Path.GetRelativePath(_lab.Paths.Chroots, disk.Path);
        await RefusedAsync(new(ImageName.Parse(name), Layout), ApiErrorCode.Unavailable);
        Assert.Equal(["kept"], Directory.EnumerateFileSystemEntries(disk.Path).Select(Path.GetFileName));
    }

    [RegistryFact]
    public async Task Import_Registry_FetchesAndKeepsLayers()
    {
        using var registry = await Registry.StartAsync(Path.Combine(_lab.Files.Base, "registry"));
        LayoutBuilder.Write(Layout, Layers);
        Run("skopeo", "--insecure-policy", "copy", "-q", "--dest-tls-verify=false", $"oci:{Layout}:latest", $"docker://{registry.Address}/rocky:9");
        var source = $"docker://{registry.Address}/rocky:9";
        await _lab.Importer.ImportAsync(new(ImageName.Parse("rocky:9"), source) { NoHttps = true }, null, default);
        AssertUnpacked();
        Assert.Empty(Leftovers());
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(_lab.Paths.Cache, "blobs/sha256")));
        var missing = await RefusedAsync(new(ImageName.Parse("a"), source + "1") { NoHttps = true }, ApiErrorCode.NotFound);
        Assert.Contains("Check the name and the tag", missing, StringComparison.Ordinal);
        Assert.Contains("--nohttps", await RefusedAsync(new(ImageName.Parse("a"), source), ApiErrorCode.Unavailable), StringComparison.Ordinal);
        registry.Dispose();
        Assert.Contains(
            "cannot be reached", await RefusedAsync(new(ImageName.Parse("a"), source) { NoHttps = true }, ApiErrorCode.Unavailable), StringComparison.Ordinal);
        Assert.Empty(Leftovers());
    }

    [RegistryFact]
    public async Task Import_RegistryWithUsers_TakesCredentialsAndShowsThemNowhere()
    {
        using var registry = await Registry.StartAsync(Path.Combine(_lab.Files.Base, "registry"), Users);
        LayoutBuilder.Write(Layout, Layers);
        Run("skopeo", "--insecure-policy", "copy", "-q", "--dest-tls-verify=false", "--dest-creds=ada:s3cret", $"oci:{Layout}:latest", $"docker://{registry.Address}/rocky:9");
        var request = new ImageImportRequest(ImageName.Parse("rocky:9"), $"docker://{registry.Address}/rocky:9") { NoHttps = true };
        Assert.Contains("--username", await RefusedAsync(request, ApiErrorCode.Forbidden), StringComparison.Ordinal);
        var wrong = request with { Username = "ada", Password = "wr0ng-word" };
        Assert.DoesNotContain("wr0ng", await RefusedAsync(wrong, ApiErrorCode.Forbidden), StringComparison.Ordinal);
        await RefusedAsync(request with { Username = "ada" }, ApiErrorCode.Invalid);
        var right = request with { Username = "ada", Password = "s3cret" };
        var image = (await _lab.Importer.ImportAsync(right, null, default)).Image;
        AssertUnpacked();
        Assert.DoesNotContain("s3cret", image.ToString() + right, StringComparison.Ordinal);
        Assert.Empty(Leftovers());
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {error}");
    }

    private IEnumerable<string> Leftovers() =>
        Directory.Exists(_lab.Paths.Cache) ? Directory.EnumerateDirectories(_lab.Paths.Cache, "import-*") : [];

    private Task<ImageResponse> ImportAsync(string source) => _lab.ImportAsync("rocky:9", source);

    private async Task<string> RefusedAsync(ImageImportRequest request, ApiErrorCode code)
    {
        var error = await Assert.ThrowsAsync<WarewulfException>(() => _lab.Importer.ImportAsync(request, null, default));
        Assert.True(code == error.Code, $"{error.Code}: {error.Message}");
        Assert.DoesNotContain('\n', error.Message);
        return error.Message;
    }

    private void AssertUnpacked()
    {
        Assert.Equal("upper", Motd);
        Assert.Equal(["motd"], Directory.EnumerateFileSystemEntries(Path.Combine(_lab.Paths.Chroots, "rocky:9/rootfs/etc")).Select(Path.GetFileName));
    }
}
