using Warewulf.Core.Archives;

namespace Warewulf.Core.Tests.Archives;

[Trait("Suite", "Fast")]
public sealed class BytePathTests
{
    [Fact]
    public void ToString_BytesThatAreNoText_AreEscaped()
    {
        Assert.Equal("a\\xff\\xfe\\x0aü", new BytePath([(byte)'a', 0xff, 0xfe, (byte)'\n', 0xc3, 0xbc]).ToString());
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("a", "", "a")]
    [InlineData("a/b", "a", "b")]
    [InlineData("a/b/c", "a/b", "c")]
    public void Parent_AndFileName_SplitAtTheLastSlash(string path, string parent, string name)
    {
        var value = BytePath.FromText(path);
        Assert.Equal(BytePath.FromText(parent), value.Parent);
        Assert.Equal(BytePath.FromText(name), new BytePath(value.FileName));
        Assert.Equal(value, value.Parent.Child(value.FileName));
    }

    [Theory]
    [InlineData("..", true)]
    [InlineData("a/..", true)]
    [InlineData("a/../b", true)]
    [InlineData("..a/b..", false)]
    [InlineData("a/.../b", false)]
    public void HasParentReference_OnlyWholeComponents_Count(string path, bool expected)
    {
        Assert.Equal(expected, BytePath.FromText(path).HasParentReference());
    }

    [Fact]
    public void Equality_IsByContent()
    {
        Assert.True(BytePath.FromText("x") == new BytePath("x"u8));
        Assert.True(BytePath.FromText("x") != default);
        Assert.Equal(default, new BytePath([]));
        Assert.Equal(BytePath.FromText("x").GetHashCode(), new BytePath("x"u8).GetHashCode());
        Assert.False(BytePath.FromText("x").Equals((object)"x"));
    }
}
