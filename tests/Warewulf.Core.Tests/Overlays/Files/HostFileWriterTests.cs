using Warewulf.Core.Archives;
using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Files;
using Warewulf.Core.Overlays.Rendering;
using Warewulf.Core.Tests.Archives;
using Warewulf.TestKit;

namespace Warewulf.Core.Tests.Overlays.Files;

[Trait("Suite", "Fast")]
public sealed class HostFileWriterTests : IDisposable
{
    private readonly TempDirectory _temp = new();

    public HostFileWriterTests() => _temp.Make("root/etc");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Write_NewFilesDirectoriesAndLinks_AreMadeWithTheirModes()
    {
        var changes = Write(Directory("etc/profile.d", "750"), File("etc/profile.d/a.sh", "hello", "640"), Link("etc/link", "profile.d/a.sh"), File("srv/tftp/grub.cfg", "menu", "644"));

        Assert.Equal(["etc/profile.d/a.sh", "etc/link", "srv/tftp/grub.cfg"], changes.Select(change => change.Path.ToString()));
        Assert.All(changes, change => Assert.Equal((null, null), (change.Backup, change.Failure)));
        Assert.Equal("hello", Read("etc/link"));
        Assert.Equal("menu", Read("srv/tftp/grub.cfg"));
        Assert.Equal("640", Mode("etc/profile.d/a.sh"));
        Assert.Equal("750", Mode("etc/profile.d"));
    }

    [Fact]
    public void Write_FileThatWasThere_IsKeptOnceAsBackup()
    {
        System.IO.File.WriteAllText(_temp["root/etc/hosts"], "mine");

        Assert.Equal("hosts.wwbackup", Assert.Single(Write(File("etc/hosts", "one"))).Backup);
        Assert.Null(Assert.Single(Write(File("etc/hosts", "two"))).Backup);

        Assert.Equal(("two", "mine"), (Read("etc/hosts"), Read("etc/hosts.wwbackup")));
        Assert.Equal(["hosts", "hosts.wwbackup"], Names("etc"));
    }

    [Fact]
    public void Write_FileThatWantsNoBackup_KeepsNone()
    {
        System.IO.File.WriteAllText(_temp["root/etc/hosts"], "mine");

        Write(File("etc/hosts", "one") with { KeepsOld = false });

        Assert.Equal(["hosts"], Names("etc"));
    }

    [Fact]
    public void Write_FileAsItShouldBe_IsNotTouched()
    {
        Write(File("etc/hosts", "one"), Link("etc/link", "hosts"));
        var before = System.IO.File.GetLastWriteTimeUtc(_temp["root/etc/hosts"]);

        Assert.Empty(Write(File("etc/hosts", "one"), Link("etc/link", "hosts"), Directory("etc", "700")));

        Assert.Equal(before, System.IO.File.GetLastWriteTimeUtc(_temp["root/etc/hosts"]));
        Assert.Equal("755", Mode("etc"));
        Assert.Equal(["hosts", "link"], Names("etc"));
    }

    [Fact]
    public void Write_OtherModeOnly_SetsItWithoutBackup()
    {
        Write(File("etc/secret", "one", "644"));

        Assert.Null(Assert.Single(Write(File("etc/secret", "one", "600"))).Backup);

        Assert.Equal("600", Mode("etc/secret"));
        Assert.Equal(["secret"], Names("etc"));
    }

    [Theory]
    [InlineData("../srv/real")]
    [InlineData("/srv/real")]
    public void Write_ThroughALinkOfTheMachine_ChangesWhatItLeadsTo(string target)
    {
        _temp.Make("root/srv");
        System.IO.File.WriteAllText(_temp["root/srv/real"], "mine");
        System.IO.File.CreateSymbolicLink(_temp["root/etc/hosts"], target);

        Write(File("etc/hosts", "one"));

        Assert.Equal(target, new FileInfo(_temp["root/etc/hosts"]).LinkTarget);
        Assert.Equal("one", Read("srv/real"));
        Assert.Equal("mine", Read("srv/real.wwbackup"));
    }

    [Fact]
    public void Write_DirectoryLinkThatLeadsOutOfTheRoot_StaysInside()
    {
        _temp.Make("outside");
        System.IO.File.CreateSymbolicLink(_temp["root/etc/dhcp"], _temp["outside"]);

        Write(File("etc/dhcp/dhcpd.conf", "one"));

        Assert.Empty(System.IO.Directory.EnumerateFileSystemEntries(_temp["outside"]));
        Assert.Equal("one", System.IO.File.ReadAllText(_temp["root" + _temp["outside"] + "/dhcpd.conf"]));
    }

