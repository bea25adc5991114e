using System.IO.Compression;
using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Tests.Archives;

namespace Warewulf.Core.Tests.Artifacts;

[Trait("Suite", "Fast")]
public sealed class RecipeTests : IDisposable
{
    private readonly TempDirectory _temp = new();
    private readonly RecipeLab _lab = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(9)]
    public void Gzip_OfSegments_IsOneMemberThatOthersTake(int level)
    {
        var random = new Random(level);
        var parts = Enumerable.Range(1, 40).Select(i => Content(random, random.Next(1, i * 3000))).ToList();
        var recipe = Recipe.Of([.. parts.Select(part => _lab.Segment(part, level))]);
        byte[] plain = [.. parts.SelectMany(part => part)];

        var gzip = _lab.Gzip(recipe);

        Assert.Equal(recipe.Length, gzip.Length);
        Assert.Equal(plain.Length, recipe.PlainLength);
        Assert.Equal(plain, _lab.Plain(recipe));
        File.WriteAllBytes(_temp["a.gz"], gzip);
        File.WriteAllBytes(_temp["a"], plain);
        Tool.Shell(_temp.Path, "gzip -t a.gz && gzip -dc a.gz | cmp - a");
        using var strict = new GzipReadStream(new MemoryStream([.. gzip, .. gzip]));
        using var twice = new MemoryStream();
        strict.CopyTo(twice);
        Assert.Equal([.. plain, .. plain], twice.ToArray());
    }

    [Fact]
    public void Gzip_OfNoSegments_HoldsNothing()
    {
        using var gzip = new GZipStream(new MemoryStream(_lab.Gzip(Recipe.Of([]))), CompressionMode.Decompress);
        Assert.Equal(-1, gzip.ReadByte());
    }

    [Fact]
    public void Compress_WhatCannotBe_StaysWithinTheLimit()
    {
        var random = new byte[RecipeSegment.MaxPlainLength];
        new Random(1).NextBytes(random);
        Assert.InRange(_lab.Segment(random).Length, random.Length, RecipeSegment.MaxLength);
        Assert.Throws<ArgumentException>(() => _lab.Segment([]));
        Assert.Throws<ArgumentException>(() => _lab.Segment(new byte[RecipeSegment.MaxPlainLength + 1]));
    }

    [Fact]
    public void Unpack_OfWhatTheRecipeDoesNotSay_IsRefused()
    {
        var segment = _lab.Segment(Content(new Random(3), 5000));
        var blocks = _lab.Blocks(segment);
        Refuse(segment with { Checksum = segment.Checksum ^ 1 }, blocks);
        Refuse(segment with { PlainLength = 4999 }, blocks);
        Refuse(segment with { PlainLength = 5001 }, blocks);
        Refuse(segment with { Length = segment.Length - 9 }, blocks[..^9]);
        Refuse(segment, [.. Enumerable.Repeat((byte)0xff, blocks.Length)]);
    }

    private static void Refuse(RecipeSegment segment, byte[] blocks) => Errors.Expect(
        ApiErrorCode.Invalid, "does not hold", () => SegmentUnpacker.Unpack(segment, [.. blocks, 0, 0], new byte[segment.PlainLength]));

    private static byte[] Content(Random random, int length)
    {
        var content = new byte[length];
        for (var i = 0; i < length; i++)
        {
            content[i] = (byte)(random.Next(4) == 0 ? random.Next(256) : i / 100);
        }

        return content;
    }
}
