using System.Diagnostics;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Images;

[Trait("Suite", "Fast")]
public sealed class ImportSourceTests : IAsyncLifetime
{
    private SiloLab _lab = null!;

    private string Home => Path.Combine(_lab.Paths.Chroots, "rocky9");

    private string Motd => File.ReadAllText(Path.Combine(Home, "rootfs/etc/motd"));

    public async Task InitializeAsync() => _lab = await SiloLab.CreateAsync();

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Theory]
    [InlineData("oci:{0}")]
    [InlineData("oci:{0}:9")]
    [InlineData("oci://{0}")]
    [InlineData("{0}")]
    public async Task Import_OciLayout_IsUnpacked(string source)
    {
        await ImportAsync(string.Format(null, source, Layout().Path));
        Assert.Equal("layer", Motd);
    }

    [Theory]
    [InlineData("oci-archive:{0}", "")]
    [InlineData("oci-archive:{0}:9", "")]
    [InlineData("file://{0}", "")]
    [InlineData("{0}", "")]
    [InlineData("{0}", "z")]
    public async Task Import_OciArchive_IsUnpacked(string source, string compression)
    {
        var file = Path.Combine(_lab.Files.Base, "image.tar");
        Run("tar", "-C", Layout().Path, $"-c{compression}f", file, ".");
        await ImportAsync(string.Format(null, source, file));
        Assert.Equal("layer", Motd);
    }

    [ProgramTheory("skopeo")]
    [InlineData("docker-archive:{0}")]
    [InlineData("docker-archive:{0}:rocky:9")]
    [InlineData("file://{0}")]
    [InlineData("{0}")]
    public async Task Import_DockerArchive_IsUnpacked(string source)
    {
        var file = Path.Combine(_lab.Files.Base, "saved.tar");
        Run("skopeo", "--insecure-policy", "copy", "-q", $"oci:{Layout().Path}:9", $"docker-archive:{file}:rocky:9");
        await ImportAsync(string.Format(null, source, file));
        Assert.Equal("layer", Motd);
    }

    [Theory]
    [InlineData("oci:{0}:10", "There is no image '10' in it. It has: '9'.")]
    [InlineData("oci:{0}/blobs", "is no OCI layout")]
    [InlineData("oci:/none", "there is no directory or archive '/none' on the head")]
    [InlineData("oci-archive:{0}", "is a directory and no archive")]
    [InlineData("{0}/blobs", "it has no shell 'bin/sh'")]
    [InlineData("ftp://host/x", "'ftp://' is no kind of source")]
    [InlineData("docker://ada:hunter2@host/x", "A source cannot hold credentials")]
    [InlineData("docker://", "names no image")]
    public async Task Import_BadSource_SaysWhatIsWrong(string source, string message)
    {
        var error = await RefusedAsync(string.Format(null, source, Layout().Path));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Home));
    }

    [Fact]
    public async Task Import_LayerWithAnotherDigest_KeepsTheOldImage()
    {
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree", motd: "old"));
        var layout = new OciLayout(Path.Combine(_lab.Files.Base, "layout"));
        var blob = layout.Add("9", OciLayout.Layer(("etc/motd", "layer")))[0];
        await File.WriteAllBytesAsync(layout.Blob(blob), Tar.Gzip(OciLayout.Layer(("etc/motd", "other"))));
        var error = await RefusedAsync(layout.Path, update: true);
        Assert.Contains($"Layer sha256:{blob} is damaged: its content has another digest.", error, StringComparison.Ordinal);
        Assert.Equal("old", Motd);
    }

    [Fact]
    public async Task Import_LayerWithAnotherDiffId_IsRefused()
    {
        var layout = new OciLayout(Path.Combine(_lab.Files.Base, "layout")) { DiffId = "sha256:" + new string('0', 64) };
        layout.Add("9", OciLayout.Layer(("etc/motd", "layer")));
        Assert.Contains("is damaged", await RefusedAsync(layout.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_Update_LaysTheNewOneOverTheOld()
    {
        var old = _lab.Files.Tree("tree", motd: "old");
        _lab.Files.Write("tree/etc/kept", "kept");
        await _lab.ImportAsync("rocky9", old);
        await ImportAsync(Layout().Path, update: true);
        Assert.Equal("layer", Motd);
        Assert.Equal("kept", await File.ReadAllTextAsync(Path.Combine(Home, "rootfs/etc/kept")));
        Assert.Equal(["rootfs"], Directory.EnumerateFileSystemEntries(Home).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Import_ForceAndUpdate_ForceWinsWithAWarning()
    {
        _lab.Files.Write("tree/etc/kept", "kept");
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree"));
        var answer = await ImportAsync(Layout().Path, update: true, force: true);
        Assert.Contains("--force wins", Assert.Single(answer.Warnings), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Home, "rootfs/etc/kept")));
    }

    [Fact]
    public async Task Import_OwnTree_IsTakenWithoutACopy()
    {
        var root = Path.Combine(Home, "rootfs");
        Directory.CreateDirectory(Home);
        Directory.Move(_lab.Files.Tree("tree"), root);
        Assert.Contains("--force", await RefusedAsync(Layout().Path), StringComparison.Ordinal);
        var answer = await ImportAsync(root);
        Assert.Equal(root, answer.Image.Source);
        Assert.Equal(["rootfs"], Directory.EnumerateFileSystemEntries(Home).Select(Path.GetFileName));
        Assert.Contains("this is its own tree", await RefusedAsync(root), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ada", null)]
    [InlineData("", "secret")]
    public async Task Import_HalfCredentials_IsRefused(string? username, string? password)
    {
        var request = new ImageImportRequest(ImageName.Parse("rocky9"), "docker://localhost:1/x") { Username = username, Password = password };
        var error = await Assert.ThrowsAsync<WarewulfException>(() => _lab.Importer.ImportAsync(request, null, CancellationToken.None));
        Assert.Contains("go together", error.Message, StringComparison.Ordinal);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
    }

    private OciLayout Layout()
    {
        var layout = new OciLayout(Path.Combine(_lab.Files.Base, "layout"));
        layout.Add("9", OciLayout.Layer(("bin/sh", "sh"), ("etc/motd", "low")), OciLayout.Layer(("etc/motd", "layer")));
        return layout;
    }

    private Task<ImageResponse> ImportAsync(string source, bool update = false, bool force = false) => _lab.Importer.ImportAsync(
        new ImageImportRequest(ImageName.Parse("rocky9"), source) { Update = update, Force = force }, null, CancellationToken.None);

    private async Task<string> RefusedAsync(string source, bool update = false)
    {
        var error = await Assert.ThrowsAsync<WarewulfException>(() => ImportAsync(source, update));
        Assert.NotEqual(ApiErrorCode.Internal, error.Code);
        Assert.DoesNotContain('\n', error.Message);
        return error.Message;
    }
}
