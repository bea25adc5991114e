using System.Collections.Immutable;
using System.Net;
using Warewulf.Core.Boot;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Tests.Boot;

[Trait("Suite", "Fast")]
public sealed class BootTrackerTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly MacAddress Mac = MacAddress.Parse("52:54:00:00:00:01");
    private static readonly BootTrackerOptions Options = new();

    /// <summary>
    /// Events as "stage@seconds"; a "!" marks the firmware's own DHCP. The outcome is written as the boots, latest first, divided by
    /// "|", each with its stages and the seconds at which they were first reached.
    /// </summary>
    [Theory]
    [InlineData("Dhcp!@0 Loader@2 Dhcp@5 Script@6 Kernel@7 Image@9 System@10 Runtime@11 Init@15 Ready@30",
        "Dhcp@0 Loader@2 Script@6 Kernel@7 Image@9 System@10 Runtime@11 Init@15 Ready@30")]
    [InlineData("Dhcp!@0 Dhcp!@4 Dhcp!@20 Loader@22", "Dhcp@0 Loader@22")]
    [InlineData("Dhcp!@0 Dhcp!@299", "Dhcp@0")]
    [InlineData("Dhcp!@0 Dhcp!@300", "Dhcp@300 | Dhcp@0")]
    [InlineData("Dhcp!@0 Loader@2 Dhcp@400", "Dhcp@0 Loader@2")]
    [InlineData("Dhcp!@0 Script@6 Dhcp!@20", "Dhcp@20 | Dhcp@0 Script@6")]
    [InlineData("Dhcp@0 Script@2 Kernel@3 Ready@30 Dhcp@100 Script@102", "Dhcp@100 Script@102 | Dhcp@0 Script@2 Kernel@3 Ready@30")]
    [InlineData("Script@0 Script@1 Kernel@2", "Script@0 Kernel@2")]
    [InlineData("Script@0 Kernel@2 Script@60", "Script@60 | Script@0 Kernel@2")]
    [InlineData("Script@0 Failed@2 Script@20", "Script@20 | Script@0 Failed@2")]
    [InlineData("Script@0 Ready@2 Script@20", "Script@20 | Script@0 Ready@2")]
    [InlineData("Script@0 Kernel@1 Failed@2 Image@5 Ready@20", "Script@0 Kernel@1 Failed@2 Image@5 Ready@20")]
    [InlineData("Script@0 Kernel@1 Ready@20 Runtime@60 Runtime@120", "Script@0 Kernel@1 Ready@20")]
    [InlineData("Script@0 Kernel@1 Loader@20", "Script@0 Kernel@1")]
    [InlineData("Script@0 Kernel@1 System@2 Image@4 Runtime@5", "Script@0 Kernel@1 System@2 Image@4 Runtime@5")]
    [InlineData("Script@0 Kernel@1 Init@20 Runtime@25 Ready@30", "Script@0 Kernel@1 Init@20 Runtime@25 Ready@30")]
    [InlineData("Dhcp!@0 Script@6 Ready@30 Script@106 Dhcp!@100 Kernel@107", "Dhcp@100 Script@106 Kernel@107 | Dhcp@0 Script@6 Ready@30")]
    [InlineData("Dhcp!@0 Script@6 Ready@30 Dhcp!@100 Kernel@7 Dhcp!@0", "Dhcp@100 | Dhcp@0 Script@6 Kernel@7 Ready@30")]
    [InlineData("Dhcp!@0 Script@5 Script@106 Kernel@107 Dhcp!@100", "Dhcp@100 Kernel@107 | Dhcp@0 Script@5")]
    [InlineData("Ready@9000 Dhcp!@0", "Ready@9000 | Dhcp@0")]
    [InlineData("Runtime@60 Runtime@120", "Runtime@60")]
    public void Apply_Events_MakeTheseBoots(string events, string expected)
    {
        var boots = Play(events.Split(' ').Select(Parse));

        Assert.Equal(expected, Describe(boots));
    }

    [Fact]
    public void Apply_EventWithNothingNew_ReturnsTheSameArray()
    {
        var boots = Play("Dhcp!@0 Script@6 Kernel@7 Ready@30".Split(' ').Select(Parse));

        Assert.True(boots == BootTracker.Apply(boots, Parse("Runtime@90"), Options));
        Assert.True(boots == BootTracker.Apply(boots, Parse("Kernel@7"), Options));
        Assert.False(boots == BootTracker.Apply(boots, Parse("Script@90"), Options));
    }

    [Fact]
    public void Apply_Failure_CarriesItsReason()
    {
        var boots = Play([Parse("Script@0"), Parse("Failed@5") with { Reason = "image: checksum differs" }]);

        Assert.Equal("image: checksum differs", boots[0].Stages[^1].Detail);
    }

    [Fact]
    public void Apply_FailuresForDifferentReasons_AreAllKeptUpToALimit()
    {
        var boots = Play(Enumerable.Range(0, 30).Select(i => Parse($"Failed@{i}") with { Reason = $"reason {i}" }));

        Assert.Equal(8, boots[0].Stages.Length);
        Assert.Equal(8, Play(boots[0].Stages.Select(s => Parse("Failed@0") with { At = s.At, Reason = s.Detail }))[0].Stages.Length);
    }

    [Fact]
    public void Apply_EventWithFacts_RecordsThem()
    {
        var boots = Play(
        [
            Parse("Dhcp@5") with { Architecture = ClientArchitecture.Bios },
            Parse("Dhcp!@0") with { Architecture = ClientArchitecture.UefiX64, Address = IPAddress.Parse("10.0.0.7") },
            Parse("Kernel@7") with { File = "vmlinuz", Bytes = 12, Address = null },
        ]);

        var boot = Assert.Single(boots);
        Assert.Equal(ClientArchitecture.UefiX64, boot.Architecture);
        Assert.Equal(IPAddress.Parse("10.0.0.7"), boot.Address);
        Assert.Equal(new StageRecord(BootStage.Kernel, Start.AddSeconds(7), 12, "vmlinuz"), boot.Stages[^1]);
    }

    [Fact]
    public void Apply_ManyBoots_KeepsTheLatest()
    {
        var boots = Play(Enumerable.Range(0, 30).SelectMany(i => new[] { Parse($"Dhcp!@{i * 1000}"), Parse($"Script@{(i * 1000) + 5}") }));

        Assert.Equal(20, boots.Length);
        Assert.Equal(Start.AddSeconds(29_000), boots[0].StartedAt);
        Assert.Equal(Start.AddSeconds(10_000), boots[^1].StartedAt);
        Assert.Equal(20, BootTracker.Apply(boots, Parse("Dhcp!@3"), Options).Length);
    }

    [Fact]
    public void Apply_AnyOrderAndRepetition_GivesOneBootWithTheSameTimes()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var events = RandomBoot(random);
            var inOrder = Play(events);
            var shuffled = events.Concat(events.Where(_ => random.Next(3) == 0)).ToArray();
            random.Shuffle(shuffled);

            var boots = Play(shuffled);

            Assert.True(
                inOrder.Length == 1 && Describe(inOrder) == Describe(boots) && boots[0].StartedAt == events[0].At,
                $"seed {seed}: {string.Join(' ', shuffled.Select(e => $"{e.Stage}@{(e.At - Start).TotalSeconds}"))}: {Describe(boots)} instead of {Describe(inOrder)}");
        }
    }

    [Fact]
    public void Apply_SeveralBootsDeliveredTwice_ChangesNothing()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var events = Enumerable.Range(0, 5)
                .SelectMany(i => RandomBoot(random).Select(e => e with { At = e.At.AddHours(i) }))
                .ToArray();
            var once = Play(events);

            var again = events.Where(_ => random.Next(2) == 0).ToArray();
            random.Shuffle(again);

            Assert.Equal(5, once.Length);
            Assert.True(Describe(once) == Describe(Play(again, once)), $"seed {seed}");
        }
    }

    [Theory]
    [InlineData("", 0, 0, NodeBootState.Unseen)]
    [InlineData("Dhcp!@0", 0, 599, NodeBootState.Booting)]
    [InlineData("Dhcp!@0", 0, 600, NodeBootState.Lost)]
    [InlineData("Dhcp!@0", 300, 899, NodeBootState.Booting)]
    [InlineData("Dhcp!@0 Script@6 Ready@20", 20, 999_999, NodeBootState.Ready)]
    [InlineData("Script@6 Failed@20", 20, 999_999, NodeBootState.Failed)]
    [InlineData("Script@6 Failed@20 Image@30", 30, 40, NodeBootState.Booting)]
    [InlineData("Script@6 Failed@20 Ready@30", 30, 40, NodeBootState.Ready)]
    [InlineData("Script@6 Ready@20 Failed@30", 30, 40, NodeBootState.Failed)]
    [InlineData("Script@6 Kernel@7 Runtime@12", 12, 40, NodeBootState.Booting)]
    [InlineData("Script@6 Kernel@7 Runtime@12", 80, 90, NodeBootState.Ready)]
    [InlineData("Runtime@12", 12, 20, NodeBootState.Ready)]
    public void StateOf_Facts_GiveThisState(string events, int lastSeen, int now, NodeBootState expected)
    {
        var boots = Play(events.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Parse));

        Assert.Equal(expected, BootTracker.StateOf(boots, Start.AddSeconds(lastSeen), Start.AddSeconds(now), Options));
    }

    private static ImmutableArray<BootRecord> Play(IEnumerable<BootEvent> events, ImmutableArray<BootRecord>? boots = null) =>
        events.Aggregate(boots ?? [], (known, e) => BootTracker.Apply(known, e, Options));

    private static BootEvent Parse(string text)
    {
        var parts = text.Split('@');
        return new BootEvent(Mac, Enum.Parse<BootStage>(parts[0].TrimEnd('!')), Start.AddSeconds(int.Parse(parts[1])))
        {
            PowerOn = parts[0].EndsWith('!'),
            Address = IPAddress.Loopback,
            Architecture = ClientArchitecture.UefiX64,
        };
    }

    private static string Describe(ImmutableArray<BootRecord> boots) => string.Join(
        " | ", boots.Select(boot => string.Join(' ', boot.Stages.Select(stage => $"{stage.Stage}@{(stage.At - Start).TotalSeconds}"))));

    /// <summary>One boot as edges see it: firmware that repeats itself, a loader's DHCP, retried downloads, and polling once it is up.</summary>
    private static BootEvent[] RandomBoot(Random random)
    {
        var at = 0;
        var events = new List<string>();

        void Add(string stage) => events.Add($"{stage}@{at += random.Next(1, 30)}");

        for (var i = random.Next(1, 4); i > 0; i--)
        {
            Add("Dhcp!");
        }

        for (var i = random.Next(0, 3); i > 0; i--)
        {
            Add("Loader");
            Add("Dhcp");
        }

        for (var i = random.Next(1, 3); i > 0; i--)
        {
            Add("Script");
        }

        Add("Kernel");
        foreach (var stage in random.Next(2) == 0 ? ["Initramfs", "System", "Image", "System", "Runtime"] : new[] { "Image", "Image", "System", "Runtime" })
        {
            Add(stage);
        }

        if (random.Next(5) == 0)
        {
            Add("Failed");
            Add("Runtime");
        }

        Add("Init");
        Add("Ready");
        for (var i = random.Next(0, 5); i > 0; i--)
        {
            Add("Runtime");
        }

        return [.. events.Select(Parse)];
    }
}
