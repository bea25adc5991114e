using System.Text;

using Warewulf.Core.Archives;

namespace Warewulf.Core.Tests.Archives;

[Trait("Suite", "Fast")]
public sealed class BytePatternTests
{
    [Theory]
    [InlineData("boot", "boot", true)]
    [InlineData("boot", "boot2", false)]
    [InlineData("boot/*", "boot/vmlinuz", true)]
    [InlineData("boot/*", "boot", false)]
    [InlineData("*", "usr", true)]
    [InlineData("*", "usr/share", false)]
    [InlineData("usr/*/doc", "usr/share/doc", true)]
    [InlineData("usr/*/doc", "usr/local/share/doc", false)]
    [InlineData("*a*b*", "xxaxxbxx", true)]
    [InlineData("*a*b", "xxaxxbxx", false)]
    [InlineData("*/x*y", "dir/xaaay", true)]
    [InlineData("*/x*y", "dir/sub/xaaay", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "aüc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("a?", "a", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[a-c]x", "dx", false)]
    [InlineData("[^a-c]x", "dx", true)]
    [InlineData("[^a-c]x", "/x", false)]
    [InlineData("[ä-ö]", "å", true)]
    [InlineData("[\\]]", "]", true)]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "x", false)]
    [InlineData("a**b", "ab", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    public void IsMatch_Pattern_AsAShellWould(string pattern, string path, bool expected)
    {
        var parsed = BytePattern.TryParse(Encoding.UTF8.GetBytes(pattern), out var problem);
        Assert.Null(problem);
        Assert.Equal(expected, parsed!.IsMatch(Encoding.UTF8.GetBytes(path)));
    }

    [Theory]
    [InlineData("[a")]
    [InlineData("[")]
    [InlineData("[]")]
    [InlineData("[]a]")]
    [InlineData("[a-]")]
    [InlineData("a\\")]
    [InlineData("[\\")]
    public void TryParse_IllFormed_SaysWhy(string pattern)
    {
        Assert.Null(BytePattern.TryParse(Encoding.UTF8.GetBytes(pattern), out var problem));
        Assert.NotEmpty(problem!);
    }

    [Fact]
    public void IsMatch_ByteThatIsNoText_IsOneCharacter()
    {
        Assert.True(BytePattern.TryParse("a?c"u8, out _)!.IsMatch([(byte)'a', 0xff, (byte)'c']));
    }

    [Fact]
    public void IsMatch_ManyStars_StaysFast()
    {
        var pattern = BytePattern.TryParse(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("*a", 40)) + "b"), out _)!;
        Assert.False(pattern.IsMatch(Encoding.UTF8.GetBytes(new string('a', 4000))));
    }
}
