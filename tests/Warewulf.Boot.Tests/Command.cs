using System.Diagnostics;

namespace Warewulf.Boot.Tests;

/// <summary>Runs programs to their end.</summary>
internal static class Command
{
    /// <summary>Runs a program.</summary>
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message has its words.</exception>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (status, output, error) = await TryAsync(program, arguments);
        return status == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit status {status}\n{output}\n{error}");
    }

    /// <summary>Runs a program that may fail.</summary>
    public static async Task<(int Status, string Output, string Error)> TryAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(Info(program, arguments))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>How a program is started: both outputs redirected, and without what the test runner set for a .NET of its own.</summary>
    public static ProcessStartInfo Info(string program, IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in info.Environment.Keys.Where(IsRunnersOwn).ToList())
        {
            info.Environment.Remove(name);
        }

        return info;
    }

    private static bool IsRunnersOwn(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.Ordinal)
            || name is "DOTNET_HOST_PATH" or "DOTNET_CLI_TELEMETRY_SESSIONID";
}
