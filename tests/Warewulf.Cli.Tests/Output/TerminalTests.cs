using Warewulf.Cli.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Cli.Tests.Output;

/// <summary>Colours and progress are for people at terminals who want them, and for nobody else.</summary>
[Trait("Suite", "Socket")]
public sealed class TerminalTests : CliTest
{
    private const string Status = """{"now":"2026-01-02T03:04:05+00:00","nodes":[{"node":"n1","state":"Ready"}],"discovered":[]}""";
    private const string Committed = """{"revision":8,"changed":["n1"],"warnings":[]}""";
    private static readonly TimeSpan ShownAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(true, "xterm", null, true)]
    [InlineData(true, "xterm", "", true)]
    [InlineData(true, "xterm", "1", false)]
    [InlineData(true, "dumb", null, false)]
    [InlineData(true, null, null, false)]
    [InlineData(false, "xterm", null, false)]
    public async Task Color_OnlyOnATerminalThatWantsIt(bool isTerminal, string? term, string? noColor, bool isColored)
    {
        Answer("/api/v1/nodes/status", Status);
        Terminal.IsOutputTerminal = isTerminal;
        Set("TERM", term);
        Set("NO_COLOR", noColor);
        Assert.Equal(isColored, (await RunAsync("node", "status")).Out.Contains('\e', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Progress_SlowChange_ShownOnlyOnATerminal(bool isTerminal, bool isShown)
    {
        var time = new ManualTimeProvider();
        Time = time;
        using var answered = new ManualResetEventSlim(initialState: !isTerminal);
        Head.Answer = _ =>
        {
            answered.Wait(Patience);
            return FakeHead.Json(Committed);
        };
        Terminal.IsErrorTerminal = isTerminal;
        var running = RunAsync("node", "add", "n1");
        if (isTerminal)
        {
            await UntilAsync(() => time.IsAwaited(ShownAfter));
            time.Advance(ShownAfter);
            await UntilAsync(() => time.IsAwaited(ShownAfter));
            answered.Set();
        }

        var run = await running;
        Assert.Equal((0, "Added node: n1\n"), (run.ExitCode, run.Out));
        Assert.Equal(isShown, run.Error.Contains("Making the change", StringComparison.Ordinal));
        Assert.Equal(isShown, run.Error.Length > 0);
    }

    [Fact]
    public async Task Progress_QuickChange_NotShown()
    {
        Time = new ManualTimeProvider();
        Answer("/api/v1/nodes/add", Committed);
        Terminal.IsErrorTerminal = true;
        Assert.Equal(new CommandRun(0, "Added node: n1\n", ""), await RunAsync("node", "add", "n1"));
    }

    private static async Task UntilAsync(Func<bool> fact)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!fact())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private void Set(string name, string? value)
    {
        if (value is not null)
        {
            Variables[name] = value;
        }
    }
}
