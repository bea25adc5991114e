using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Warewulf.Benchmarks.Templates;

/// <summary>Runs Go's own engine, as Debian packages it (golang-go, golang-github-masterminds-sprig-dev), on the same templates.</summary>
internal static class GoEngine
{
    /// <summary>Measures each template; null when there is no Go here. What the templates render to is left in <paramref name="outputs"/>.</summary>
    internal static async Task<Dictionary<string, Measurement>?> MeasureAsync(string templates, string outputs, double seconds)
    {
        var start = new ProcessStartInfo("go", ["run", Path.Combine(templates, "engine.go"), templates, outputs, seconds.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            Environment = { ["GO111MODULE"] = "off", ["GOPATH"] = "/usr/share/gocode" },
        };
        try
        {
            using var process = Process.Start(start)!;
            var text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? Read(text) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static Dictionary<string, Measurement> Read(string text) => text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(static line => line.Split(' '))
        .ToDictionary(static words => words[0], static words => new Measurement(Number(words[1]), Number(words[2])), StringComparer.Ordinal);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
