using Warewulf.Edge.Tftp;
using Warewulf.Edge.Tftp.Wire;

namespace Warewulf.Edge.Tests.Tftp;

[Trait("Suite", "Fast")]
public sealed class TftpTermsTests
{
    private static readonly TftpServerOptions Limits = new() { MaxBlockSize = 8192, MaxWindowSize = 32, MaxTimeout = TimeSpan.FromSeconds(16) };

    [Theory]
    [InlineData("", 512, 1, 1, "")]
    [InlineData("blksize=1468", 1468, 1, 1, "blksize=1468")]
    [InlineData("blksize=8", 8, 1, 1, "blksize=8")]
    [InlineData("blksize=512", 512, 1, 1, "blksize=512")]
    [InlineData("blksize=9000", 8192, 1, 1, "blksize=8192")]
    [InlineData("blksize=99999999999", 8192, 1, 1, "blksize=8192")]
    [InlineData("blksize=7", 512, 1, 1, "")]
    [InlineData("blksize=0", 512, 1, 1, "")]
    [InlineData("blksize=-1", 512, 1, 1, "")]
    [InlineData("blksize=", 512, 1, 1, "")]
    [InlineData("blksize=1468x", 512, 1, 1, "")]
    [InlineData("blksize=99999999999999999999999", 512, 1, 1, "")]
    [InlineData("windowsize=1", 512, 1, 1, "windowsize=1")]
    [InlineData("windowsize=16", 512, 16, 1, "windowsize=16")]
    [InlineData("windowsize=64", 512, 32, 1, "windowsize=32")]
    [InlineData("windowsize=65535", 512, 32, 1, "windowsize=32")]
    [InlineData("windowsize=32,blksize=8192", 8192, 16, 1, "windowsize=16,blksize=8192")]
    [InlineData("blksize=8192,windowsize=15", 8192, 15, 1, "blksize=8192,windowsize=15")]
    [InlineData("windowsize=0", 512, 1, 1, "")]
    [InlineData("windowsize=65536", 512, 1, 1, "")]
    [InlineData("timeout=4", 512, 1, 4, "timeout=4")]
    [InlineData("timeout=16", 512, 1, 16, "timeout=16")]
    [InlineData("timeout=17", 512, 1, 1, "")]
    [InlineData("timeout=0", 512, 1, 1, "")]
    [InlineData("timeout=256", 512, 1, 1, "")]
    [InlineData("tsize=0", 512, 1, 1, "tsize=123456")]
    [InlineData("tsize=77", 512, 1, 1, "tsize=123456")]
    [InlineData("tsize=x", 512, 1, 1, "")]
    [InlineData("multicast=1", 512, 1, 1, "")]
    [InlineData("rollover=0,utimeout=100", 512, 1, 1, "")]
    [InlineData("BLKSIZE=1024,TSize=0", 1024, 1, 1, "BLKSIZE=1024,TSize=123456")]
    [InlineData("blksize=1024,blksize=4096", 1024, 1, 1, "blksize=1024")]
    [InlineData("tsize=0,blksize=1468,windowsize=4", 1468, 4, 1, "tsize=123456,blksize=1468,windowsize=4")]
    [InlineData("windowsize=8,unknown=1,timeout=2,blksize=4,tsize=0", 512, 8, 2, "windowsize=8,timeout=2,tsize=123456")]
    public void Negotiate_Options_GrantsWhatMakesSense(string requested, int blockSize, int window, int seconds, string granted)
    {
        var terms = TftpTerms.Negotiate(Parse(requested), Limits, () => 123456, () => 65464);

        Assert.Equal((blockSize, window, TimeSpan.FromSeconds(seconds)), (terms.BlockSize, terms.WindowSize, terms.Timeout));
        Assert.Equal(granted, string.Join(',', terms.Acknowledged.Select(option => $"{option.Name}={option.Value}")));
    }

    [Fact]
    public void Negotiate_PathIsNarrow_BlockFitsIt()
    {
        var terms = TftpTerms.Negotiate(Parse("blksize=1468"), Limits, () => 1, () => 1418);

        Assert.Equal(1418, terms.BlockSize);
        Assert.Equal([new("blksize", "1418")], terms.Acknowledged);
    }

    [Fact]
    public void Negotiate_NothingAsked_AsksNeitherLengthNorPath()
    {
        var terms = TftpTerms.Negotiate(Parse("windowsize=2"), Limits, () => throw new InvalidOperationException(), () => throw new InvalidOperationException());

        Assert.Equal(2, terms.WindowSize);
    }

    [Fact]
    public void Negotiate_WindowsTurnedOff_OptionIsNotGranted() =>
        Assert.Empty(TftpTerms.Negotiate(Parse("windowsize=4"), Limits with { MaxWindowSize = 1 }, () => 1, () => 1).Acknowledged);

    private static List<TftpOption> Parse(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => new TftpOption(part.Split('=')[0], part.Split('=')[1]))];
}
