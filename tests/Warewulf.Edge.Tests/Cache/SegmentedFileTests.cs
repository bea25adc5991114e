using System.IO.Compression;
using Warewulf.Core;
using Warewulf.Core.Artifacts;

namespace Warewulf.Edge.Tests.Cache;

/// <summary>Artifacts whose segments stand in the plan are served from the segments.</summary>
[Trait("Suite", "Fast")]
public sealed class SegmentedFileTests : IDisposable
{
    private readonly CacheLab _edge = new();
    private readonly RecipeLab _lab;

    public SegmentedFileTests() => _lab = new RecipeLab(_edge.Heads);

    public void Dispose() => _edge.Dispose();

    [Fact]
    public async Task Open_GivesTheMemberAndWhatItHolds()
    {
        int[] seeds = [1, 2, 3];
        var artifact = Artifact(seeds);
        var cache = _edge.Cache();
        var packed = await CacheLab.ReadAsync(cache, artifact);

        Assert.Equal(artifact.Length, packed.Length);
        Assert.Equal(RecipeLab.Plain(seeds), Unpack(packed));
        Assert.Equal(RecipeLab.Plain(seeds), await CacheLab.ReadAsync(cache, artifact, plain: true));
    }

    [Fact]
    public async Task Open_WhatTwoHaveInCommon_IsFetchedOnce()
    {
        var cache = _edge.Cache();
        var (first, second) = (Artifact([1, 2, 3]), Artifact([1, 2, 4]));
        await CacheLab.ReadAsync(cache, first);
        await CacheLab.ReadAsync(cache, second);
        Assert.All(first.Segments!.Concat(second.Segments!), segment => Assert.Equal(1, _edge.Heads.Fetches(new ArtifactRef(segment.Digest, segment.Length, ""))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_AnyPart_CanBeRead(bool plain)
    {
        var artifact = Artifact([1, 2, 3, 4]);
        var cache = _edge.Cache();
        var whole = await CacheLab.ReadAsync(cache, artifact, plain);
        await using var stream = await cache.OpenAsync(artifact, plain, CancellationToken.None);
        var random = new Random(5);
        var buffer = new byte[50_000];
        for (var i = 0; i < 200; i++)
        {
            var at = random.Next(whole.Length);
            stream.Position = at;
            var count = await stream.ReadAtLeastAsync(buffer.AsMemory(0, random.Next(1, buffer.Length)), 1, throwOnEndOfStream: false);
            Assert.True(buffer.AsSpan(0, count).SequenceEqual(whole.AsSpan(at, count)));
        }

        stream.Position = whole.Length;
        Assert.Equal(0, await stream.ReadAsync(buffer));
    }

    [Fact]
    public async Task Open_SegmentsThatAreNotThoseOfTheWhole_IsRefused()
    {
        var artifact = Artifact([1, 2]);
        var cache = _edge.Cache();
        var error = await Assert.ThrowsAsync<WarewulfException>(() => cache.OpenAsync(artifact with { Length = artifact.Length + 1 }, false, CancellationToken.None));
        Assert.Contains("its segments are not those of the whole", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<WarewulfException>(() => cache.OpenAsync(
            artifact with { Segments = [artifact.Segments![0] with { Length = -1 }, artifact.Segments[1]] }, false, CancellationToken.None));
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    private ArtifactRef Artifact(IEnumerable<int> seeds) => ArtifactRef.Of(Recipe.Of([.. seeds.Select(_lab.Segment)]), "__SYSTEM__.img.gz");
}
