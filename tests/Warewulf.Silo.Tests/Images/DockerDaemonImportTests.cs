using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Silo.Images;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Images;

[Trait("Suite", "Socket")]
public sealed class DockerDaemonImportTests : IAsyncLifetime
{
    private SiloLab _lab = null!;

    private string Home => Path.Combine(_lab.Paths.Chroots, "rocky9");

    private string Socket => Path.Combine(_lab.Files.Base, "docker.sock");

    public async Task InitializeAsync() => _lab = await SiloLab.CreateAsync();

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [ProgramTheory("skopeo")]
    [InlineData("docker-daemon:rocky:9")]
    [InlineData("docker-daemon://rocky:9")]
    public async Task Import_ImageOfTheDaemon_IsUnpacked(string source)
    {
        using var daemon = new FakeDockerDaemon(Socket, "rocky:9", Archive());
        await ImportAsync(source, daemon.Host);
        Assert.Equal("from docker", await File.ReadAllTextAsync(Path.Combine(Home, "rootfs/etc/motd")));
        NothingIsLeft();
    }

    [ProgramFact("skopeo")]
    public async Task Import_NoSuchImage_SaysSo()
    {
        using var daemon = new FakeDockerDaemon(Socket, "rocky:9", Archive());
        Assert.Equal(
            "Image 'rocky9' cannot be imported: the Docker daemon of this head has no 'docker-daemon:suse:15'. See 'docker images'.",
            await RefusedAsync("docker-daemon:suse:15", daemon.Host, ApiErrorCode.NotFound));
    }

    [ProgramFact("skopeo")]
    public async Task Import_DaemonBreaksOff_OneLineAndNothingIsLeft()
    {
        using var daemon = new FakeDockerDaemon(Socket, "rocky:9", Archive()) { BreaksOff = true };
        await RefusedAsync("docker-daemon:rocky:9", daemon.Host, ApiErrorCode.Unavailable);
    }

    [ProgramFact("skopeo")]
    public async Task Import_NoDaemon_SaysSo() => Assert.Equal(
        "Image 'rocky9' cannot be imported: no Docker daemon answers on this head. Start it, or import the file that 'docker save' makes elsewhere.",
        await RefusedAsync("docker-daemon:rocky:9", "unix://" + Socket, ApiErrorCode.Unavailable));

    private byte[] Archive()
    {
        var layout = new OciLayout(Path.Combine(_lab.Files.Base, "layout"));
        layout.Add("9", OciLayout.Layer(("bin/sh", "sh"), ("etc/motd", "from docker")));
        var file = Path.Combine(_lab.Files.Base, "saved.tar");
        Processes.Run("skopeo", "--insecure-policy", "copy", "-q", $"oci:{layout.Path}:9", $"docker-archive:{file}:rocky:9");
        return File.ReadAllBytes(file);
    }

    private Task<ImageResponse> ImportAsync(string source, string host)
    {
        var skopeo = new Skopeo(RunningHead.Options(_lab.Files) with { DockerHost = host }, TimeProvider.System);
        var importer = new ImageImporter(
            _lab.Catalog,
            _lab.Get<ImagePlaces>(),
            _lab.Get<HeadUsers>(),
            _lab.Builder,
            new ImportSources(_lab.Paths, _lab.Get<LayerCache>(), skopeo),
            _lab.Paths,
            _lab.Ids,
            _lab.Time,
            NullLogger<ImageImporter>.Instance);
        return importer.ImportAsync(new ImageImportRequest(ImageName.Parse("rocky9"), source), null, CancellationToken.None);
    }

    private async Task<string> RefusedAsync(string source, string host, ApiErrorCode code)
    {
        var error = await Assert.ThrowsAsync<WarewulfException>(() => ImportAsync(source, host));
        Assert.True(error.Code == code, error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.False(Directory.Exists(Home));
        NothingIsLeft();
        return error.Message;
    }

    private void NothingIsLeft() => Assert.Equal(["blobs"], Directory.EnumerateFileSystemEntries(_lab.Paths.Cache).Select(Path.GetFileName));
}
