using System.Security.Cryptography;
using Warewulf.Core.Api;
using Warewulf.Silo.Tests.Storage;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Commands;

/// <summary>A head whose disk is full says so in one line, keeps what it has, and goes on when there is room again.</summary>
[Trait("Suite", "Socket")]
public sealed class FullDiskTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ww-full-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [TmpfsFact]
    public async Task NodeAdd_DiskFull_OneLineAndNothingChanges()
    {
        using var disk = new TmpfsDisk(_directory, "8m");
        await using var head = await RunningHead.StartAsync(new HeadDirectory(disk.Path));
        var root = head.Files.Root;
        await CommandLine.DoAsync(root, "node", "add", "n1");
        var before = await RevisionAsync(head);
        var filler = disk.Fill();

        var error = await CommandLine.FailAsync(root, "node", "add", "n[0002-4000]", "--ipaddr", "10.9.1.1");

        Assert.Contains(Path.Combine(root, "var/lib/warewulf/warewulf.db"), error, StringComparison.Ordinal);
        Assert.Contains("is full", error, StringComparison.Ordinal);
        Assert.Contains("Make room", error, StringComparison.Ordinal);
        Assert.Equal(before, await RevisionAsync(head));
        File.Delete(filler);
        await CommandLine.DoAsync(root, "node", "add", "n2");
    }

    [TmpfsFact]
    public async Task ImageBuild_DiskFull_OneLineAndNothingChanges()
    {
        using var disk = new TmpfsDisk(_directory, "16m");
        await using var head = await RunningHead.StartAsync(new HeadDirectory(disk.Path));
        var root = head.Files.Root;
        var tree = head.Files.Tree("tree");

        // What cannot be compressed needs a blob of its own size.
        await File.WriteAllBytesAsync(Path.Combine(tree, "noise"), RandomNumberGenerator.GetBytes(1 << 20));
        await CommandLine.DoAsync(root, "image", "import", "rocky9", tree);
        var blobs = Path.Combine(root, "var/lib/warewulf/blobs");
        var before = await RevisionAsync(head);
        var filler = disk.Fill();

        var error = await CommandLine.FailAsync(root, "image", "build", "rocky9");

        Assert.Contains("rocky9", error, StringComparison.Ordinal);
        Assert.Contains("no space", error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("free some", error, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before, await RevisionAsync(head));
        Assert.Empty(Directory.EnumerateFileSystemEntries(blobs));
        File.Delete(filler);
        await CommandLine.DoAsync(root, "image", "build", "rocky9");
    }

    private static async Task<string> RevisionAsync(RunningHead head) => (await head.GetAsync(Routes.Version)).Body;
}
