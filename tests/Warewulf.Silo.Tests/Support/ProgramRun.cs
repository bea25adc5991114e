using System.Diagnostics;

namespace Warewulf.Silo.Tests.Support;

/// <summary>What <c>warewulfd</c> said as a process of its own, from its start to its end.</summary>
internal sealed record ProgramRun(int ExitCode, string[] Output, string[] Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>How to start the program, with nothing of the environment that would change what it does.</summary>
    public static ProcessStartInfo Start(HeadDirectory files, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            ["exec", Path.Combine(AppContext.BaseDirectory, "warewulfd.dll"), "--root", files.Root, "--edge", "off", .. arguments])
        {
            RedirectStandardOutput = true,
        };
        foreach (var variable in (string[])["WAREWULFCONF", "WAREWULF_DATABASE", "WAREWULFD_LOGLEVEL", "NOTIFY_SOCKET"])
        {
            start.Environment.Remove(variable);
        }

        start.Environment["WAREWULF_SHARE"] = files.Share;
        return start;
    }

    /// <summary>Runs it; it must end by itself.</summary>
    public static async Task<ProgramRun> OfAsync(ProcessStartInfo start)
    {
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new ProgramRun(process.ExitCode, Lines(await output), Lines(await error));
        }
        catch (OperationCanceledException e)
        {
            process.Kill();
            throw new TimeoutException("warewulfd did not end by itself.", e);
        }
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
