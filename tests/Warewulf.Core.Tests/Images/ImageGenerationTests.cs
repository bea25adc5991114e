using System.Text;
using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Images;

namespace Warewulf.Core.Tests.Images;

/// <summary>The builds of an image, one after the other.</summary>
[Trait("Suite", "Fast")]
public sealed class ImageGenerationTests
{
    private static readonly ImageConfig Image = new(ImageName.Parse("rocky9"), "/src", DateTimeOffset.UnixEpoch);

    [Fact]
    public void Take_OneAfterTheOther_NumbersThemAndTheLastIsCurrent()
    {
        var image = Take(Image, "a", "b", "c");
        Assert.Equal(("3", "3,2,1", 3), (image.Build!.Generation.ToString(), Kept(image), image.LastGeneration));
        Assert.Equal(Build("a").Archive.Digest, image.Find(1)!.Archive.Digest);
        Assert.Equal((image.Build, null), (image.Find(null), image.Find(4)));
    }

    [Fact]
    public void Take_TheSameAsTheCurrentOne_IsTheSameImage()
    {
        var image = Take(Image, "a", "b");
        Assert.Same(image, image.Take(Build("b") with { BuiltAt = DateTimeOffset.MaxValue, Author = "eve" }, 10, Pins()));
    }

    [Fact]
    public void Take_SameArchiveWithAnotherKernel_IsANewOne()
    {
        var kernel = new ImageKernel("/boot/vmlinuz-1.2.3", "1.2.3", true, Build("k").Archive);
        var image = Take(Image, "a").Take(Build("a") with { Kernels = [kernel] }, 10, Pins());
        Assert.Equal("2,1", Kept(image));
        Assert.Same(image, image.Take(Build("a") with { Kernels = [kernel] }, 10, Pins()));
    }

    [Fact]
    public void Take_TheSameAsAnEarlierOne_MakesThatCurrentWithoutANewNumber()
    {
        var image = Take(Image, "a", "b", "a");
        Assert.Equal((1, "2,1", 2), (image.Build!.Generation, Kept(image), image.LastGeneration));
        Assert.Equal((3, "3,2,1"), (Take(image, "c").Build!.Generation, Kept(Take(image, "c"))));
    }

    [Theory]
    [InlineData(1, "", "5")]
    [InlineData(2, "", "5,4")]
    [InlineData(2, "1,3", "5,4,3,1")]
    [InlineData(1, "5,9", "5")]
    [InlineData(10, "", "5,4,3,2,1")]
    public void Take_MoreThanAreKept_DropsTheOldestThatNobodyNames(int kept, string pins, string expected)
    {
        var image = Image;
        foreach (var text in (string[])["a", "b", "c", "d", "e"])
        {
            image = image.Take(Build(text), kept, Pins(pins));
        }

        Assert.Equal((expected, 5, 5), (Kept(image), image.Build!.Generation, image.LastGeneration));
    }

    [Fact]
    public void Take_AfterAllButOneAreGone_NeverUsesANumberAgain()
    {
        var image = Image with { LastGeneration = 41 };
        Assert.Equal(42, Take(image, "a").Build!.Generation);
    }

    [Fact]
    public void Boot_AnEarlierOne_KeepsAllAndTheNextNumberIsNew()
    {
        var image = Take(Image, "a", "b", "c");
        var back = image.Boot(image.Find(1)!);
        Assert.Equal((1, "3,2,1", 3), (back.Build!.Generation, Kept(back), back.Newest!.Generation));
        Assert.Equal("3,2", string.Join(',', back.OtherBuilds.Select(build => build.Generation)));

        // The current one is not among the newest, and is dropped only when a newer one takes its place.
        Assert.Equal("4,3", Kept(back.Take(Build("d"), 2, Pins())));
    }

    [Fact]
    public void Rename_Image_IsSeenInTheFilesOfAllBuilds()
    {
        var renamed = Take(Image, "a", "b").Rename(ImageName.Parse("suse"));
        Assert.Equal("suse", renamed.Name.ToString());
        Assert.All(renamed.Generations, build => Assert.Equal("suse.img.gz", build.Archive.FileName));
        Assert.Null(Image.Rename(ImageName.Parse("suse")).Build);
    }

    [Fact]
    public void Json_OfAnEarlierRelease_IsGenerationOne()
    {
        var digest = ArtifactDigest.Of("a"u8);
        var stored = $$$"""{"name":"rocky9","source":"/src","importedAt":"2026-01-01T00:00:00Z","build":{"archive":{"digest":"{{{digest}}}","length":1,"fileName":"rocky9.img.gz","gzip":true},"uncompressedLength":1,"entries":1,"builtAt":"2026-01-01T00:00:00Z","kernels":[]}}""";
        var image = JsonSerializer.Deserialize(stored, ApiJsonContext.Default.ImageConfig)!;
        Assert.Equal((1, null, "1", 1), (image.Build!.Generation, image.Build.Author, Kept(image), image.LastGeneration));
        Assert.Equal("2,1", Kept(Take(image, "b")));
    }

    [Fact]
    public void Json_ThereAndBack_IsTheSame()
    {
        var image = Take(Image, "a", "b").Boot(Take(Image, "a", "b").Find(1)!);
        var text = JsonSerializer.Serialize(image, ApiJsonContext.Default.ImageConfig);
        var read = JsonSerializer.Deserialize(text, ApiJsonContext.Default.ImageConfig)!;
        Assert.Equal((1, "2,1", 2), (read.Build!.Generation, Kept(read), read.LastGeneration));
        Assert.DoesNotContain("newest", text, StringComparison.OrdinalIgnoreCase);
    }

    private static ImageConfig Take(ImageConfig image, params string[] contents) =>
        contents.Aggregate(image, (taken, content) => taken.Take(Build(content), 10, Pins()));

    private static ImageBuild Build(string content) =>
        new(new ArtifactRef(ArtifactDigest.Of(Encoding.UTF8.GetBytes(content)), 1, "rocky9.img.gz") { Gzip = true }, 1, 1, DateTimeOffset.UnixEpoch);

    private static HashSet<int> Pins(string pins = "") => [.. pins.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];

    private static string Kept(ImageConfig image) => string.Join(',', image.Generations.Select(build => build.Generation));
}
