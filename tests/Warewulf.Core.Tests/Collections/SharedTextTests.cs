using System.Text;
using System.Text.Json;
using Warewulf.Core.Collections;

namespace Warewulf.Core.Tests.Collections;

[Trait("Suite", "Fast")]
public sealed class SharedTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("default")]
    [InlineData("größe")]
    [InlineData("a \"quoted\" text")]
    [InlineData("a text that is longer than what is looked up in the table")]
    public void Read_AnyText_IsThatText(string text)
    {
        Assert.Equal(text, Read(text));
        Assert.Equal(text, Read(text));
    }

    [Fact]
    public void Read_ShortTextAgain_IsTheSameObject() => Assert.Same(Read("tag-of-this-test"), Read("tag-of-this-test"));

    [Fact]
    public void Read_MoreTextsThanTheTableHolds_AreAllRight()
    {
        for (var i = 0; i < 20_000; i++)
        {
            Assert.Equal($"value{i}", Read($"value{i}"));
        }
    }

    private static string Read(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(text)));
        reader.Read();
        return SharedText.Read(ref reader);
    }
}
