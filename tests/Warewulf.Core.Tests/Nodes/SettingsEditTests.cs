using Warewulf.Core.Nodes;

namespace Warewulf.Core.Tests.Nodes;

[Trait("Suite", "Fast")]
public sealed class SettingsEditTests
{
    private static readonly NodeSettings Disks = new SettingsEdit
    {
        DiskName = "/dev/sda",
        PartName = "scratch",
        FsName = "scratch",
        Fields = Fields(("diskwipe", "yes"), ("partsize", "100"), ("partcreate", "true"), ("fsformat", "ext4"), ("fspath", "/scratch")),
    }.Apply(NodeSettings.Empty);

    [Fact]
    public void Apply_DiskFields_GoToTheNamedDiskPartitionAndFileSystem()
    {
        Assert.True(Disks.Disks!["/dev/sda"].WipeTable);
        Assert.Equal("100", Disks.Disks["/dev/sda"].Partitions!["scratch"].SizeMiB);
        Assert.Equal("ext4", Disks.FileSystems!["/dev/disk/by-partlabel/scratch"].Format);
    }

    [Theory]
    [InlineData("diskwipe", "true", "--diskname")]
    [InlineData("partsize", "1", "--diskname")]
    [InlineData("fsformat", "ext4", "--fsname")]
    [InlineData("colour", "red", "'colour'")]
    [InlineData("mtu", "big", "--mtu")]
    public void Problems_OfAField_NameWhatIsMissing(string flag, string value, string named) =>
        Assert.Contains(named, Assert.Single(new SettingsEdit { Fields = Fields((flag, value)) }.Problems(false)), StringComparison.Ordinal);

    [Fact]
    public void Problems_SeveralOfThem_AreAllTold() =>
        Assert.Equal(3, new SettingsEdit { Fields = Fields(("mtu", "big"), ("hwaddr", "x"), ("colour", "red")) }.Problems(false).Count());

    [Theory]
    [InlineData("discoverable")]
    [InlineData("asset")]
    public void Problems_FieldOfNodesOnAProfile_IsOne(string flag)
    {
        var edit = new SettingsEdit { Fields = Fields((flag, "true")) };
        Assert.Contains("--" + flag, Assert.Single(edit.Problems(isProfile: true)), StringComparison.Ordinal);
        Assert.Empty(edit.Problems(isProfile: false));
    }

    [Fact]
    public void Problems_FileSystemNamedAfterNothing_IsOne() =>
        Assert.Contains("'scratch'", Assert.Single(new SettingsEdit { FsName = "scratch", PartName = "other" }.Problems(false)), StringComparison.Ordinal);

    [Fact]
    public void Apply_TagsToDeleteAndToAdd_DeletesFirst()
    {
        var before = new SettingsEdit { Fields = Fields(("tagadd", "a=1"), ("nettagadd", "n=1"), ("ipmitagadd", "i=1")) }.Apply(NodeSettings.Empty);
        var edit = new SettingsEdit { TagDelete = ["a", "absent"], Fields = Fields(("tagadd", "b=2")), NetTagDelete = ["n"], IpmiTagDelete = ["i"] };
        Assert.Equal(new SettingsEdit { Fields = Fields(("tagadd", "b=2")) }.Apply(NodeSettings.Empty), edit.Apply(before));
    }

    [Fact]
    public void Apply_RemovingTheLastPartition_LeavesTheDiskWithItsOwnFields()
    {
        var settings = new SettingsEdit { PartDelete = "scratch" }.Apply(Disks);
        Assert.Null(settings.Disks!["/dev/sda"].Partitions);
        Assert.Null(new SettingsEdit { DiskDelete = "/dev/sda", FsDelete = "/dev/disk/by-partlabel/scratch" }.Apply(settings).Disks);
    }

    [Fact]
    public void Apply_RemovingWhatIsNotThere_IsRefusedUnlessItMayBeAbsent()
    {
        var edits = new[]
        {
            new SettingsEdit { NetDelete = "ib0" }, new SettingsEdit { DiskDelete = "ib0" },
            new SettingsEdit { PartDelete = "ib0" }, new SettingsEdit { FsDelete = "ib0" },
        };
        foreach (var edit in edits)
        {
            Assert.Contains("'ib0'", Assert.Throws<WarewulfException>(() => edit.Apply(Disks)).Message, StringComparison.Ordinal);
            Assert.Equal(Disks, (edit with { AbsentIsFine = true }).Apply(Disks));
        }
    }

    [Theory]
    [InlineData("onboot", "undef")]
    [InlineData("onboot", "--")]
    [InlineData("kernelargs", "quiet,UNSET")]
    [InlineData("comment", "")]
    public void Apply_WordThatRemoves_RemovesTheValue(string flag, string word)
    {
        var before = new SettingsEdit { Fields = Fields((flag, flag == "onboot" ? "no" : "x")) }.Apply(NodeSettings.Empty);
        Assert.Equal(NodeSettings.Empty, new SettingsEdit { Fields = Fields((flag, word)) }.Apply(before));
    }

    private static Dictionary<string, string> Fields(params (string Flag, string Value)[] fields) => fields.ToDictionary(field => field.Flag, field => field.Value);
}
