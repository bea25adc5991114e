using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Warewulf.Core.Tests.Formats;

/// <summary>A reader of YAML 1.1 that is not ours.</summary>
internal static class PythonYaml
{
    private const string Script =
        "import sys, json, yaml\n"
        + "json.dump([yaml.safe_load(text) for text in json.load(sys.stdin)], sys.stdout)\n";

    /// <summary>Whether it is installed.</summary>
    public static bool IsThere { get; } = Try();

    /// <summary>Reads texts.</summary>
    public static List<JsonElement> Read(IEnumerable<string> texts)
    {
        using var process = Start(Script);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(JsonSerializer.Serialize(texts));
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return [.. JsonDocument.Parse(output.Result).RootElement.EnumerateArray()];
    }

    private static bool Try()
    {
        try
        {
            using var process = Start("import yaml");
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static Process Start(string script) => Process.Start(new ProcessStartInfo("python3", ["-c", script])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        StandardInputEncoding = new UTF8Encoding(false),
        StandardOutputEncoding = Encoding.UTF8,
    })!;
}
