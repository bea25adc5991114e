using System.Text;
using Warewulf.Edge.Tftp;

namespace Warewulf.Edge.Tests.Tftp;

[Trait("Suite", "Fast")]
public sealed class NetasciiContentTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("a\nb", "a\r\nb")]
    [InlineData("a\rb", "a\r\0b")]
    [InlineData("a\r\nb\n", "a\r\0\r\nb\r\n")]
    [InlineData("\n\n\r", "\r\n\r\n\r\0")]
    public void Read_Text_IsConverted(string text, string converted)
    {
        using var content = Of(Encoding.Latin1.GetBytes(text));
        var buffer = new byte[100];

        var count = content.Read(0, buffer);

        Assert.Equal(converted, Encoding.Latin1.GetString(buffer, 0, count));
        Assert.Equal(converted.Length, content.Length);
        Assert.Equal(0, content.Read(converted.Length, buffer));
        Assert.Equal(0, content.Read(converted.Length + 10, buffer));
    }

    [Fact]
    public void Read_AnyPlaceAndLength_IsPartOfTheWhole()
    {
        const int Seed = 7440;
        var random = new Random(Seed);
        var bytes = Enumerable.Range(0, 200_000).Select(_ => (byte)"\r\nabc"[random.Next(5)]).ToArray();
        var whole = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace("\r", "\r\0").Replace("\n", "\r\n"));
        using var content = Of(bytes);
        Assert.Equal(whole.Length, content.Length);
        for (var i = 0; i < 300; i++)
        {
            var buffer = new byte[random.Next(1, 3000)];
            var offset = random.Next(whole.Length);

            var count = content.Read(offset, buffer);

            Assert.Equal(Math.Min(buffer.Length, whole.Length - offset), count);
            Assert.True(whole.AsSpan(offset, count).SequenceEqual(buffer.AsSpan(0, count)), $"seed {Seed}, read {i} at {offset}");
        }
    }

    private static NetasciiContent Of(byte[] bytes) => new(new TftpMemoryContent(bytes));
}
