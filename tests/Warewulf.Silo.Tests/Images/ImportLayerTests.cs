using System.Security.Cryptography;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Images;

/// <summary>Images in a registry as others than ourselves put them there: compressed in other ways, for several platforms, behind connections that break.</summary>
[Trait("Suite", "Socket")]
public sealed class ImportLayerTests : IAsyncLifetime
{
    private SiloLab _lab = null!;
    private Registry _registry = null!;

    private string Home => Path.Combine(_lab.Paths.Chroots, "rocky9");

    private string Motd => File.ReadAllText(Path.Combine(Home, "rootfs/etc/motd"));

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        _registry = ProgramsAreThere ? new Registry(_lab.Files.Base) : null!;
    }

    public async Task DisposeAsync()
    {
        _registry?.Dispose();
        await _lab.DisposeAsync();
    }

    [ProgramTheory("docker-registry", "skopeo", "zstd")]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public async Task Import_Compression_IsUnpacked(string compression)
    {
        var layout = Layout(compression);
        layout.Add("1", OciLayout.Layer(("bin/sh", "sh"), ("etc/motd", "low"), ("etc/gone", "x")), OciLayout.Layer(("etc/motd", "high"), ("etc/.wh.gone", "")));
        await _registry.UploadAsync(layout, "rocky", "9");
        await ImportAsync(Request());
        Assert.Equal("high", Motd);
        Assert.False(File.Exists(Path.Combine(Home, "rootfs/etc/gone")));
    }

    [ProgramFact("docker-registry", "skopeo", "zstd")]
    public async Task Import_LayersThatSkopeoCompressedWithZstd_AreUnpacked()
    {
        var layout = Layout();
        layout.Add("1", OciLayout.Layer(("bin/sh", "sh"), ("etc/motd", new string('x', 100_000))));
        Processes.Run(
            "skopeo", "--insecure-policy", "copy", "-q", "--dest-tls-verify=false", "--dest-compress-format", "zstd", "--format", "oci",
            $"oci:{layout.Path}:1", $"docker://{_registry.Host}/rocky:9");
        await ImportAsync(Request());
        Assert.Equal(100_000, Motd.Length);
    }

    [ProgramTheory("docker-registry", "skopeo", "zstd")]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public async Task Import_LayerDamagedInTheRegistry_OneLineAndTheOldImageStays(string compression)
    {
        var layout = Layout(compression);
        var blob = layout.Add("1", OciLayout.Layer(("bin/sh", "sh"), ("etc/motd", Noise(100_000))))[0];
        await _registry.UploadAsync(layout, "rocky", "9");
        var bytes = await File.ReadAllBytesAsync(_registry.Blob(blob));
        bytes[bytes.Length / 2] ^= 0x55;
        await File.WriteAllBytesAsync(_registry.Blob(blob), bytes);
        var old = await OldAsync();
        var error = await RefusedAsync(Request() with { Force = true });
        Assert.Contains("damaged", error, StringComparison.Ordinal);
        AssertOld(old);
    }

    [ProgramFact("docker-registry", "skopeo")]
    public async Task Import_Platform_ChoosesFromTheIndex()
    {
        await UploadPlatformsAsync();
        await ImportAsync(Request() with { Platform = "arm64" });
        Assert.Equal("arm64", Motd);
        await ImportAsync(Request() with { Platform = "amd64", Force = true });
        Assert.Equal("amd64", Motd);
        await ImportAsync(Request() with { Force = true });
        Assert.Equal(Core.Images.Oci.OciPlatform.Own.Architecture, Motd);
    }

    [ProgramTheory("docker-registry", "skopeo")]
    [InlineData("s390x", "linux/s390x")]
    [InlineData("linux/arm64/v5", "linux/arm64/v5")]
    public async Task Import_PlatformThatIsNotThere_OneLine(string platform, string shown)
    {
        await UploadPlatformsAsync(variant: "v8");
        var error = await RefusedAsync(Request() with { Platform = platform }, ApiErrorCode.NotFound);
        Assert.Equal(
            $"Image 'rocky9' cannot be imported: 'docker://{_registry.Host}/rocky:9' is not there for {shown}. Choose another platform with --platform, or another tag.", error);
        Assert.False(Directory.Exists(Home));
    }

    [ProgramFact("docker-registry", "skopeo")]
    public async Task Import_ForeignArchitecture_IsBuiltAndItsKernelsFound()
    {
        var layout = Layout();
        layout.Add("1", "arm64", [OciLayout.Layer(
            ("bin/sh", "sh"), ("boot/Image-6.6.0-1", "image"), ("boot/initrd-6.6.0-1", "initrd"), ("lib/modules/5.14.0-2/vmlinuz", "vmlinuz"))]);
        await _registry.UploadAsync(layout, "rocky", "9");
        var answer = await ImportAsync(Request() with { Platform = "arm64", Build = true });
        Assert.Empty(answer.Warnings);
        Assert.Equal(
            [("/boot/Image-6.6.0-1", "6.6.0-1", true), ("/lib/modules/5.14.0-2/vmlinuz", "5.14.0-2", false)],
            answer.Image.Build!.Kernels.Select(kernel => (kernel.Path, kernel.Version, kernel.IsDefault)));
        Assert.Equal("image"u8.ToArray(), _lab.Read(answer.Image.Build.Kernels[0].Kernel));
        Assert.Equal("initrd"u8.ToArray(), _lab.Read(answer.Image.Build.Kernels[0].Initramfs));
        Assert.Equal(["bin", "boot", "lib"], Directory.EnumerateFileSystemEntries(Path.Combine(Home, "rootfs")).Select(Path.GetFileName).Order());
    }

    [ProgramFact("docker-registry", "skopeo")]
    public async Task Import_ConnectionBreaksInTheMiddle_OneLineAndTheOldImageStays()
    {
        await UploadNoiseAsync();
        using var proxy = new RegistryProxy(_registry, 300_000, stalls: false);
        var old = await OldAsync();
        var error = await RefusedAsync(Request(proxy.Host) with { Force = true }, ApiErrorCode.Unavailable);
        Assert.True(proxy.Reached.IsCompleted);
        Assert.StartsWith($"Image 'rocky9' cannot be imported: the registry '{proxy.Host}' cannot be reached", error, StringComparison.Ordinal);
        AssertOld(old);

        await ImportAsync(Request() with { Force = true });
        Assert.Equal("noise", Motd);
    }

    [ProgramFact("docker-registry", "skopeo")]
    public async Task Import_GivenUpWhileTheRegistryIsSilent_EndsAtOnceAndLeavesNothing()
    {
        await UploadNoiseAsync();
        using var proxy = new RegistryProxy(_registry, 300_000, stalls: true);
        using var stop = new CancellationTokenSource();
        var old = await OldAsync();
        var import = _lab.Importer.ImportAsync(Request(proxy.Host) with { Force = true }, null, stop.Token);
        await proxy.Reached;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => import);
        AssertOld(old);
    }

    private static bool ProgramsAreThere => new ProgramFactAttribute("docker-registry", "skopeo").Skip is null;

    private static string Noise(int bytes) => Convert.ToHexString(RandomNumberGenerator.GetBytes(bytes));

    private OciLayout Layout(string compression = "gzip") => new(Path.Combine(_lab.Files.Base, "layout")) { Compression = compression };

    private async Task UploadNoiseAsync()
    {
        var layout = Layout();
        layout.Add("1", OciLayout.Layer(("bin/sh", "sh"), ("etc/motd", "noise"), ("noise", Noise(2 << 20))));
        await _registry.UploadAsync(layout, "rocky", "9");
    }

    private async Task UploadPlatformsAsync(string? variant = null)
    {
        var layout = Layout();
        foreach (var architecture in (string[])["amd64", "arm64", "ppc64le"])
        {
            layout.Variant = architecture == "arm64" ? variant : null;
            layout.Add(null, architecture, [OciLayout.Layer(("bin/sh", "sh"), ("etc/motd", architecture))]);
        }

        await _registry.UploadAsync(layout, "rocky", "9");
    }

    private ImageImportRequest Request(string? host = null) => new(ImageName.Parse("rocky9"), $"docker://{host ?? _registry.Host}/rocky:9") { NoHttps = true };

    private Task<ImageResponse> ImportAsync(ImageImportRequest request) => _lab.Importer.ImportAsync(request, null, CancellationToken.None);

    private async Task<string> RefusedAsync(ImageImportRequest request, ApiErrorCode? code = null)
    {
        var error = await Assert.ThrowsAsync<WarewulfException>(() => ImportAsync(request));
        Assert.True(code is null || error.Code == code, error.Message);
        Assert.DoesNotContain('\n', error.Message);
        return error.Message;
    }

    private async Task<ImageConfig> OldAsync() => (await _lab.ImportAsync("rocky9", _lab.Files.Tree("old", motd: "old\n"), build: true)).Image;

    private void AssertOld(ImageConfig old)
    {
        Assert.Equal("old\n", Motd);
        Assert.Equal(["build.index", "rootfs"], Directory.EnumerateFileSystemEntries(Home).Select(Path.GetFileName).Order());
        Assert.Equal(["blobs"], Directory.EnumerateFileSystemEntries(_lab.Paths.Cache).Select(Path.GetFileName));
        Assert.Equal(old.Build!.Archive, _lab.Catalog.Current.Images[old.Name].Build!.Archive);
        Assert.NotEmpty(_lab.Read(old.Build.Archive));
    }
}
