using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core.Site;
using Warewulf.Silo.Images;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Images;

[Trait("Suite", "Fast")]
public sealed class ImageRecoveryTests : IDisposable
{
    private readonly HeadDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("rootfs", "rootfs")]
    [InlineData("rootfs .rootfs.new-1.importing-1", "rootfs")]
    [InlineData("rootfs rootfs.new-1", "rootfs")]
    [InlineData("rootfs rootfs.old-1", "rootfs")]
    [InlineData("rootfs.old-1 rootfs.new-1", "rootfs.old-1")]
    [InlineData("rootfs.old-1", "rootfs.old-1")]
    [InlineData("rootfs.new-1", null)]
    [InlineData(".rootfs.new-1.importing-1", null)]
    [InlineData("rootfs rootfs.new-1 rootfs.old-2 rootfs.new-3", "rootfs")]
    public void Run_AfterACrash_KeepsTheOneTreeThatCounts(string left, string? kept)
    {
        foreach (var name in left.Split(' '))
        {
            _files.Write($"root/var/lib/warewulf/chroots/rocky9/{name}/from", name);
        }

        _files.Write("root/var/lib/warewulf/chroots/other/rootfs/from", "other");
        Run();
        var home = Path.Combine(_files.Root, "var/lib/warewulf/chroots/rocky9");
        if (kept is null)
        {
            Assert.False(Directory.Exists(home));
        }
        else
        {
            Assert.Equal(["rootfs"], Directory.EnumerateFileSystemEntries(home).Select(Path.GetFileName));
            Assert.Equal(kept, File.ReadAllText(Path.Combine(home, "rootfs/from")));
        }

        Assert.True(File.Exists(Path.Combine(_files.Root, "var/lib/warewulf/chroots/other/rootfs/from")));
    }

    [Fact]
    public void Run_WhatIsNotOurs_IsLeftAlone()
    {
        string[] ours = ["rocky9/rootfs.newest/x", "rocky9/notes", "stray"];
        foreach (var path in ours)
        {
            _files.Write($"root/var/lib/warewulf/chroots/{path}", "x");
        }

        Run();
        Assert.All(ours, path => Assert.True(File.Exists(Path.Combine(_files.Root, "var/lib/warewulf/chroots", path))));
    }

    [Fact]
    public void Run_LeftoverThatCannotBeRemoved_DoesNotKeepTheHeadFromStarting()
    {
        var home = Path.GetDirectoryName(_files.Write("root/var/lib/warewulf/chroots/rocky9/notes", "x"))!;
        var elsewhere = Path.GetDirectoryName(_files.Write("elsewhere/precious", "x"))!;
        Directory.CreateSymbolicLink(Path.Combine(home, "rootfs.new-1"), elsewhere);
        _files.Write("root/var/lib/warewulf/chroots/zeta/rootfs.new-1/x", "x");
        Run();
        Assert.True(File.Exists(Path.Combine(elsewhere, "precious")));
        Assert.False(Directory.Exists(Path.Combine(_files.Root, "var/lib/warewulf/chroots/zeta")));
    }

    [Fact]
    public void Run_NoImagesAtAll_DoesNothing()
    {
        Run();
        Assert.False(Directory.Exists(Path.Combine(_files.Root, "var/lib/warewulf/chroots")));
    }

    private void Run() =>
        new ImageRecovery(new SitePaths(_files.Root, _files.Share, SiteConfig.Default), NullLogger<ImageRecovery>.Instance).Run();
}
