using Warewulf.Edge.Dhcp.Wire;

namespace Warewulf.Edge.Tests.Dhcp.Wire;

[Trait("Suite", "Fast")]
public sealed class DhcpOptionsTests
{
    [Fact]
    public void Find_OptionThatIsNotThere_IsNull()
    {
        var options = new DhcpOptions().Add(DhcpOptionCode.HostName, "");

        Assert.Null(options.Find(DhcpOptionCode.Router));
        Assert.Null(options.FindText(DhcpOptionCode.Router));
        Assert.Null(options.FindNumber(DhcpOptionCode.Router));
        Assert.Null(options.FindAddress(DhcpOptionCode.Router));
        Assert.Equal("", options.FindText(DhcpOptionCode.HostName));
        Assert.True(options.Contains(DhcpOptionCode.HostName));
        Assert.False(options.Contains(DhcpOptionCode.Router));
    }

    [Theory]
    [InlineData(0, 0u)]
    [InlineData(90, 90u)]
    [InlineData(1e12, uint.MaxValue - 1)]
    [InlineData(-5, 0u)]
    public void Add_Duration_IsWholeSecondsAndNeverForEver(double seconds, uint expected) =>
        Assert.Equal(expected, new DhcpOptions().Add(DhcpOptionCode.LeaseTime, TimeSpan.FromTicks((long)(Math.Min(seconds, 9e11) * 1e7))).FindNumber(DhcpOptionCode.LeaseTime));
}
