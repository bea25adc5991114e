using Warewulf.Edge.Tftp;
using Warewulf.TestKit;

namespace Warewulf.Edge.Tests.Tftp;

[Trait("Suite", "Fast")]
public sealed class TftpRefusalsTests
{
    [Fact]
    public void IsNew_ManyMadeUpNames_EndsAndBeginsAgainAfterAWhile()
    {
        var time = new ManualTimeProvider();
        var refusals = new TftpRefusals(time);

        Assert.True(refusals.IsNew("snponly.efi"));
        Assert.Equal(TftpRefusals.Limit - 1, Enumerable.Range(0, 10_000).Count(i => refusals.IsNew($"{i}")));
        time.Advance(TftpRefusals.Period - TimeSpan.FromSeconds(1));
        Assert.False(refusals.IsNew("later.efi"));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(refusals.IsNew("later.efi"));
        Assert.False(refusals.IsNew("later.efi"));
    }
}
