using System.Text.Json;
using Warewulf.Core.Api;

namespace Warewulf.Cli.Tests.Support;

/// <summary>Runs command lines through the whole program: arguments in, what is on the two streams and the exit code out.</summary>
public abstract class CliTest : IDisposable
{
    private FakeHead? _head;

    protected CliTest() => Root = Directory.CreateTempSubdirectory("wwctl").FullName;

    /// <summary>What <c>--root</c> is set to; also the working directory.</summary>
    protected string Root { get; }

    internal FakeTerminal Terminal { get; } = new();

    internal Dictionary<string, string> Variables { get; } = new() { ["USER"] = "ada" };

    /// <summary>A head on the socket below <see cref="Root"/>; it listens from the first use on.</summary>
    internal FakeHead Head => _head ??= FakeHead.OnSocket(SocketPath);

    protected string SocketPath => Path.Combine(Root, "run/warewulf/warewulfd.sock");

    public void Dispose()
    {
        _head?.Dispose();
        Directory.Delete(Root, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether root runs the program.</summary>
    internal bool IsRoot { get; set; }

    /// <summary>The clock that waiting is measured by.</summary>
    internal TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Makes the head answer a path with a JSON document, and everything else with status 500.</summary>
    internal void Answer(string path, string json) =>
        Head.Answer = request => request.Path == path ? FakeHead.Json(json) : FakeHead.Refusal("Internal", $"unexpected {request.Target}", 500);

    internal Task<CommandRun> RunAsync(params string[] arguments) => RunAsync(CancellationToken.None, arguments);

    internal async Task<CommandRun> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var environment = new CliEnvironment(Terminal, Variables.GetValueOrDefault, Time, Root) { IsRoot = IsRoot };
        var code = await Task.Run(() => Wwctl.RunAsync(["--root", Root, .. arguments], environment, cancellationToken), CancellationToken.None);
        return new CommandRun(code, Terminal.OutText.ToString(), Terminal.ErrorText.ToString());
    }

    /// <summary>Runs a command line that must fail: nothing on standard output, one line on standard error, exit code 255.</summary>
    internal async Task<string> FailAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.Equal("", run.Out);
        Assert.Equal(255, run.ExitCode);
        Assert.StartsWith("ERROR: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
        return run.Error["ERROR: ".Length..^1];
    }

    /// <summary>Puts somebody at the terminal who types this.</summary>
    internal void Type(string text)
    {
        Terminal.IsInputTerminal = true;
        Terminal.In = new StringReader(text);
    }

    /// <summary>The body of the only request, as the record that the head reads.</summary>
    internal T Sent<T>()
    {
        Assert.Single(Head.Requests);
        return Sent<T>(0);
    }

    /// <summary>The body of one of the requests, as the record that the head reads.</summary>
    internal T Sent<T>(int index)
    {
        var request = Head.Requests[index];
        Assert.Equal("POST", request.Method);
        return (T)JsonSerializer.Deserialize(request.Body, ApiJsonContext.Default.GetTypeInfo(typeof(T))!)!;
    }
}
