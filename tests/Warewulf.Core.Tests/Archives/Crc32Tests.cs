using Warewulf.Core.Archives;

namespace Warewulf.Core.Tests.Archives;

[Trait("Suite", "Fast")]
public sealed class Crc32Tests
{
    [Fact]
    public void Append_CheckString_GivesThePublishedValue()
    {
        Assert.Equal(0xCBF43926u, Crc32.Append(0, "123456789"u8));
    }

    [Fact]
    public void Append_InPieces_EqualsTheWhole()
    {
        var data = new byte[1000];
        new Random(7).NextBytes(data);
        for (var cut = 0; cut < 40; cut++)
        {
            Assert.Equal(Crc32.Append(0, data), Crc32.Append(Crc32.Append(0, data.AsSpan(0, cut)), data.AsSpan(cut)));
        }
    }
}
