using System.Text.Json;
using Warewulf.Core.Tests.Archives;
using Warewulf.TestKit;

namespace Warewulf.Core.Tests.Overlays.Distribution;

/// <summary>What overlays do to disks, done to images of disks.</summary>
[Trait("Suite", "Fast")]
public sealed class DiskProgramTests(DistributionLab lab) : IClassFixture<DistributionLab>
{
    [ProgramFact("sfdisk")]
    public void Sfdisk_PartitionsAsConfigured()
    {
        var root = Prepare("disks", "sfdisk", ("/dev/vda", "vda", "20G"), ("/dev/nvme0n1", "nvme0n1", "8G"));

        Run(root, "10-sfdisk.sh");

        var partitions = Table(root, "vda");
        Assert.Equal(["vda1 rootfs 16777216", "vda2 swap 2097152", "vda4 scratch"], partitions.Select(line => line.StartsWith("vda4", StringComparison.Ordinal) ? line[..12] : line));
        Assert.Equal(["nvme0n1p1 data 8388608"], Table(root, "nvme0n1").Select(line => line.Replace("nvme0n11", "nvme0n1p1", StringComparison.Ordinal)));
    }

    [ProgramFact("sfdisk")]
    public void Sfdisk_TakesTheResource()
    {
        var root = Prepare("resources", "sfdisk", ("/dev/vda", "vda", "20G"));

        Run(root, "10-sfdisk.sh");

        Assert.Equal(["vda1 boot 1048576", "vda2 root part"], Table(root, "vda").Select(line => line.StartsWith("vda2", StringComparison.Ordinal) ? line[..14] : line));
    }

    [ProgramFact("sfdisk")]
    public void Sfdisk_WithoutTheDisk_SaysSoAndFails()
    {
        var root = Prepare("resources", "sfdisk", ("/dev/vda", "vda", null));

        var said = Run(root, "10-sfdisk.sh", status: 1);

        Assert.Contains("vda was not partitioned: it is not there", said, StringComparison.Ordinal);
    }

    [ProgramFact("mkfs.ext4", "wipefs", "blkid")]
    public void Mkfs_MakesFileSystems_OnlyWhereNothingIs()
    {
        var root = Prepare("disks", "mkfs",
            ("/dev/disk/by-partlabel/rootfs", "rootfs", "16M"), ("/dev/disk/by-partlabel/data", "data", "16M"), ("/dev/disk/by-partlabel/scratch", "scratch", null));

        // XFS has no image here: the script does the rest all the same, and says what is missing.
        var said = Run(root, "20-mkfs.sh", status: 1);
        Assert.Contains("scratch, which is not there", said, StringComparison.Ordinal);
        var (first, kept) = (Identity(root, "rootfs"), Identity(root, "data"));
        Assert.NotEqual("", first);
        Assert.NotEqual("", kept);

        Run(root, "20-mkfs.sh", status: 1);
        Assert.Equal(kept, Identity(root, "data"));
        Assert.NotEqual(first, Identity(root, "rootfs"));
    }

    [ProgramFact("mkswap", "wipefs", "blkid")]
    public void Mkswap_MakesSwap_OnlyWhereNothingIs()
    {
        var root = Prepare("disks", "mkswap", ("/dev/disk/by-partlabel/swap", "swap", "1M"));

        Run(root, "20-mkswap.sh");
        var made = Identity(root, "swap");
        Run(root, "20-mkswap.sh");

        Assert.NotEqual("", made);
        Assert.Equal(made, Identity(root, "swap"));
    }

    [ProgramTheory("ignition-validate")]
    [InlineData("disks")]
    [InlineData("resources")]
    public void Ignition_TakesItsConfiguration(string node)
    {
        var root = lab.Write(node, "ignition");
        Assert.Equal("", Tool.Shell(root, "ignition-validate warewulf/ignition.json 2>&1"));
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "warewulf/ignition.json")));
        Assert.Equal("3.1.0", json.RootElement.GetProperty("ignition").GetProperty("version").GetString());
    }

    [ProgramFact("dash")]
    public void IgnitionScript_LeavesItsMark_AndTellsFailure()
    {
        var root = Prepare("disks", "ignition");
        Stub(root, "ignition", "echo \"$@\" >\"$PREFIX/ran\"");
        Run(root, "10-ignition.sh");
        Assert.StartsWith("--platform=metal --stage=disks --config-cache ", File.ReadAllText(Path.Combine(root, "ran")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(root, "warewulf/run/.ignition-done")));

        Stub(root, "ignition", "exit 3");
        Assert.Contains("Ignition failed with status 3", Run(root, "10-ignition.sh", status: 1), StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(root, "warewulf/ignition.json"), "disk 'x': the device must be an absolute path\n");
        Assert.Contains("disks were not set up: disk 'x'", Run(root, "10-ignition.sh", status: 1), StringComparison.Ordinal);
    }

    // The overlay's files, with images in the place of devices, and programs that would look for real ones replaced.
    private string Prepare(string node, string overlay, params (string Device, string Image, string? Size)[] disks)
    {
        var root = lab.Write(node, overlay);
        foreach (var (device, image, size) in disks)
        {
            foreach (var script in Directory.EnumerateFiles(Path.Combine(root, "warewulf/wwinit.d")))
            {
                File.WriteAllText(script, File.ReadAllText(script).Replace($"'{device}'", $"'{root}/{image}'", StringComparison.Ordinal));
            }

            if (size is not null)
            {
                Tool.Shell(root, $"truncate -s {size} {image}");
            }
        }

        Stub(root, "udevadm", "exit 0");
        Stub(root, "blockdev", "exit 0");
        Stub(root, "sleep", "exit 0");
        return root;
    }

    private static void Stub(string root, string name, string script)
    {
        Directory.CreateDirectory(Path.Combine(root, "stubs"));
        var path = Path.Combine(root, "stubs", name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, (UnixFileMode)0x1ED);
    }

    private static string Run(string root, string script, int status = 0) =>
        Tool.Shell(root, $"PREFIX='{root}' PATH='{root}/stubs':$PATH dash warewulf/wwinit.d/{script} 2>&1; [ $? = {status} ]");

    private static string Identity(string root, string image) => Tool.Shell(root, $"blkid -p -s UUID -o value {image}").Trim();

    // Each partition with its name and length in sectors.
    private static List<string> Table(string root, string image)
    {
        using var json = JsonDocument.Parse(Tool.Shell(root, $"sfdisk --json {image}"));
        return
        [
            .. json.RootElement.GetProperty("partitiontable").GetProperty("partitions").EnumerateArray().Select(partition =>
                $"{Path.GetFileName(partition.GetProperty("node").GetString())} {partition.GetProperty("name").GetString()} {partition.GetProperty("size").GetInt64()}"),
        ];
    }
}
