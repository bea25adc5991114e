using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Images;

/// <summary>Whoever gives up an import or a build, in whatever stage, finds everything as it was and may begin again at once.</summary>
[Trait("Suite", "Socket")]
public sealed class ImageGivenUpTests : IAsyncLifetime
{
    private const int Files = 3000;

    private SiloLab _lab = null!;

    private string Home => Path.Combine(_lab.Paths.Chroots, "rocky9");

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        _lab.Files.Tree("tree");
        for (var i = 0; i < Files; i++)
        {
            _lab.Files.Write($"tree/srv/{i}", $"{i}");
        }
    }

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [ProgramTheory("docker-registry", "skopeo")]
    [InlineData("fetching", false)]
    [InlineData("unpacking", false)]
    [InlineData("copying", false)]
    [InlineData("fetching", true)]
    [InlineData("unpacking", true)]
    [InlineData("copying", true)]
    public async Task Import_GivenUp_LeavesEverythingAsItWas(string stage, bool replaces)
    {
        using var registry = new Registry(_lab.Files.Base);
        var request = new ImageImportRequest(ImageName.Parse("rocky9"), stage == "copying" ? Path.Combine(_lab.Files.Base, "tree") : await UploadAsync(registry))
        {
            NoHttps = true,
            Force = replaces,
            Build = true,
        };
        var old = replaces ? (await _lab.ImportAsync("rocky9", _lab.Files.Tree("old", motd: "old\n"), build: true)).Image : null;
        using (var stop = new CancellationTokenSource())
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _lab.Importer.ImportAsync(request, new StageStop(stage, stop), stop.Token));
            Assert.True(stop.IsCancellationRequested);
        }

        if (old is null)
        {
            Assert.False(Directory.Exists(Home));
            Assert.Empty(_lab.Catalog.Current.Images);
        }
        else
        {
            Assert.Equal("old\n", await File.ReadAllTextAsync(Path.Combine(Home, "rootfs/etc/motd")));
            Assert.Equal(["build.index", "rootfs"], Directory.EnumerateFileSystemEntries(Home).Select(Path.GetFileName).Order());
            Assert.Equal(old, _lab.Catalog.Current.Images[old.Name]);
        }

        Assert.Empty(Directory.Exists(_lab.Paths.Cache) ? Directory.EnumerateFileSystemEntries(_lab.Paths.Cache).Select(Path.GetFileName).Where(name => name != "blobs") : []);
        Assert.NotNull((await _lab.Importer.ImportAsync(request, null, CancellationToken.None)).Image.Build);
        Assert.True(File.Exists(Path.Combine(Home, $"rootfs/srv/{Files - 1}")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Build_GivenUp_LeavesEverythingAsItWas(bool wasBuilt)
    {
        await _lab.ImportAsync("rocky9", Path.Combine(_lab.Files.Base, "tree"), build: wasBuilt);
        for (var i = 0; i < Files; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(Home, $"rootfs/srv/{i}"), $"other {i}");
        }

        var before = (Blobs(), _lab.Catalog.Current.Revision);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _lab.Builder.BuildAsync(new ImageBuildRequest(ImageName.Parse("rocky9")), new StageStop("building", stop), stop.Token));
        Assert.Equal(before, (Blobs(), _lab.Catalog.Current.Revision));
        Assert.NotNull((await _lab.BuildAsync("rocky9")).Image.Build);
    }

    private string Blobs() => Directory.Exists(_lab.Paths.Blobs)
        ? string.Join('\n', Directory.EnumerateFiles(_lab.Paths.Blobs, "*", SearchOption.AllDirectories).Order())
        : "";

    private async Task<string> UploadAsync(Registry registry)
    {
        var layout = new OciLayout(Path.Combine(_lab.Files.Base, "layout"));
        var files = Enumerable.Range(0, Files).Select(i => ($"srv/{i}", $"{i}"));
        layout.Add("1", OciLayout.Layer([("bin/sh", "sh"), .. files]));
        await registry.UploadAsync(layout, "rocky", "9");
        return $"docker://{registry.Host}/rocky:9";
    }
}
