using System.IO.Compression;

using Warewulf.Core.Archives;

namespace Warewulf.Core.Tests.Archives;

[Trait("Suite", "Fast")]
public sealed class GzipReadStreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(500_000)]
    public void Read_WholeMember_GivesItsContent(int length)
    {
        var data = Data(length);
        Assert.Equal(data, Decompress(Compress(data)));
        Assert.Equal(data, Decompress([.. Compress(data), .. new byte[5000]]));
    }

    [Fact]
    public void Read_ManyMembers_GivesAllOfThem()
    {
        var file = new MemoryStream();
        var expected = new MemoryStream();
        for (var i = 0; i < 3000; i++)
        {
            var data = Data(i % 97);
            file.Write(Compress(data));
            expected.Write(data);
        }

        Assert.Equal(expected.ToArray(), Decompress(file.ToArray()));
    }

    [Fact]
    public void Read_CutAnywhere_IsAnError()
    {
        var file = Compress(Data(3000));
        for (var length = 0; length < file.Length; length++)
        {
            var cut = file[..length];
            Assert.Throws<InvalidDataException>(() => Decompress(cut));
        }
    }

    [Fact]
    public void Read_AnyBitOfDataOrTrailerFlipped_IsAnErrorOrMeansNothing()
    {
        var data = Data(300);
        var file = Compress(data);
        var harmless = 0;
        for (var bit = 10 * 8; bit < file.Length * 8; bit++)
        {
            var bad = (byte[])file.Clone();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.Equal(data, Decompress(bad));
                harmless++;
            }
            catch (InvalidDataException)
            {
                continue;
            }
        }

        // The bits that fill the last byte before the trailer.
        Assert.InRange(harmless, 0, 7);
    }

    [Fact]
    public void Read_GarbageBehind_IsAnError()
    {
        Assert.Throws<InvalidDataException>(() => Decompress([.. Compress(Data(300)), 1, 2, 3]));
    }

    [Fact]
    public void Read_HeaderWithEveryField_IsSkipped()
    {
        var plain = Compress(Data(300));
        byte[] fancy = [0x1f, 0x8b, 8, 2 | 4 | 8 | 16, .. plain[4..10], 3, 0, 1, 2, 3, .. "name\0comment\0"u8, 0, 0, .. plain[10..]];
        Assert.Equal(Data(300), Decompress(fancy));
    }

    private static byte[] Data(int length)
    {
        var data = new byte[length];
        new Random(length).NextBytes(data.AsSpan(length / 2));
        return data;
    }

    private static byte[] Compress(byte[] data)
    {
        var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(data);
        }

        // An empty stream is no gzip file at all for GZipStream.
        return file.Length > 0 ? file.ToArray() : [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    private static byte[] Decompress(byte[] file)
    {
        using var gzip = new GzipReadStream(new MemoryStream(file));
        var output = new MemoryStream();
        gzip.CopyTo(output);
        return output.ToArray();
    }
}
