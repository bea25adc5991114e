using System.Diagnostics;

namespace Warewulf.Core.Tests.Archives;

/// <summary>Runs the programs whose opinion counts: cpio, busybox, gzip, tar.</summary>
internal static class Tool
{
    public static bool Exists(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Any(directory => File.Exists(Path.Combine(directory, name)));

    /// <summary>Runs a shell command in a directory, fails on a non-zero exit code, and gives its standard output.</summary>
    public static string Shell(string directory, string command)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LC_ALL"] = "C" },
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)), $"'{command}' does not end");
        Assert.True(process.ExitCode == 0, $"'{command}' in {directory} exits with {process.ExitCode}: {error.Result}");
        return output;
    }
}
