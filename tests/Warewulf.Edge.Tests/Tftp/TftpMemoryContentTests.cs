using Warewulf.Edge.Tftp;

namespace Warewulf.Edge.Tests.Tftp;

[Trait("Suite", "Fast")]
public sealed class TftpMemoryContentTests
{
    [Theory]
    [InlineData(0, 4, "0123")]
    [InlineData(6, 4, "6789")]
    [InlineData(8, 4, "89")]
    [InlineData(10, 4, "")]
    [InlineData(9_999_999_999, 4, "")]
    [InlineData(3, 0, "")]
    public void Read_Place_GivesWhatIsThere(long offset, int wanted, string expected)
    {
        using var content = new TftpMemoryContent("0123456789"u8.ToArray());
        var buffer = new byte[wanted];

        var count = content.Read(offset, buffer);

        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(buffer, 0, count));
        Assert.Equal(10, content.Length);
    }
}
