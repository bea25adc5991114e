using Warewulf.Edge.Tftp;

namespace Warewulf.Edge.Tests.Tftp;

[Trait("Suite", "Fast")]
public sealed class TftpWindowTests
{
    [Fact]
    public void Window_WithOptions_StartsWithPacketZeroAlone()
    {
        var window = new TftpWindow(4, startsWithOptions: true);
        Assert.Equal((0, 0), Send(window));

        Assert.False(window.Acknowledge(65535));
        Assert.False(window.Acknowledge(1));
        Assert.True(window.Acknowledge(0));

        Assert.Equal((1, 4), Send(window));
        Assert.Equal(0, window.BlocksAcknowledged);
    }

    [Fact]
    public void Acknowledge_WholeWindow_Advances()
    {
        var window = new TftpWindow(4, startsWithOptions: false);
        Send(window);

        Assert.True(window.Acknowledge(4));

        Assert.Equal((5, 8), Send(window));
        Assert.Equal(4, window.BlocksAcknowledged);
    }

    [Fact]
    public void Acknowledge_PartOfTheWindow_StartsAgainBehindIt()
    {
        var window = new TftpWindow(4, startsWithOptions: false);
        Send(window);

        Assert.True(window.Acknowledge(2));

        Assert.Equal((3, 6), Send(window));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(4)]
    [InlineData(40000)]
    [InlineData(65535)]
    public void Acknowledge_OneBlockAndNotTheOneSent_IsIgnored(int block)
    {
        var window = new TftpWindow(1, startsWithOptions: false);
        Send(window);
        Assert.True(window.Acknowledge(1));
        Send(window);
        Assert.True(window.Acknowledge(2));
        Send(window);

        Assert.False(window.Acknowledge((ushort)block));
        Assert.False(window.Acknowledge(2));
        Assert.Equal(3, window.First);
    }

    [Fact]
    public void Acknowledge_RepeatedBecauseOfAGap_RestartsOnce()
    {
        var window = new TftpWindow(4, startsWithOptions: false);
        Send(window);
        window.Acknowledge(4);
        Send(window);

        Assert.True(window.Acknowledge(4));
        Assert.Equal((5, 8), Send(window));
        Assert.False(window.Acknowledge(4));
    }

    [Fact]
    public void Acknowledge_RepeatedBecauseTheWindowWasSentTwice_DoublesNothing()
    {
        var window = new TftpWindow(4, startsWithOptions: false);
        Send(window);
        window.TimedOut();
        Send(window);

        Assert.True(window.Acknowledge(4));
        Send(window);
        Assert.False(window.Acknowledge(4));
        Assert.True(window.Acknowledge(8));
        Send(window);
        Assert.True(window.Acknowledge(8), "the next duplicate is a gap again");
    }

    [Fact]
    public void Acknowledge_DuplicatedByTheNetwork_CostsOneExtraWindowOnly()
    {
        var window = new TftpWindow(2, startsWithOptions: false);
        Send(window);
        window.Acknowledge(2);
        Send(window);
        var sends = 0;

        // One stray duplicate; from then on the client acknowledges each copy of a window.
        Assert.True(window.Acknowledge(2));
        Send(window);
        for (ushort block = 4; block <= 40; block += 2)
        {
            foreach (var _ in Enumerable.Range(0, block == 4 ? 2 : 1))
            {
                if (window.Acknowledge(block))
                {
                    Send(window);
                    sends++;
                }
            }
        }

        Assert.Equal(19, sends);
    }

    [Fact]
    public void Acknowledge_AfterTimeout_MayRestartAgain()
    {
        var window = new TftpWindow(4, startsWithOptions: false);
        Send(window);
        window.Acknowledge(4);
        Send(window);
        Assert.True(window.Acknowledge(4));
        Send(window);
        window.TimedOut();
        Send(window);

        Assert.True(window.Acknowledge(4));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void Window_ManyBlocks_RollsOverToZero(int size)
    {
        var window = new TftpWindow(size, startsWithOptions: true);
        Send(window);
        Assert.True(window.Acknowledge(0));
        while (window.First < 200_000)
        {
            var (_, end) = Send(window);
            Assert.False(window.Acknowledge((ushort)(end + 1)));
            Assert.True(window.Acknowledge((ushort)end));
            Assert.Equal(end, window.BlocksAcknowledged);
        }
    }

    [Fact]
    public void IsDone_LastBlockAcknowledged_IsTrue()
    {
        var window = new TftpWindow(8, startsWithOptions: false);
        Send(window, last: 3);
        Assert.Equal(3, window.End);
        Assert.False(window.IsDone);

        Assert.True(window.Acknowledge(2));
        Assert.Equal((3, 3), Send(window, last: 3));
        Assert.True(window.Acknowledge(3));

        Assert.True(window.IsDone);
    }

    private static (long First, long End) Send(TftpWindow window, long last = long.MaxValue)
    {
        var first = window.First;
        for (var packet = first; packet <= window.End; packet++)
        {
            window.Sent(packet, packet == last);
        }

        window.WindowSent();
        return (first, window.End);
    }
}
