using System.ComponentModel;
using System.Diagnostics;

namespace Warewulf.Silo.Programs;

/// <summary>What came of a program that ran to its end.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote, errors included; the end of it when it was much.</param>
internal sealed record ProgramRun(int ExitCode, string Output)
{
    private const int LongestOutput = 4000;
    private const int LongestReason = 400;

    /// <summary>What it said, in one line, for an error.</summary>
    public string Reason => OneLine(Output) is { Length: > 0 } line ? line : $"it ended with exit code {ExitCode}";

    /// <summary>Runs a program.</summary>
    /// <param name="path">Its absolute path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static async Task<ProgramRun> RunAsync(string path, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Start(start);
        process.StandardInput.Close();
        try
        {
            var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            var text = string.Concat(texts);
            return new ProgramRun(process.ExitCode, text.Length <= LongestOutput ? text : text[^LongestOutput..]);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static string OneLine(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(string.Join("; ", lines).Select(c => char.IsControl(c) ? '?' : c).Take(LongestReason));
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new IOException($"'{start.FileName}' cannot be started: {e.Message}", e);
        }
    }
}
