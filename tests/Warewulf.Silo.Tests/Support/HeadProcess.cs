using System.Diagnostics;
using Warewulf.Core.Api;

namespace Warewulf.Silo.Tests.Support;

/// <summary>A head in a process of its own, which can be killed.</summary>
internal sealed class HeadProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly Task<string> _output;

    private HeadProcess(Process process, HttpClient client)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        Client = client;
    }

    public HttpClient Client { get; }

    public double ResidentMiB => File.ReadLines($"/proc/{_process.Id}/status")
        .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024)
        .Single();

    /// <summary>Starts it; done when it answers.</summary>
    public static Task<HeadProcess> StartAsync(HeadDirectory files) => StartAsync(files, ProgramRun.Start(files));

    /// <summary>Starts it in a network namespace, with an edge inside it.</summary>
    public static Task<HeadProcess> StartAsync(HeadDirectory files, string inside)
    {
        var start = ProgramRun.Start(files);
        start.ArgumentList[start.ArgumentList.IndexOf("off")] = "on";
        start.ArgumentList.Insert(0, start.FileName);
        foreach (var word in (string[])[inside, "exec", "netns"])
        {
            start.ArgumentList.Insert(0, word);
        }

        start.FileName = "ip";
        return StartAsync(files, start);
    }

    /// <summary>Starts it in a certain way.</summary>
    public static async Task<HeadProcess> StartAsync(HeadDirectory files, ProcessStartInfo start)
    {
        var head = new HeadProcess(Process.Start(start)!, HeadSocket.Client(Path.Combine(files.Root, "run/warewulf/warewulfd.sock")));
        try
        {
            await head.AnswerAsync();
            return head;
        }
        catch
        {
            head.Dispose();
            throw;
        }
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Ends it as <c>systemctl stop</c> does.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Client.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task AnswerAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await Client.GetStringAsync(Routes.Version, limit.Token);
                return;
            }
            catch (HttpRequestException)
            {
                Assert.False(_process.HasExited, _process.HasExited ? await _output : "");
            }
            catch (OperationCanceledException e)
            {
                throw new TimeoutException("The head was started and does not answer.", e);
            }

            await Task.Delay(20, CancellationToken.None);
            Assert.False(limit.IsCancellationRequested, "The head was started and does not listen.");
        }
    }
}
