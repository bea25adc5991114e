using Warewulf.Core.Api;
using Warewulf.Core.Images;

namespace Warewulf.Core.Tests.Images;

[Trait("Suite", "Fast")]
public sealed class ImageReferenceTests
{
    [Theory]
    [InlineData("rocky9", "rocky9", null)]
    [InlineData("rocky:9@1", "rocky:9", 1)]
    [InlineData("rocky9@2147483647", "rocky9", int.MaxValue)]
    public void Parse_Text_AndBack(string text, string name, int? generation)
    {
        var reference = ImageReference.Parse(text);
        Assert.Equal((name, generation, text), (reference.Name.ToString(), reference.Generation, reference.ToString()));
    }

    [Theory]
    [InlineData("rocky9@", "'rocky9@' names no generation of image 'rocky9': write 'rocky9' for the current one, or 'rocky9@3' for generation 3.")]
    [InlineData("rocky9@0", "names no generation")]
    [InlineData("rocky9@01", "names no generation")]
    [InlineData("rocky9@-1", "names no generation")]
    [InlineData("rocky9@+1", "names no generation")]
    [InlineData("rocky9@1 ", "names no generation")]
    [InlineData("rocky9@1@2", "names no generation")]
    [InlineData("rocky9@2147483648", "names no generation")]
    [InlineData("rocky9@current", "names no generation")]
    [InlineData("@1", "'' is not a valid image name")]
    [InlineData("a/b@1", "'a/b' is not a valid image name")]
    [InlineData("", "'' is not a valid image name")]
    public void Parse_Wrong_SaysWhatAndHow(string text, string message)
    {
        Assert.False(ImageReference.TryParse(text, null, out _));
        var error = Assert.Throws<WarewulfException>(() => ImageReference.Parse(text));
        Assert.Equal(ApiErrorCode.Invalid, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_Null_IsNone() => Assert.False(ImageReference.TryParse(null, null, out _));
}
