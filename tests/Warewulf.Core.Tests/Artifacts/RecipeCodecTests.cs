using System.Buffers.Binary;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Tests.Archives;

namespace Warewulf.Core.Tests.Artifacts;

[Trait("Suite", "Fast")]
public sealed class RecipeCodecTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3000)]
    public void Read_OfAnyRecipe_GivesItBack(int segments)
    {
        var recipe = Recipe.Of([.. Enumerable.Range(0, segments).Select(Segment)]);
        var read = Read(RecipeCodec.Write(recipe));
        Assert.Equal(recipe.Segments, read.Segments);
        Assert.Equal((recipe.Length, recipe.PlainLength, recipe.Checksum), (read.Length, read.PlainLength, read.Checksum));
    }

    [Fact]
    public void Write_AfterOneSegmentChanged_KeepsAllPagesButItsOwn()
    {
        var segments = Enumerable.Range(0, 5000).Select(Segment).ToList();
        var before = RecipeCodec.Write(Recipe.Of(segments));
        var digests = before.Pages.Select(page => ArtifactDigest.Of(page)).ToHashSet();
        var random = new Random(1);
        for (var i = 0; i < 50; i++)
        {
            List<RecipeSegment> changed = [.. segments];
            var at = random.Next(changed.Count);
            switch (i % 3)
            {
                case 0:
                    changed[at] = Segment(10_000 + i);
                    break;
                case 1:
                    changed.Insert(at, Segment(10_000 + i));
                    break;
                default:
                    changed.RemoveAt(at);
                    break;
            }

            // The segment that went may have ended a page, and the one that came may end one.
            Assert.InRange(RecipeCodec.Write(Recipe.Of(changed)).Pages.Count(page => !digests.Contains(ArtifactDigest.Of(page))), 0, 2);
        }
    }

    [Fact]
    public void Write_WhenNoSegmentEndsAPage_CutsPagesAtTheLimit()
    {
        var segment = Segment(1) with { Digest = ArtifactDigest.Parse(new string('f', 64)) };
        var stored = RecipeCodec.Write(Recipe.Of([.. Enumerable.Repeat(segment, 2500)]));
        Assert.Equal([1024, 1024, 452], RecipeCodec.ReadOutline(stored.Outline, "a").Pages.Select(page => page.Segments));
    }

    [Fact]
    public void Read_OfDamage_RefusesIt()
    {
        var stored = RecipeCodec.Write(Recipe.Of([.. Enumerable.Range(0, 200).Select(Segment)]));
        var random = new Random(7);
        for (var i = 0; i < 3000; i++)
        {
            byte[] outline = [.. stored.Outline];
            List<byte[]> pages = [.. stored.Pages.Select(page => page.ToArray())];
            var target = random.Next(2) == 0 ? outline : pages[random.Next(pages.Count)];
            byte[] was = [.. target];
            Mutation.Apply(target, random, "\0\u0001\u00ff");
            if (!was.AsSpan().SequenceEqual(target))
            {
                Errors.Expect(ApiErrorCode.Invalid, "'a' cannot be put together", () => Read(new StoredRecipe(outline, pages)));
            }
        }
    }

    [Fact]
    public void Read_OfAHugeCount_RefusesBeforeItTakesMemory()
    {
        var outline = RecipeCodec.Write(Recipe.Of([])).Outline;
        BinaryPrimitives.WriteInt32LittleEndian(outline.AsSpan(8), int.MaxValue);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Errors.Expect(ApiErrorCode.Invalid, "damaged", () => RecipeCodec.ReadOutline(outline, "a"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Read_OfAPageWithImpossibleSegments_RefusesIt()
    {
        foreach (var segment in new[] { Segment(1) with { Length = RecipeSegment.MaxLength + 1 }, Segment(1) with { PlainLength = 0 } })
        {
            var page = new byte[RecipeCodec.SegmentLength];
            RecipeCodec.Write(segment, page);
            var outline = new RecipeOutline([new RecipePage(ArtifactDigest.Of(page), 1)], segment.PlainLength, segment.Checksum);
            Errors.Expect(ApiErrorCode.Invalid, "damaged", () => RecipeCodec.Read(outline, [page], "a"));
        }
    }

    private static RecipeSegment Segment(int i) => new(ArtifactDigest.Of(BitConverter.GetBytes(i)), 10 + i, 20 + i, (uint)i * 77);

    private static Recipe Read(StoredRecipe stored) => RecipeCodec.Read(RecipeCodec.ReadOutline(stored.Outline, "a"), stored.Pages, "a");
}
