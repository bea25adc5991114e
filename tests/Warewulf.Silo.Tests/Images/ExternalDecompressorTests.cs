using System.Diagnostics;
using System.Net.Http.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Images;
using Warewulf.Core.Images;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Images;

/// <summary>A head that is started where others may write runs none of what they put there.</summary>
[Trait("Suite", "Socket")]
public sealed class ExternalDecompressorTests
{
    [Fact]
    public async Task Open_ProgramOfThatNameInTheCurrentDirectory_IsNotRun()
    {
        using var files = new HeadDirectory();
        var trap = files.Write("here/xz", "#!/bin/sh\ntouch \"$0-ran\"\nexec /usr/bin/xz \"$@\"\n");
        File.SetUnixFileMode(trap, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var archive = Path.Combine(files.Base, "rocky9.tar");
        await File.WriteAllBytesAsync(archive, Tar.Of(Tar.File("etc/motd", "from tar")));
        using (var xz = Process.Start("/usr/bin/env", ["xz", archive]))
        {
            await xz.WaitForExitAsync();
        }

        var start = ProgramRun.Start(files);
        start.WorkingDirectory = Path.GetDirectoryName(trap);
        using var head = await HeadProcess.StartAsync(files, start);
        var request = new ImageImportRequest(ImageName.Parse("rocky9"), archive + ".xz");
        using var response = await head.Client.PostAsJsonAsync(Routes.ImagesImport, request, ApiJsonContext.Default.ImageImportRequest);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.Equal("from tar", await File.ReadAllTextAsync(Path.Combine(files.Root, "var/lib/warewulf/chroots/rocky9/rootfs/etc/motd")));
        Assert.False(File.Exists(trap + "-ran"));
    }

    [Fact]
    public async Task Import_RegistryWithoutSkopeo_NamesThePackage()
    {
        using var files = new HeadDirectory();
        var start = ProgramRun.Start(files);
        start.Environment["PATH"] = files.Share;
        using var head = await HeadProcess.StartAsync(files, start);
        var request = new ImageImportRequest(ImageName.Parse("rocky9"), "docker://localhost:1/rocky:9");
        using var response = await head.Client.PostAsJsonAsync(Routes.ImagesImport, request, ApiJsonContext.Default.ImageImportRequest);
        Assert.EndsWith("Install the package skopeo.", RunningHead.Error(await response.Content.ReadAsStringAsync()).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(files.Root, "var/lib/warewulf/chroots/rocky9")));
    }
}
