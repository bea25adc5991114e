using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;
using Warewulf.Edge.Boot;

namespace Warewulf.Edge.Tests.Boot;

[Trait("Suite", "Fast")]
public sealed class EventQueueTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private readonly EventQueue _queue = new(most: 10, mostOfOne: 4, mostOfStrangers: 3);
    private int _seconds;

    [Fact]
    public void Add_OfTheSameAgain_TakesThePlaceOfTheOneThatWaits()
    {
        Add(1, BootStage.Script);
        Add(2, BootStage.Kernel);
        Add(1, BootStage.Script);

        Assert.Equal([(1, BootStage.Script, 3), (2, BootStage.Kernel, 2)], All());
        Add(1, BootStage.Script);
        Assert.Equal([(1, BootStage.Script, 4)], All());
    }

    [Fact]
    public void Add_OfAnotherBoot_IsKeptApart()
    {
        Add(1, BootStage.Script);
        Add(1, BootStage.Init);
        Add(1, BootStage.Script);
        Add(1, BootStage.Init);

        Assert.Equal([BootStage.Script, BootStage.Init, BootStage.Script, BootStage.Init], All().Select(e => e.Stage));
    }

    [Fact]
    public void Add_OfAFirmwaresAddressAndThenItsLoaders_KeepsBoth()
    {
        _queue.Add(Event(1, BootStage.Dhcp) with { PowerOn = true }, isStranger: false);
        Add(1, BootStage.Dhcp);

        Assert.Equal(2, _queue.Count);
    }

    [Fact]
    public void Add_BeyondTheShareOfOneMachine_LosesItsOwnAndNobodyElses()
    {
        Add(1, BootStage.Ready);
        for (var i = 0; i < 50; i++)
        {
            var lost = Add(2, i % 2 == 0 ? BootStage.Init : BootStage.Ready);
            Assert.Equal(i >= 4 && i % 2 == 0 ? Mac(2) : null, lost?.Mac);
        }

        Assert.Null(Add(3, BootStage.Ready));
        Assert.Equal([1, 2, 2, 2, 2, 3], All().Select(e => e.Machine));
        Assert.Null(Add(2, BootStage.Init));
    }

    [Fact]
    public void Add_BeyondTheShareOfStrangers_LosesTheirs()
    {
        Add(1, BootStage.Ready);
        for (var i = 100; i < 150; i++)
        {
            Assert.Equal(i >= 103, _queue.Add(Event(i, BootStage.Script), isStranger: true) is not null);
        }

        Assert.Equal([1, 100, 101, 102], All().Select(e => e.Machine));
        Assert.Null(_queue.Add(Event(100, BootStage.Script), isStranger: true));
    }

    [Fact]
    public void Add_BeyondAll_LosesTheOldest()
    {
        for (var i = 0; i < 12; i++)
        {
            Assert.Equal(i < 10 ? null : Mac(i - 10), Add(i, BootStage.Ready)?.Mac);
        }

        Assert.Equal(Enumerable.Range(2, 10), All().Select(e => e.Machine));
        Assert.Equal(0, _queue.Count);
    }

    private static MacAddress Mac(int machine) => MacAddress.FromBytes([2, 0, 0, 0, 0, (byte)machine]);

    private BootEvent Event(int machine, BootStage stage) => new(Mac(machine), stage, Start.AddSeconds(++_seconds));

    private BootEvent? Add(int machine, BootStage stage) => _queue.Add(Event(machine, stage), isStranger: false);

    private List<(int Machine, BootStage Stage, int At)> All()
    {
        var list = new List<BootEvent>();
        _queue.Fill(list, 1000);
        return [.. list.Select(e => ((int)e.Mac.ToBytes()[5], e.Stage, (int)(e.At - Start).TotalSeconds))];
    }
}
