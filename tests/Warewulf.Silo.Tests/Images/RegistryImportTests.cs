using System.Security.Cryptography;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Silo.Tests.Storage;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Images;

/// <summary>Imports from a registry as Debian ships it, of images made here.</summary>
[Trait("Suite", "Socket")]
public sealed class RegistryImportTests : IAsyncLifetime
{
    private SiloLab _lab = null!;

    private string Home => Path.Combine(_lab.Paths.Chroots, "rocky9");

    private string Motd => File.ReadAllText(Path.Combine(Home, "rootfs/etc/motd"));

    public async Task InitializeAsync() => _lab = await SiloLab.CreateAsync();

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [ProgramFact("docker-registry", "skopeo")]
    public async Task Import_Tag_UnpacksItsLayersAndTellsHowFarItIs()
    {
        using var registry = new Registry(_lab.Files.Base);
        var layout = Layout();
        layout.Add("1", OciLayout.Layer(("bin/sh", "sh"), ("etc/motd", "low"), ("etc/gone", "x")), OciLayout.Layer(("etc/motd", "high"), ("etc/.wh.gone", "")));
        registry.Push($"{layout.Path}:1", "rocky:9");
        var stages = new Stages();
        var answer = await _lab.Importer.ImportAsync(Request(registry, "rocky:9"), stages, CancellationToken.None);
        Assert.Equal("high", Motd);
        Assert.Equal(["motd"], Directory.EnumerateFiles(Path.Combine(Home, "rootfs/etc")).Select(Path.GetFileName));
        Assert.Equal($"docker://{registry.Host}/rocky:9", answer.Image.Source);
        Assert.Equal("fetching", stages.Seen[0]);
        Assert.Contains("unpacking", stages.Seen);
        NothingIsLeft();
    }

