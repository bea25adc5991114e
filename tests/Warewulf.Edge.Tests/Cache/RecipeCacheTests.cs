using System.Collections.Concurrent;
using System.IO.Compression;
using Warewulf.Core;
using Warewulf.Core.Artifacts;

namespace Warewulf.Edge.Tests.Cache;

[Trait("Suite", "Fast")]
public sealed class RecipeCacheTests : IDisposable
{
    private readonly CacheLab _edge = new();
    private readonly RecipeLab _lab;

    public RecipeCacheTests() => _lab = new RecipeLab(_edge.Heads);

    public void Dispose() => _edge.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_OfARecipeByManyAtOnce_FetchesEverySegmentOnce(bool plainFirst)
    {
        var seeds = Enumerable.Range(0, 100);
        var image = _lab.Add("rocky9.img.gz", seeds);
        var cache = _edge.Cache();

        var contents = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => CacheLab.ReadAsync(cache, image, plain: (i % 2 == 0) == plainFirst))));

        var expected = RecipeLab.Plain(seeds);
        Assert.All(contents.Where((_, i) => (i % 2 == 0) == plainFirst), content => Assert.Equal(expected, content));
        Assert.All(contents.Where((_, i) => (i % 2 == 0) != plainFirst), content => Assert.Equal(expected, Unpack(content)));
        Assert.All(_lab.Blobs.Keys, digest => Assert.Equal(1, Fetches(digest)));
        Assert.Equal(expected, await CacheLab.ReadAsync(_edge.Cache(), image, plain: true));
    }

    [Fact]
    public async Task Open_OfARecipeThatChangedALittle_FetchesWhatChanged()
    {
        var before = _lab.Add("rocky9.img.gz", Enumerable.Range(0, 300));
        await CacheLab.ReadAsync(_edge.Cache(), before);
        var old = _lab.Blobs.Keys.ToHashSet();
        int[] seeds = [.. Enumerable.Range(0, 100), 1000, .. Enumerable.Range(102, 198)];

        var now = _lab.Add("rocky9.img.gz", seeds);

        Assert.Equal(RecipeLab.Plain(seeds), Unpack(await CacheLab.ReadAsync(_edge.Cache(), now)));
        Assert.All(old, digest => Assert.Equal(1, Fetches(digest)));
        var fetched = _lab.Blobs.Where(blob => !old.Contains(blob.Key)).ToList();
        Assert.All(fetched, blob => Assert.Equal(1, Fetches(blob.Key)));
        Assert.InRange(fetched.Count, 3, 4);
    }

    [Fact]
    public async Task Open_AfterAHeadWentAwayInTheMiddle_GoesOnWhereItWas()
    {
        var image = _lab.Add("rocky9.img.gz", Enumerable.Range(0, 100));
        var delivered = 0;
        _edge.Heads.Deliver = bytes => Interlocked.Increment(ref delivered) > 60 ? throw new IOException("The head went away.") : new MemoryStream(bytes);
        await Assert.ThrowsAnyAsync<IOException>(() => CacheLab.ReadAsync(_edge.Cache(), image));
        Assert.DoesNotContain(Files(), name => name.EndsWith(".gz", StringComparison.Ordinal));

        _edge.Heads.Deliver = bytes => new MemoryStream(bytes);
        delivered = 0;
        Assert.Equal(RecipeLab.Plain(Enumerable.Range(0, 100)), Unpack(await CacheLab.ReadAsync(_edge.Cache(), image)));
        Assert.InRange(_lab.Blobs.Keys.Sum(Fetches), 100, 130);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("longer")]
    [InlineData("changed")]
    public async Task Open_OfARecipeWithADamagedSegment_FetchesItAgain(string damage)
    {
        var image = _lab.Add("rocky9.img.gz", Enumerable.Range(0, 20));

        // Each the first time it is asked for, however the fetches of several fall together.
        var damaged = new ConcurrentDictionary<ArtifactDigest, bool>();
        _edge.Heads.Deliver = bytes => bytes.Length < 10_000 || !damaged.TryAdd(ArtifactDigest.Of(bytes), true)
            ? new MemoryStream(bytes)
            : damage switch
            {
                "cut" => new MemoryStream(bytes[..^1]),
                "longer" => new MemoryStream([.. bytes, 0]),
                _ => new MemoryStream([.. bytes[..^1], (byte)~bytes[^1]]),
            };
        Assert.Equal(RecipeLab.Plain(Enumerable.Range(0, 20)), Unpack(await CacheLab.ReadAsync(_edge.Cache(), image)));
        Assert.NotEmpty(_edge.Heads.Verified);
        Assert.All(_edge.Heads.Verified, digest => Assert.True(Fetches(digest) > 1));
    }

    [Fact]
    public async Task Open_OfARecipeThatAlwaysArrivesDamaged_FailsAndServesNothing()
    {
        var image = _lab.Add("rocky9.img.gz", Enumerable.Range(0, 20));
        _edge.Heads.Deliver = bytes => new MemoryStream([.. bytes[..^1], (byte)~bytes[^1]]);
        await Assert.ThrowsAsync<WarewulfException>(() => CacheLab.ReadAsync(_edge.Cache(), image));
        _edge.Heads.Deliver = bytes => bytes.Length < 10_000 ? new MemoryStream(bytes) : new MemoryStream(bytes[..^1]);
        await Assert.ThrowsAsync<WarewulfException>(() => CacheLab.ReadAsync(_edge.Cache(), image));
        Assert.DoesNotContain(Files(), name => name.EndsWith(".gz", StringComparison.Ordinal) || name.EndsWith(".plain", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_OfARecipeWhoseNeighbourIsDamagedOnDisk_FetchesWhatItCannotTake()
    {
        var before = _lab.Add("rocky9.img.gz", Enumerable.Range(0, 50));
        await CacheLab.ReadAsync(_edge.Cache(), before);
        var path = _edge.Directory.Below($"cache/blobs/{before.Digest}.gz");
        var content = await File.ReadAllBytesAsync(path);
        content.AsSpan(content.Length / 2).Clear();
        await File.WriteAllBytesAsync(path, content);

        var now = _lab.Add("rocky9.img.gz", Enumerable.Range(0, 51));

        Assert.Equal(RecipeLab.Plain(Enumerable.Range(0, 51)), Unpack(await CacheLab.ReadAsync(_edge.Cache(), now)));
    }

    [Fact]
    public async Task Open_OfARecipeWithTheHeadsBlobsAtHand_FetchesNothing()
    {
        var image = _lab.Add("rocky9.img.gz", Enumerable.Range(0, 50));
        Spread();
        var cache = _edge.Cache(headBlobs: _edge.Directory.Below("head"));

        Assert.Equal(RecipeLab.Plain(Enumerable.Range(0, 50)), await CacheLab.ReadAsync(cache, image, plain: true));
        Assert.Equal(RecipeLab.Plain(Enumerable.Range(0, 50)), Unpack(await CacheLab.ReadAsync(cache, image)));
        Assert.Equal(0, _lab.Blobs.Keys.Sum(Fetches));
        Assert.Equal([".gz", ".plain", ".recipe"], Files().Select(Path.GetExtension).Order());
    }

    [Fact]
    public async Task Open_OfARecipeWithADamagedSegmentOnTheHeadsDisk_AsksTheHeads()
    {
        var image = _lab.Add("rocky9.img.gz", Enumerable.Range(0, 20));
        var segment = _lab.Segment(7);
        Spread();
        await File.WriteAllBytesAsync(BlobPath.In(_edge.Directory.Below("head"), segment.Digest), new byte[segment.Length]);

        Assert.Equal(RecipeLab.Plain(Enumerable.Range(0, 20)), Unpack(await CacheLab.ReadAsync(_edge.Cache(headBlobs: _edge.Directory.Below("head")), image)));
        Assert.Equal(1, Fetches(segment.Digest));
    }

    [Fact]
    public async Task Open_OfRecipesBeyondTheLimit_EvictsTheOldestWithItsRecipe()
    {
        var first = _lab.Add("a.img.gz", Enumerable.Range(0, 10));
        var second = _lab.Add("b.img.gz", Enumerable.Range(100, 10));
        var cache = _edge.Cache(limit: 250_000);
        await CacheLab.ReadAsync(cache, first);
        _edge.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(RecipeLab.Plain(Enumerable.Range(100, 10)), Unpack(await CacheLab.ReadAsync(cache, second)));

        Assert.DoesNotContain($"{first.Digest}.gz", Files());
        Assert.Contains($"{second.Digest}.gz", Files());
        Assert.Equal(RecipeLab.Plain(Enumerable.Range(0, 10)), Unpack(await CacheLab.ReadAsync(cache, first)));
    }

    [Fact]
    public async Task Open_OfARecipeThatIsNone_FailsWithTheName()
    {
        var blob = _edge.Heads.Add("rocky9.img.gz", new byte[100]);
        foreach (var length in new long[] { 100, 0, -1, RecipeCodec.MaxLength + 1 })
        {
            var failure = await Assert.ThrowsAsync<WarewulfException>(
                () => CacheLab.ReadAsync(_edge.Cache(), blob with { Gzip = true, Length = 5000, RecipeLength = length }));
            Assert.Contains("rocky9.img.gz", failure.Message, StringComparison.Ordinal);
        }

        var image = _lab.Add("rocky9.img.gz", [1, 2]);
        await Assert.ThrowsAsync<WarewulfException>(() => CacheLab.ReadAsync(_edge.Cache(), image with { Length = image.Length + 1 }));
    }

    private static byte[] Unpack(byte[] gzip)
    {
        using var source = new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress);
        using var content = new MemoryStream();
        source.CopyTo(content);
        return content.ToArray();
    }

    private int Fetches(ArtifactDigest digest) => _edge.Heads.Fetches(new ArtifactRef(digest, 0, ""));

    private IEnumerable<string> Files() => Directory.GetFiles(_edge.Directory.Below("cache/blobs")).Select(path => Path.GetFileName(path)!);

    private void Spread()
    {
        foreach (var (digest, blob) in _lab.Blobs)
        {
            var path = BlobPath.In(_edge.Directory.Below("head"), digest);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, blob);
        }
    }
}
