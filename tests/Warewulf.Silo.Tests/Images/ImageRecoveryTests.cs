using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
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
    [InlineData("rootfs", null, "rootfs")]
    [InlineData("rootfs", "A", "rootfs")]
    [InlineData("rootfs .rootfs.new-A.importing-A", null, "rootfs")]
    [InlineData("rootfs.new-A", null, null)]
    [InlineData(".rootfs.new-A.importing-A", null, null)]
    [InlineData("rootfs.first-A rootfs.new-A", null, null)]
    [InlineData("rootfs.first-A rootfs", null, null)]
    [InlineData("rootfs.first-A rootfs", "A", "rootfs")]
    [InlineData("rootfs rootfs.new-A", "B", "rootfs")]
    [InlineData("rootfs.old-A rootfs.new-A", "B", "rootfs.old-A")]
    [InlineData("rootfs.old-A rootfs.new-A", null, "rootfs.old-A")]
    [InlineData("rootfs.old-A rootfs", "B", "rootfs.old-A")]
    [InlineData("rootfs.old-A rootfs", null, "rootfs.old-A")]
    [InlineData("rootfs.old-A rootfs", "A", "rootfs")]
    [InlineData("rootfs.gone-A rootfs", "A", "rootfs")]
    [InlineData("rootfs.gone-A rootfs", null, "rootfs")]
    [InlineData("rootfs.old-A", null, "rootfs.old-A")]
    [InlineData("rootfs.old-A rootfs.new-A rootfs", "B", "rootfs")]
    [InlineData("rootfs.old-A rootfs.old-B rootfs.new-A rootfs", "B", "rootfs")]
    [InlineData("rootfs.delete-A rootfs", "B", "rootfs")]
    [InlineData("rootfs.delete-A rootfs", null, null)]
    [InlineData("rootfs.delete-A rootfs.gone-A", null, null)]
    [InlineData("rootfs.delete-A", null, null)]
    public void Run_AfterACrash_KeepsTheTreeThatTheCatalogNames(string left, string? named, string? kept)
    {
        foreach (var name in left.Split(' '))
        {
            var path = $"root/var/lib/warewulf/chroots/rocky9/{Full(name)}";
            _files.Write(name.StartsWith("rootfs.first-", StringComparison.Ordinal) || name.StartsWith("rootfs.delete-", StringComparison.Ordinal) ? path : $"{path}/from", name);
        }

        _files.Write("root/var/lib/warewulf/chroots/other/rootfs/from", "other");
        Run(named);
        Run(named);
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
        string[] theirs = ["rocky9/rootfs/x", "rocky9/rootfs.old-2023/x", "rocky9/rootfs.new-try/x", "rocky9/.rootfs.new-try/x", "rocky9/rootfs.first-one", "rocky9/notes", "stray"];
        foreach (var path in theirs)
        {
            _files.Write($"root/var/lib/warewulf/chroots/{path}", "x");
        }

        Run();
        Assert.All(theirs, path => Assert.True(File.Exists(Path.Combine(_files.Root, "var/lib/warewulf/chroots", path))));
    }

    [Fact]
    public void Run_LeftoverThatCannotBeRemoved_DoesNotKeepTheHeadFromStarting()
    {
        var home = Path.GetDirectoryName(_files.Write("root/var/lib/warewulf/chroots/rocky9/notes", "x"))!;
        var elsewhere = Path.GetDirectoryName(_files.Write("elsewhere/precious", "x"))!;
        Directory.CreateSymbolicLink(Path.Combine(home, Full("rootfs.new-A")), elsewhere);
        _files.Write($"root/var/lib/warewulf/chroots/zeta/{Full("rootfs.new-A")}/x", "x");
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

    private static Guid Id(string letter) => Guid.Parse(string.Concat(Enumerable.Repeat(letter, 32)));

    private static string Full(string name) =>
        new[] { "A", "B" }.Aggregate(name, (text, letter) => text.Replace($"-{letter}", $"-{ImagePlace.Suffix(Id(letter))}", StringComparison.Ordinal));

    private void Run(string? named = null)
    {
        var catalog = Catalog.Empty;
        if (named is not null)
        {
            var image = new ImageConfig(ImageName.Parse("rocky9"), "/src", DateTimeOffset.UnixEpoch) { ImportId = Id(named) };
            catalog = catalog.Apply(new CatalogChange("x", DateTimeOffset.UnixEpoch, [new PutImage(image)]));
        }

        new ImageRecovery(new SitePaths(_files.Root, _files.Share, SiteConfig.Default), NullLogger<ImageRecovery>.Instance).Run(catalog);
    }
}