    [Fact]
    public void Write_LinkOverAFile_KeepsTheFile()
    {
        System.IO.File.WriteAllText(_temp["root/etc/dhcpd.conf"], "mine");

        Assert.Equal("dhcpd.conf.wwbackup", Assert.Single(Write(Link("etc/dhcpd.conf", "dhcp/dhcpd.conf"))).Backup);

        Assert.Equal("dhcp/dhcpd.conf", new FileInfo(_temp["root/etc/dhcpd.conf"]).LinkTarget);
        Assert.Equal("mine", Read("etc/dhcpd.conf.wwbackup"));
    }

    [Fact]
    public void Write_WhatHasNoPlace_IsToldAndTheRestIsWritten()
    {
        _temp.Make("root/etc/hosts/kept");
        System.IO.File.WriteAllText(_temp["root/etc/file"], "mine");

        var changes = Write(File("etc/hosts", "one"), Directory("etc/file", "755"), File("etc/file/below", "one"), File("etc/exports", "two"));

        Assert.Equal("two", Read("etc/exports"));
        Assert.Equal("mine", Read("etc/file"));
        Assert.Equal(
            ["etc/hosts: a directory is in its place", "etc/file: something that is no directory is in its place", "etc/file/below: its path leads through something that is no directory", "etc/exports: "],
            changes.Select(change => $"{change.Path}: {change.Failure}"));
        Assert.Equal(["exports", "file", "hosts"], Names("etc"));
    }

    [Fact]
    public void Write_AfterACrash_ClearsWhatItLeft()
    {
        // What a writer leaves that dies before it renames: the same names each time.
        static string Passing(string name) => ".warewulf.tmp-" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(name))[..8]);
        System.IO.File.WriteAllText(_temp["root/etc/" + Passing("hosts")], "half");
        System.IO.Directory.CreateDirectory(_temp["root/etc/" + Passing("dhcp")]);

        Write(File("etc/hosts", "one"), Directory("etc/dhcp", "755"));

        Assert.Equal(["dhcp", "hosts"], Names("etc"));
        Assert.Equal("755", Mode("etc/dhcp"));
    }

    [RootFact]
    public void Write_FileThatIsAMount_SaysSoAndKeepsIt()
    {
        System.IO.File.WriteAllText(_temp["root/etc/hosts"], "mine");
        System.IO.File.WriteAllText(_temp["outside"], "of the container");
        Tool.Shell(_temp["root"], $"mount --bind {_temp["outside"]} etc/hosts");
        try
        {
            Assert.Equal("it is a mount of its own, as in a container: write it where that is set up", Assert.Single(Write(File("etc/hosts", "one"))).Failure);
            Assert.Equal("of the container", Read("etc/hosts"));
            Assert.Equal(["hosts", "hosts.wwbackup"], Names("etc"));
        }
        finally
        {
            Tool.Shell(_temp["root"], "umount etc/hosts");
        }
    }

    [Theory]
    [InlineData("ln -s nowhere/at/all hosts", "nowhere/at/all")]
    [InlineData("ln -s hosts hosts", null)]
    [InlineData("mkfifo hosts", "hosts")]
    public void Write_OverWhatIsNoFile_GoesWhereItLeadsOrIsTold(string made, string? written)
    {
        Tool.Shell(_temp["root/etc"], made);

        var failure = Assert.Single(Write(File("etc/hosts", "one"))).Failure;

        Assert.Equal(written is null, failure is not null);
        if (written is not null)
        {
            Assert.Equal("one", Read("etc/" + written));
        }
    }

    [Fact]
    public void Write_NoRoot_Refuses() =>
        Assert.Contains("nowhere", Assert.Throws<WarewulfException>(() => new HostFileWriter(_temp["nowhere"]).Write([])).Message, StringComparison.Ordinal);

    private static OverlayEntry File(string path, string text, string mode = "644") => Entry(path, UnixMode.Regular | Convert.ToUInt32(mode, 8)) with
    {
        Content = new FileContent(System.Text.Encoding.UTF8.GetBytes(text)),
        KeepsOld = true,
    };

    private static OverlayEntry Directory(string path, string mode) => Entry(path, UnixMode.Directory | Convert.ToUInt32(mode, 8));

    private static OverlayEntry Link(string path, string target) => Entry(path, UnixMode.SymbolicLink | 0x1FF) with { Target = BytePath.FromText(target), KeepsOld = true };

    private static OverlayEntry Entry(string path, uint mode) => new() { Path = BytePath.FromText(path), Mode = mode };

    private IReadOnlyList<HostFileChange> Write(params OverlayEntry[] entries) => new HostFileWriter(_temp["root"]).Write(entries);

    private string Read(string path) => System.IO.File.ReadAllText(_temp["root/" + path]);

    private string Mode(string path) => Convert.ToString((int)System.IO.File.GetUnixFileMode(_temp["root/" + path]), 8);

    private IEnumerable<string?> Names(string path) => System.IO.Directory.EnumerateFileSystemEntries(_temp["root/" + path]).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
