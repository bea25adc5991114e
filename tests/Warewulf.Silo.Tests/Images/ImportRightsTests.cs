using System.Formats.Tar;
using System.Security.Cryptography;
using Warewulf.Silo.Tests.Storage;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Images;

/// <summary>What an import cannot do is one line at the terminal that says which file it was, and the old image stays.</summary>
[Trait("Suite", "Socket")]
public sealed class ImportRightsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ww-rights-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [ProgramTheory("setpriv")]
    [InlineData("archive")]
    [InlineData("layout")]
    [InlineData("directory")]
    public async Task Import_DeviceThatMayNotBeMade_NamesIt(string kind)
    {
        using var files = new HeadDirectory(_directory);
        var start = ProgramRun.Start(files);
        start.ArgumentList.Insert(0, start.FileName);
        start.ArgumentList.Insert(0, "--inh-caps=-mknod");
        start.ArgumentList.Insert(0, "--bounding-set=-mknod");
        start.FileName = "setpriv";
        using var head = await HeadProcess.StartAsync(files, start);
        await CommandLine.DoAsync(files.Root, "image", "import", "rocky9", files.Tree("old", motd: "old\n"), "--build");

        var error = await CommandLine.FailAsync(files.Root, "image", "import", "rocky9", Source(files, kind), "--force");

        Assert.EndsWith(
            "'dev/console' is a device, which the server is not allowed to make: run it as root with the capability CAP_MKNOD, or leave the device out of the image.",
            error,
            StringComparison.Ordinal);
        AssertOld(files);
    }

    [TmpfsFact]
    public async Task Import_DiskFullWhileItUnpacks_OneLineAndTheOldImageStays()
    {
        using var disk = new TmpfsDisk(_directory, "24m");
        await using var head = await RunningHead.StartAsync(new HeadDirectory(disk.Path));
        var root = head.Files.Root;
        await CommandLine.DoAsync(root, "image", "import", "rocky9", head.Files.Tree("old", motd: "old\n"), "--build");
        var archive = Path.Combine(_directory, "large.tar");
        await File.WriteAllBytesAsync(archive, Tar.Of(Tar.File("bin/sh", "sh"), Tar.File("etc/motd", Convert.ToHexString(RandomNumberGenerator.GetBytes(16 << 20)))));

        var error = await CommandLine.FailAsync(root, "image", "import", "rocky9", archive, "--force");

        Assert.Contains("rocky9", error, StringComparison.Ordinal);
        Assert.Contains("No space left", error, StringComparison.Ordinal);
        Assert.Contains("free some", error, StringComparison.Ordinal);
        AssertOld(head.Files);
        await CommandLine.DoAsync(root, "image", "build", "rocky9");
    }

    private static void AssertOld(HeadDirectory files)
    {
        var home = Path.Combine(files.Root, "var/lib/warewulf/chroots/rocky9");
        Assert.Equal("old\n", File.ReadAllText(Path.Combine(home, "rootfs/etc/motd")));
        Assert.Equal(["build.index", "rootfs"], Directory.EnumerateFileSystemEntries(home).Select(Path.GetFileName).Order());
    }

    private static string Source(HeadDirectory files, string kind)
    {
        if (kind == "directory")
        {
            var tree = files.Tree("tree");
            Directory.CreateDirectory(Path.Combine(tree, "dev"));
            Processes.Run("mknod", Path.Combine(tree, "dev/console"), "c", "5", "1");
            return tree;
        }

        var console = new PaxTarEntry(TarEntryType.CharacterDevice, "dev/console") { DeviceMajor = 5, DeviceMinor = 1 };
        var tar = Tar.Of(Tar.File("bin/sh", "sh"), console);
        if (kind == "layout")
        {
            var layout = new OciLayout(Path.Combine(files.Base, "layout"));
            layout.Add("1", tar);
            return layout.Path;
        }

        var archive = Path.Combine(files.Base, "tree.tar");
        File.WriteAllBytes(archive, tar);
        return archive;
    }
}