    [ProgramFact("docker-registry", "skopeo")]
    public async Task Import_DryRun_AsksTheRegistryAndFetchesNothing()
    {
        using var registry = new Registry(_lab.Files.Base);
        var layout = Layout();
        layout.Add("1", OciLayout.Layer(("bin/sh", "sh")));
        registry.Push($"{layout.Path}:1", "rocky:9");
        var revision = _lab.Catalog.Current.Revision;
        await ImportAsync(Request(registry, "rocky:9") with { DryRun = true });
        await Assert.ThrowsAsync<WarewulfException>(() => ImportAsync(Request(registry, "rocky:10") with { DryRun = true }));
        Assert.Equal(revision, _lab.Catalog.Current.Revision);
        Assert.False(Directory.Exists(Home));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_lab.Paths.Cache));
    }

    [ProgramFact("docker-registry", "skopeo")]
    public async Task Import_NewerTag_FetchesOnlyTheNewLayer()
    {
        using var registry = new Registry(_lab.Files.Base);
        var layout = Layout();
        var low = OciLayout.Layer(("bin/sh", "sh"));
        var shared = layout.Add("1", low, OciLayout.Layer(("etc/motd", "one")))[0];
        layout.Add("2", low, OciLayout.Layer(("etc/motd", "two")));
        registry.Push($"{layout.Path}:1", "rocky:1");
        registry.Push($"{layout.Path}:2", "rocky:2");
        await ImportAsync(Request(registry, "rocky:1"));

        // The registry could not hand out the old layer a second time.
        File.Delete(registry.Blob(shared));
        await ImportAsync(Request(registry, "rocky:2") with { Force = true });
        Assert.Equal("two", Motd);
    }

    [ProgramFact("docker-registry", "skopeo")]
    public async Task Import_Credentials_WorkAndAreNowhereAfterwards()
    {
        using var registry = new Registry(_lab.Files.Base, isClosed: true);
        Push(registry, "rocky:9");
        var request = Request(registry, "rocky:9");
        var refused = await RefusedAsync(request, ApiErrorCode.Forbidden);
        Assert.Contains("--username and --password", refused, StringComparison.Ordinal);
        refused = await RefusedAsync(request with { Username = "ada", Password = "wrong-pass" }, ApiErrorCode.Forbidden);
        Assert.DoesNotContain("wrong-pass", refused, StringComparison.Ordinal);

        await ImportAsync(request with { Username = Registry.User, Password = Registry.Password });
        Assert.Equal("welcome", Motd);
        NothingIsLeft();
        var secret = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{Registry.User}:{Registry.Password}"));
        foreach (var file in Directory.EnumerateFiles(_lab.Files.Root, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            var text = await File.ReadAllTextAsync(file);
            Assert.DoesNotContain(Registry.Password, text, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    [ProgramFact("docker-registry", "skopeo")]
    public async Task Import_PlainHttp_OnlyWhenAllowed()
    {
        using var registry = new Registry(_lab.Files.Base);
        Push(registry, "rocky:9");
        var error = await RefusedAsync(Request(registry, "rocky:9") with { NoHttps = false }, ApiErrorCode.Unavailable);
        Assert.Contains("add --nohttps", error, StringComparison.Ordinal);
    }

    [ProgramTheory("docker-registry", "skopeo")]
    [InlineData("rocky:none")]
    [InlineData("other:9")]
    public async Task Import_NoSuchImage_SaysSo(string name)
    {
        using var registry = new Registry(_lab.Files.Base);
        Push(registry, "rocky:9");
        var error = await RefusedAsync(Request(registry, name), ApiErrorCode.NotFound);
        Assert.Equal($"Image 'rocky9' cannot be imported: the registry '{registry.Host}' has no 'docker://{registry.Host}/{name}'. Check the name and the tag.", error);
    }

    [ProgramFact("docker-registry", "skopeo")]
    public async Task Import_Platform_ChoosesOrSaysWhatIsMissing()
    {
        using var registry = new Registry(_lab.Files.Base);
        var layout = Layout();
        layout.Add("arm", "arm64", [OciLayout.Layer(("etc/motd", "arm"))]);
        registry.Push($"{layout.Path}:arm", "rocky:arm");
        await RefusedAsync(Request(registry, "rocky:arm") with { Platform = "s390x" }, ApiErrorCode.NotFound);
        await ImportAsync(Request(registry, "rocky:arm") with { Platform = "aarch64" });
        Assert.Equal("arm", Motd);
    }

    [ProgramFact("docker-registry", "skopeo")]
    public async Task Import_NobodyListens_SaysWhichRegistry()
    {
        string host;
        using (var registry = new Registry(_lab.Files.Base))
        {
            host = registry.Host;
        }

        var request = new ImageImportRequest(ImageName.Parse("rocky9"), $"docker://{host}/rocky:9") { NoHttps = true };
        var error = await RefusedAsync(request, ApiErrorCode.Unavailable);
        Assert.StartsWith($"Image 'rocky9' cannot be imported: the registry '{host}' cannot be reached", error, StringComparison.Ordinal);
    }

    [ProgramFact("docker-registry", "skopeo")]
    public async Task Import_DamagedLayer_KeepsTheOldImageAndWorksWhenItIsWhole()
    {
        using var registry = new Registry(_lab.Files.Base);
        var blob = Push(registry, "rocky:9");
        var whole = await File.ReadAllBytesAsync(registry.Blob(blob));
        await _lab.ImportAsync("rocky9", _lab.Files.Tree("tree", motd: "old"));
        byte[] damaged = [.. whole];
        damaged[^20] ^= 0xff;
        await File.WriteAllBytesAsync(registry.Blob(blob), damaged);
        await Assert.ThrowsAsync<WarewulfException>(() => ImportAsync(Request(registry, "rocky:9") with { Force = true }));
        Assert.Equal("old", Motd);
        NothingIsLeft();

        await File.WriteAllBytesAsync(registry.Blob(blob), whole);
        await ImportAsync(Request(registry, "rocky:9") with { Force = true });
        Assert.Equal("welcome", Motd);
    }

    [ProgramFact("docker-registry", "skopeo")]
    public async Task Import_CacheDamagedByAPowerCut_WorksTheSecondTime()
    {
        using var registry = new Registry(_lab.Files.Base);
        Push(registry, "rocky:9");
        await ImportAsync(Request(registry, "rocky:9"));
        foreach (var blob in Directory.EnumerateFiles(Path.Combine(_lab.Paths.Cache, "blobs/sha256")))
        {
            await File.WriteAllBytesAsync(blob, new byte[new FileInfo(blob).Length]);
        }

        await Assert.ThrowsAsync<WarewulfException>(() => ImportAsync(Request(registry, "rocky:9") with { Force = true }));
        await ImportAsync(Request(registry, "rocky:9") with { Force = true });
        Assert.Equal("welcome", Motd);
    }

    [ProgramFact("docker-registry", "skopeo", "mount")]
    public async Task Import_CacheFull_SaysSoAndLeavesNothing()
    {
        if (!TmpfsDisk.IsPossible)
        {
            return;
        }

        using var registry = new Registry(_lab.Files.Base);
        var layout = Layout();
        layout.Add("1", OciLayout.Layer(("etc/motd", Convert.ToHexString(RandomNumberGenerator.GetBytes(4 << 20)))));
        registry.Push($"{layout.Path}:1", "rocky:9");
        Directory.CreateDirectory(Path.GetDirectoryName(_lab.Paths.Cache)!);
        using var disk = new TmpfsDisk(_lab.Files.Base, "1m");
        Directory.CreateSymbolicLink(_lab.Paths.Cache, disk.Path);
        var error = await RefusedAsync(Request(registry, "rocky:9"), ApiErrorCode.Unavailable);
        Assert.Equal("Image 'rocky9' cannot be imported: no space is left in the head's cache. Free some, or move cachedir in warewulf.conf, and try again.", error);
        Assert.False(Directory.Exists(Home));
        NothingIsLeft();
    }

    [ProgramFact("docker-registry", "skopeo")]
    public async Task Import_GivenUp_LeavesNothing()
    {
        using var registry = new Registry(_lab.Files.Base);
        Push(registry, "rocky:9");
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _lab.Importer.ImportAsync(Request(registry, "rocky:9"), new Stages { First = stop.Cancel }, stop.Token));
        Assert.False(Directory.Exists(Home));
        NothingIsLeft();
        Assert.Empty(_lab.Catalog.Current.Images);
    }

    private OciLayout Layout() => new(Path.Combine(_lab.Files.Base, "layout"));

    private string Push(Registry registry, string name)
    {
        var layout = Layout();
        var blobs = layout.Add("1", OciLayout.Layer(("bin/sh", "sh"), ("etc/motd", "welcome")));
        registry.Push($"{layout.Path}:1", name);
        return blobs[0];
    }

    private ImageImportRequest Request(Registry registry, string name) =>
        new(ImageName.Parse("rocky9"), $"docker://{registry.Host}/{name}") { NoHttps = true };

    private Task<ImageResponse> ImportAsync(ImageImportRequest request) => _lab.Importer.ImportAsync(request, null, CancellationToken.None);

    private async Task<string> RefusedAsync(ImageImportRequest request, ApiErrorCode code)
    {
        var error = await Assert.ThrowsAsync<WarewulfException>(() => ImportAsync(request));
        Assert.True(error.Code == code, error.Message);
        Assert.DoesNotContain('\n', error.Message);
        return error.Message;
    }

    // Layers stay, for the next import.
    private void NothingIsLeft() => Assert.Equal(["blobs"], Directory.EnumerateFileSystemEntries(_lab.Paths.Cache).Select(Path.GetFileName));

    private sealed class Stages : IProgress<ImageProgress>
    {
        public List<string> Seen { get; } = [];

        public Action? First { get; init; }

        public void Report(ImageProgress value)
        {
            Seen.Add(value.Stage);
            First?.Invoke();
        }
    }
}
