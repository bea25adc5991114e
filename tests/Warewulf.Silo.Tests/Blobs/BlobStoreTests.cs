using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Tests.Storage;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Blobs;

[Trait("Suite", "Fast")]
public sealed class BlobStoreTests : IDisposable
{
    private readonly HeadDirectory _files = new();

    private string Blobs => Path.Combine(_files.Base, "blobs");

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Put_SameContentFromMany_IsOneBlob()
    {
        var store = new BlobStore(Blobs);
        var content = new byte[100_000];
        var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(
            () => store.PutAsync("x", gzip: false, stream => stream.WriteAsync(content).AsTask()))));
        Assert.All(all, artifact => Assert.Equal(ArtifactDigest.Of(content), artifact.Digest));
        var file = Assert.Single(Directory.EnumerateFiles(Blobs, "*", SearchOption.AllDirectories));
        Assert.Equal((file, content.Length), (store.Find(all[0].Digest), File.ReadAllBytes(file).Length));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Put_WrittenInEveryWay_IsNamedByTheDigestOfAllItsBytes()
    {
        var store = new BlobStore(Blobs);
        var artifact = await store.PutAsync("x", gzip: false, async stream =>
        {
            stream.Write("a"u8);
            stream.WriteByte((byte)'b');
            stream.Write([.. "-c-"u8], 1, 1);
            await stream.WriteAsync(new ReadOnlyMemory<byte>([.. "d"u8]));
            await new MemoryStream([.. "ef"u8]).CopyToAsync(stream);
        });
        Assert.Equal((ArtifactDigest.Of("abcdef"u8), 6L), (artifact.Digest, artifact.Length));
        Assert.Equal("abcdef", await File.ReadAllTextAsync(store.Find(artifact.Digest)!));
    }

    [Fact]
    public async Task Put_WriterFails_LeavesNothing()
    {
        var store = new BlobStore(Blobs);
        await Assert.ThrowsAsync<WarewulfException>(() => store.PutAsync("x", gzip: false, async stream =>
        {
            await stream.WriteAsync(new byte[10]);
            throw new IOException("the disk is on fire");
        }));
        Assert.Empty(Directory.EnumerateFiles(Blobs, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Open_FileInItsPlace_SaysWhichAndWhatToDo()
    {
        _files.Write("blobs", "");
        var error = Assert.Throws<WarewulfException>(() => new BlobStore(Blobs));
        Assert.Equal(ApiErrorCode.Unavailable, error.Code);
        Assert.StartsWith($"The directory '{Blobs}' for blobs cannot be used: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [TmpfsFact]
    public void Open_DiskThatCannotBeWritten_SaysSo()
    {
        using var disk = new TmpfsDisk(_files.Base, "64k,ro");
        var error = Assert.Throws<WarewulfException>(() => new BlobStore(Path.Combine(disk.Path, "blobs")));
        Assert.Contains("read-only", error.Message, StringComparison.Ordinal);
    }

    [TmpfsFact]
    public void Open_DiskFull_SaysSo()
    {
        // A file system that may hold no more files than its own root.
        using var disk = new TmpfsDisk(_files.Base, "64k,nr_inodes=1");
        var error = Assert.Throws<WarewulfException>(() => new BlobStore(Path.Combine(disk.Path, "blobs")));
        Assert.Contains("no space is left", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LeftoversOfACrash_AreRemoved()
    {
        var left = _files.Write($"blobs/.blob{DurableFile.TemporaryMarker}1234", "half");
        var store = new BlobStore(Blobs);
        Assert.False(File.Exists(left));
        Assert.Null(store.Find(ArtifactDigest.Of("half"u8)));
    }
}
