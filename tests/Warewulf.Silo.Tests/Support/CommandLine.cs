using Warewulf.Cli;
using Warewulf.Cli.Tests.Support;

namespace Warewulf.Silo.Tests.Support;

/// <summary>Runs <c>wwctl</c> as a person does: words in, what is on the two streams and the exit code out.</summary>
internal static class CommandLine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Runs one command line against the head below a root.</summary>
    public static async Task<CommandRun> RunAsync(string root, params string[] words)
    {
        var terminal = new FakeTerminal();
        var code = await RunAsync(root, terminal, name => name == "USER" ? "ada" : null, CancellationToken.None, words);
        return new CommandRun(code, terminal.OutText.ToString(), terminal.ErrorText.ToString());
    }

    /// <summary>Runs one command line at a certain terminal.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(
        string root, FakeTerminal terminal, Func<string, string?> variable, CancellationToken cancellationToken, params string[] words)
    {
        var environment = new CliEnvironment(terminal, variable, TimeProvider.System, root) { IsRoot = true };
        return Task.Run(() => Wwctl.RunAsync(["--root", root, .. words], environment, cancellationToken), CancellationToken.None).WaitAsync(Patience);
    }

    /// <summary>Runs one that must succeed.</summary>
    public static async Task DoAsync(string root, params string[] words)
    {
        var run = await RunAsync(root, words);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    /// <summary>Runs one that must fail: nothing on standard output, one line on standard error, and the exit code of an error.</summary>
    /// <returns>The line, without the word that begins it.</returns>
    public static async Task<string> FailAsync(string root, params string[] words)
    {
        var run = await RunAsync(root, words);
        Assert.Equal((255, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("ERROR: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
        return run.Error["ERROR: ".Length..^1];
    }
}
