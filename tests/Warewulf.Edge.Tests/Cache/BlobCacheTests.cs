using System.Diagnostics;
using Warewulf.Core;
using Warewulf.Core.Artifacts;
using Warewulf.Edge.Tests.Http;
using Warewulf.TestKit;

namespace Warewulf.Edge.Tests.Cache;

[Trait("Suite", "Fast")]
public sealed class BlobCacheTests : IDisposable
{
    private readonly CacheLab _edge = new();

    public void Dispose() => _edge.Dispose();

    [Fact]
    public async Task Open_ByManyAtOnce_FetchesOnce()
    {
        var bytes = TestEdge.RandomBytes(500_000, 5);
        var packed = _edge.Heads.Add("a.gz", TestEdge.Gzip(bytes), gzip: true);
        var cache = _edge.Cache();

        var contents = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => CacheLab.ReadAsync(cache, packed, plain: i % 2 == 0))));

        Assert.Equal(1, _edge.Heads.Fetches(packed));
        Assert.All(contents.Where((_, i) => i % 2 == 0), content => Assert.Equal(bytes, content));
        Assert.All(contents.Where((_, i) => i % 2 == 1), content => Assert.Equal(packed.Length, content.Length));
        Assert.Equal(bytes, await CacheLab.ReadAsync(_edge.Cache(), packed, plain: true));
        Assert.Equal(1, _edge.Heads.Fetches(packed));
    }

    [Fact]
    public async Task Open_AgainAndAgainFromManyThreads_NeverFetchesTwice()
    {
        var cache = _edge.Cache();
        for (var i = 0; i < 200; i++)
        {
            var artifact = _edge.Heads.Add("a", TestEdge.RandomBytes(10, 1000 + i));
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => CacheLab.ReadAsync(cache, artifact))));
            Assert.Equal(1, _edge.Heads.Fetches(artifact));
        }
    }

    public static TheoryData<string> Damages => ["truncated", "longer", "changed", "endless", "broken"];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Open_OfWhatArrivesDamaged_FailsPublishesNothingAndFetchesAgain(string damage)
    {
        var artifact = _edge.Heads.Add("a", TestEdge.RandomBytes(100_000, 6));
        _edge.Heads.Deliver = bytes => damage switch
        {
            "truncated" => new MemoryStream(bytes[..^1]),
            "longer" => new MemoryStream([.. bytes, 0]),
            "changed" => new MemoryStream([.. bytes[..^1], (byte)~bytes[^1]]),
            "endless" => File.OpenRead("/dev/zero"),
            _ => new BrokenStream(bytes[..50_000]),
        };
        var cache = _edge.Cache();

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => CacheLab.ReadAsync(cache, artifact));
        Assert.True(failure is WarewulfException or IOException, failure.ToString());
        Assert.Empty(Directory.GetFiles(_edge.Directory.Below("cache/blobs")));
        Assert.Equal(failure is WarewulfException ? [artifact.Digest] : [], _edge.Heads.Verified);

        _edge.Heads.Deliver = bytes => new MemoryStream(bytes);
        Assert.Equal(100_000, (await CacheLab.ReadAsync(cache, artifact)).Length);
        Assert.Equal(2 + _edge.Heads.Verified.Count, _edge.Heads.Fetches(artifact));
    }

    [Fact]
    public async Task Open_PlainOfWhatIsNoGzip_FailsWithTheName()
    {
        var artifact = _edge.Heads.Add("rocky9.img.gz", "no gzip at all"u8.ToArray(), gzip: true);

        var failure = await Assert.ThrowsAsync<WarewulfException>(() => CacheLab.ReadAsync(_edge.Cache(), artifact, plain: true));

        Assert.Contains("rocky9.img.gz", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WithTheHeadsBlobsAtHand_FetchesNothing()
    {
        var bytes = TestEdge.Gzip("content"u8.ToArray());
        var artifact = _edge.Heads.Add("a.gz", bytes, gzip: true);
        var path = BlobPath.In(_edge.Directory.Below("head"), artifact.Digest);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, bytes);
        var cache = _edge.Cache(headBlobs: _edge.Directory.Below("head"));

        Assert.Equal(bytes, await CacheLab.ReadAsync(cache, artifact));
        Assert.Equal("content"u8.ToArray(), await CacheLab.ReadAsync(cache, artifact, plain: true));
        Assert.Equal(0, _edge.Heads.Fetches(artifact));
    }

    [Fact]
    public async Task Open_BeyondTheLimit_EvictsTheLeastRecentlyUsedAndKeepsOpenOnesReadable()
    {
        var cache = _edge.Cache(limit: 250_000);
        var artifacts = Enumerable.Range(0, 3).Select(i => _edge.Heads.Add($"a{i}", TestEdge.RandomBytes(100_000, 20 + i))).ToArray();
        await using var first = await cache.OpenAsync(artifacts[0], plain: false, CancellationToken.None);
        _edge.Time.Advance(TimeSpan.FromMinutes(5));
        await CacheLab.ReadAsync(cache, artifacts[1]);
        _edge.Time.Advance(TimeSpan.FromMinutes(5));
        await CacheLab.ReadAsync(cache, artifacts[1]);
        await CacheLab.ReadAsync(cache, artifacts[2]);

        Assert.False(File.Exists(_edge.Directory.Below($"cache/blobs/{artifacts[0].Digest}")));
        Assert.True(File.Exists(_edge.Directory.Below($"cache/blobs/{artifacts[1].Digest}")));
        using var content = new MemoryStream();
        await first.CopyToAsync(content);
        Assert.Equal(artifacts[0].Digest, ArtifactDigest.Of(content.ToArray()));

        await CacheLab.ReadAsync(cache, artifacts[0]);
        Assert.Equal(2, _edge.Heads.Fetches(artifacts[0]));
    }

    [Fact]
    public async Task Open_WhileEverythingIsEvictedAllTheTime_AlwaysGivesTheRightBytes()
    {
        var cache = _edge.Cache(limit: 1);
        var artifacts = Enumerable.Range(0, 3).Select(i => _edge.Heads.Add($"a{i}", TestEdge.Gzip(TestEdge.RandomBytes(5000, 30 + i)), gzip: true)).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
        {
            for (var turn = 0; turn < 30; turn++)
            {
                var n = (turn + i) % 3;
                Assert.Equal(TestEdge.RandomBytes(5000, 30 + n), await CacheLab.ReadAsync(cache, artifacts[n], plain: true));
            }
        })));
    }

    [Fact]
    public void Start_RemovesWhatACrashLeft()
    {
        Directory.CreateDirectory(_edge.Directory.Below("cache/blobs"));
        File.WriteAllText(_edge.Directory.Below("cache/blobs/.abc.tmp-1"), "half");
        File.WriteAllText(_edge.Directory.Below("cache/blobs/abc"), "whole");

        _edge.Cache();

        Assert.Equal(["abc"], Directory.GetFiles(_edge.Directory.Below("cache/blobs")).Select(Path.GetFileName));
    }

    [RootFact]
    public async Task Open_OnAFullDisk_FailsLeavesNothingAndWorksWhenThereIsRoom()
    {
        var disk = _edge.Directory.Below("cache");
        Directory.CreateDirectory(disk);
        Run("mount", "-t", "tmpfs", "-o", "size=1m", "none", disk);
        try
        {
            var artifact = _edge.Heads.Add("a", TestEdge.RandomBytes(600_000, 40));
            var cache = _edge.Cache();
            await File.WriteAllBytesAsync(Path.Combine(disk, "filler"), new byte[700_000]);

            await Assert.ThrowsAsync<IOException>(() => CacheLab.ReadAsync(cache, artifact));
            Assert.Empty(Directory.GetFiles(Path.Combine(disk, "blobs")));

            File.Delete(Path.Combine(disk, "filler"));
            Assert.Equal(600_000, (await CacheLab.ReadAsync(cache, artifact)).Length);
        }
        finally
        {
            Run("umount", "-l", disk);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private sealed class BrokenStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("The head went away.");
    }
}
