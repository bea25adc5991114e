using Warewulf.Core.Collections;
using Warewulf.Core.Formats;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays.Ignition;

namespace Warewulf.Core.Tests.Overlays.Ignition;

/// <summary>A node's disks as Ignition's configuration, and what is wrong with them.</summary>
[Trait("Suite", "Fast")]
public sealed class IgnitionTextTests
{
    [Theory]
    [InlineData("{}", "")]
    [InlineData("disks: {}", "")]
    [InlineData("filesystems: {/dev/sda1: {format: swap, path: swap}}", """{"ignition":{"version":"3.1.0"},"storage":{"filesystems":[{"device":"/dev/sda1","format":"swap"}]}}""")]
    [InlineData(
        "disks: {/dev/sda: {wipe_table: 'true', partitions: {b: {number: '1', size_mib: '0', start_mib: ''}, a: {guid: 2a8ba9ca-5f9c-4b25-9bb0-4bbcd1f64b0e}, c: {should_exist: 'false', number: '3'}}}}",
        """{"ignition":{"version":"3.1.0"},"storage":{"disks":[{"device":"/dev/sda","wipeTable":true,"partitions":[{"label":"b","number":1},{"number":3,"shouldExist":false},{"label":"a","guid":"2a8ba9ca-5f9c-4b25-9bb0-4bbcd1f64b0e"}]}]}}""")]
    [InlineData(
        "filesystems: {/dev/sda1: {format: ext4, path: /x, mount_options: 'a,b c', options: [-O, ^x], wipe_filesystem: 'true'}}",
        """{"ignition":{"version":"3.1.0"},"storage":{"filesystems":[{"device":"/dev/sda1","format":"ext4","path":"/x","options":["-O","^x"],"mountOptions":["a","b","c"],"wipeFilesystem":true}]}}""")]
    public void Of_WhatIsRight_IsJson(string node, string expected) => Assert.Equal(expected, Text(node));

    [Theory]
    [InlineData("disks: {sda: {wipe_table: 'true'}}", "disk 'sda': the device must be an absolute path")]
    [InlineData("disks: {/dev/sda: {partitions: {a: {number: '1'}, b: {number: '1'}}}}", "disk '/dev/sda': the partition number 1 is given twice")]
    [InlineData("disks: {/dev/sda: {partitions: {'a:b': {number: '1'}}}}", "disk '/dev/sda', partition 'a:b': a label must not contain a colon")]
    [InlineData("disks: {/dev/sda: {partitions: {abcdefghijabcdefghijabcdefghijabcdefg: {number: '1'}}}}", "a label has 1 to 36 characters")]
    [InlineData("disks: {/dev/sda: {partitions: {a: {type_guid: linux}}}}", "the type_guid 'linux' is not a GUID")]
    [InlineData("disks: {/dev/sda: {partitions: {a: {should_exist: 'false'}}}}", "needs a number, which says which one is meant")]
    [InlineData(
        "disks: {/dev/sda: {partitions: {a: {start_mib: '1', size_mib: '100'}, b: {start_mib: '100', size_mib: '5'}}}}",
        "disk '/dev/sda': the partitions 'a' and 'b' overlap")]
    [InlineData("filesystems: {sda1: {format: ext4}}", "file system on 'sda1': the device must be an absolute path")]
    [InlineData("filesystems: {/dev/sda1: {format: ext4, path: x}}", "file system on '/dev/sda1': the path 'x' must be absolute")]
    [InlineData("filesystems: {/dev/sda1: {path: /x}}", "file system on '/dev/sda1': without a format, nothing else can be said of it")]
    [InlineData("filesystems: {/dev/sda1: {format: zfs}}", "file system on '/dev/sda1': Ignition makes no 'zfs', only btrfs, ext4, swap, vfat, xfs")]
    [InlineData("filesystems: {/dev/sda1: {format: xfs, label: thirteen-long}}", "the label 'thirteen-long' is longer than the 12 bytes that xfs has room for")]
    public void Of_WhatIsWrong_SaysWhat(string node, string problem) => Assert.Contains(problem, Text(node), StringComparison.Ordinal);

    [Fact]
    public void Of_SeveralMistakes_SaysAll() =>
        Assert.Equal(2, Text("filesystems: {sda1: {format: ext4}, sda2: {format: ext4}}").Split("; ").Length);

    [Fact]
    public void Of_AdjacentPartitions_AreFine() => Assert.StartsWith(
        "{", Text("disks: {/dev/sda: {partitions: {a: {start_mib: '1', size_mib: '99'}, b: {start_mib: '100', size_mib: '5'}}}}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("4294967295")]
    [InlineData("-5")]
    [InlineData("1 GiB")]
    public void Of_ANumberThatIsNone_SaysWhich(string size)
    {
        var partitions = SortedMap<PartitionConfig>.Empty.SetItem("a", new PartitionConfig { SizeMiB = size });
        var settings = new NodeSettings { Disks = SortedMap<DiskConfig>.Empty.SetItem("/dev/sda", new DiskConfig { Partitions = partitions }) };

        Assert.Equal($"disk '/dev/sda', partition 'a': the size '{size}' is not a number that Ignition takes", IgnitionText.Of(settings));
    }

    private static string Text(string node)
    {
        var nodes = NodesConfReader.ReadNodes("nodes.conf", $"n1: {(node.StartsWith('{') ? node : $"{{{node}}}")}", problem => Assert.Fail(problem));
        return IgnitionText.Of(nodes[0].Settings);
    }
}
