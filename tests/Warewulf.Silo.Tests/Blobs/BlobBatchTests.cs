using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Tests.Storage;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Blobs;

[Trait("Suite", "Fast")]
public sealed class BlobBatchTests : IDisposable
{
    private readonly HeadDirectory _files = new();

    private string Blobs => Path.Combine(_files.Base, "blobs");

    public void Dispose() => _files.Dispose();

    // Few are synced one by one, many together.
    [Theory]
    [InlineData(3)]
    [InlineData(300)]
    public void Commit_AfterManyThreadsPutTheSame_HasEachOnceAndNothingBesides(int count)
    {
        var store = new BlobStore(Blobs);
        using (var batch = store.Begin("a.img.gz"))
        {
            Parallel.For(0, count * 4, i => Put(batch, i % count));
            Assert.All(Enumerable.Range(0, count), i => Assert.Null(store.Find(Digest(i))));
            batch.Commit();
        }

        Assert.All(Enumerable.Range(0, count), i => Assert.Equal(Content(i), File.ReadAllBytes(store.Find(Digest(i))!)));
        Assert.Equal(count, Files().Count);
        Assert.All(Files(), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void Dispose_WithoutCommit_LeavesNothing()
    {
        using (var batch = new BlobStore(Blobs).Begin("a.img.gz"))
        {
            Put(batch, 1);
            Assert.Single(Files());
        }

        Assert.Empty(Files());
    }

    [Fact]
    public void Open_AfterACrashBeforeTheCommit_RemovesWhatWasWritten()
    {
        Put(new BlobStore(Blobs).Begin("a.img.gz"), 1);
        var store = new BlobStore(Blobs);
        Assert.Empty(Files());
        Assert.Null(store.Find(Digest(1)));
    }

    [Fact]
    public void Put_WhatIsThere_IsNotWrittenAgainUnlessItIsCutShort()
    {
        var store = new BlobStore(Blobs);
        Commit(store, 1);
        var path = store.Find(Digest(1))!;
        var before = File.GetLastWriteTimeUtc(path);
        using (var batch = store.Begin("a.img.gz"))
        {
            Assert.True(batch.Has(new RecipeSegment(Digest(1), Content(1).Length, 1, 0)));
            Put(batch, 1);
            Assert.Single(Files());
        }

        Assert.Equal(before, File.GetLastWriteTimeUtc(path));
        File.WriteAllBytes(path, Content(1)[..^1]);
        Commit(store, 1);
        Assert.Equal(Content(1), File.ReadAllBytes(path));
    }

    [TmpfsFact]
    public void Put_DiskFull_SaysWhatAndLeavesNothing()
    {
        using var disk = new TmpfsDisk(_files.Base, "256k");
        var directory = Path.Combine(disk.Path, "blobs");
        using (var batch = new BlobStore(directory).Begin("a.img.gz"))
        {
            var content = new byte[200_000];
            batch.Put(ArtifactDigest.Of(content), content);
            var error = Assert.Throws<WarewulfException>(() => batch.Put(Digest(1), new byte[200_000]));
            Assert.Equal(ApiErrorCode.Unavailable, error.Code);
            Assert.Equal($"'a.img.gz' cannot be stored in '{directory}': no space is left. Free some and try again.", error.Message);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(directory));
    }

    private static byte[] Content(int i) => BitConverter.GetBytes(i * 7919L);

    private static ArtifactDigest Digest(int i) => ArtifactDigest.Of(Content(i));

    private static void Put(BlobBatch batch, int i) => batch.Put(Digest(i), Content(i));

    private static void Commit(BlobStore store, int i)
    {
        using var batch = store.Begin("a.img.gz");
        Put(batch, i);
        batch.Commit();
    }

    private List<string> Files() => [.. Directory.EnumerateFiles(Blobs, "*", SearchOption.AllDirectories)];
}
