using Warewulf.Cli.Output;
using Warewulf.TestKit;

namespace Warewulf.Cli.Tests.Output;

[Trait("Suite", "Fast")]
public sealed class TransferRateTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void PerSecond_BeforeThereIsASecondToMeasure_IsUnknown()
    {
        var rate = new TransferRate(_time);
        Assert.Null(rate.PerSecond());
        rate.Add(0);
        Assert.Null(rate.PerSecond());
        Wait(0.5);
        rate.Add(100);
        Assert.Null(rate.PerSecond());
        Assert.Null(rate.Left(200));
        Wait(0.5);
        rate.Add(200);
        Assert.Equal(200, rate.PerSecond());
    }

    [Fact]
    public void PerSecond_SteadyFlow_IsExact()
    {
        var rate = new TransferRate(_time);
        for (var i = 0; i <= 400; i++)
        {
            rate.Add(i * 25L);
            Assert.Equal(i < 4 ? null : 100.0, rate.PerSecond());
            Wait(i < 400 ? 0.25 : 0);
        }

        Assert.Equal(TimeSpan.FromSeconds(10), rate.Left(11_000));
        Assert.Equal(TimeSpan.FromSeconds(1), rate.Left(10_001));
        Assert.Equal(TimeSpan.Zero, rate.Left(10_000));
    }

    [Fact]
    public void PerSecond_FlowChanges_IsThatOfTheWindow()
    {
        var rate = new TransferRate(_time);
        var amount = 0L;
        for (var i = 0; i < 60; i++)
        {
            rate.Add(amount);
            Wait(1);
            amount += i < 40 ? 1000 : 10;
        }

        rate.Add(amount);
        Assert.Equal(10, rate.PerSecond());
        Assert.Equal(TimeSpan.FromSeconds(100), rate.Left(amount + 1000));
    }

    [Fact]
    public void PerSecond_NothingComesAnyMore_FallsAndTheRestIsUnknownAtLast()
    {
        var rate = new TransferRate(_time);
        rate.Add(0);
        Wait(1);
        rate.Add(1000);
        Wait(9);
        Assert.Equal(100, rate.PerSecond());
        Wait(90);
        Assert.Equal(10, rate.PerSecond());
        rate.Add(1000);
        Wait(11);
        rate.Add(1000);
        Assert.Equal(0, rate.PerSecond());
        Assert.Null(rate.Left(5000));
    }

    [Fact]
    public void Add_LessThanBefore_BeginsAnew()
    {
        var rate = new TransferRate(_time);
        rate.Add(5_000_000);
        Wait(2);
        rate.Add(0);
        Wait(2);
        rate.Add(20);
        Assert.Equal(10, rate.PerSecond());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Left_MoreThanThereIsToDo_IsUnknown(long total)
    {
        var rate = new TransferRate(_time);
        rate.Add(0);
        Wait(1);
        rate.Add(1000);
        Assert.Null(rate.Left(total));
    }

    private void Wait(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
