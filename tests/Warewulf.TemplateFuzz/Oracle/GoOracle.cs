using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Warewulf.Templates;
using Warewulf.Templates.Values;

namespace Warewulf.TemplateFuzz.Oracle;

/// <summary>Asks Go. Builds the program beside this file, keeps it running, and starts it again when a template brings it down.</summary>
public sealed class GoOracle : IDisposable
{
    private readonly string _program;
    private Process? _process;

    public GoOracle()
    {
        var directory = Directory.CreateTempSubdirectory("template-fuzz-");
        _program = Path.Combine(directory.FullName, "oracle");
        var start = new ProcessStartInfo("go", ["build", "-o", _program, "."]) { WorkingDirectory = Sources() };
        start.Environment["GO111MODULE"] = "off";
        start.Environment["GOPATH"] = "/usr/share/gocode";
        using var build = Process.Start(start)!;
        build.WaitForExit();
        if (build.ExitCode != 0)
        {
            throw new InvalidOperationException("The oracle does not build. It needs golang-go and golang-github-masterminds-sprig-dev.");
        }
    }

    /// <summary>How often a template brought Go down or took too long.</summary>
    public int Restarts { get; private set; }

    public TemplateAnswer Ask(TemplateProgram program) => Ask([program])[0];

    /// <summary>Asks for many answers at once; the ones Go could not give say so by their kind.</summary>
    public IReadOnlyList<TemplateAnswer> Ask(IReadOnlyList<TemplateProgram> programs)
    {
        var answers = new List<TemplateAnswer>(programs.Count);
        while (answers.Count < programs.Count)
        {
            _process ??= Start();
            var writing = Write(_process, programs, answers.Count);
            string? line;
            while (answers.Count < programs.Count && (line = _process.StandardOutput.ReadLine()) is not null)
            {
                answers.Add(Read(line));
            }

            if (answers.Count < programs.Count)
            {
                if (answers.Count == 0 || answers[^1].Kind != "timeout")
                {
                    answers.Add(new TemplateAnswer([], "crash", ""));
                }

                Stop();
            }
            else if (answers[^1].Kind == "timeout")
            {
                Stop();
            }

            writing.Wait();
        }

        return answers;
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(Path.GetDirectoryName(_program)!, recursive: true);
    }

    private static async Task Write(Process process, IReadOnlyList<TemplateProgram> programs, int from)
    {
        await Task.Yield();
        try
        {
            for (var i = from; i < programs.Count; i++)
            {
                var program = programs[i];
                using var data = JsonDocument.Parse(program.Data);
                var request = new Request(
                    GoText.ToUtf8(program.Text), data.RootElement,
                    program.MissingKey switch { MissingKey.Zero => "zero", MissingKey.Error => "error", _ => "" }, program.Left, program.Right);
                await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request));
            }

            await process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // The process is gone: the reader sees it too.
        }
    }

    private static TemplateAnswer Read(string line)
    {
        var answer = JsonSerializer.Deserialize<Answer>(line)!;
        return new TemplateAnswer(answer.Output ?? [], answer.Kind, GoText.FromUtf8(answer.Message ?? []));
    }

    private static string Sources()
    {
        var directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "Warewulf.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return Path.Combine(directory ?? throw new InvalidOperationException("Run this from a checkout."), "tests/Warewulf.TemplateFuzz/Oracle");
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(_program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TZ"] = "UTC";
        var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private void Stop()
    {
        if (_process is { } process)
        {
            Restarts++;
            process.Kill();
            process.WaitForExit();
            process.Dispose();
            _process = null;
        }
    }

    private sealed record Request(
        [property: JsonPropertyName("text")] byte[] Text,
        [property: JsonPropertyName("data")] JsonElement Data,
        [property: JsonPropertyName("missing")] string Missing,
        [property: JsonPropertyName("left")] string Left,
        [property: JsonPropertyName("right")] string Right);

    private sealed record Answer(
        [property: JsonPropertyName("output")] byte[]? Output,
        [property: JsonPropertyName("kind")] string Kind,
        [property: JsonPropertyName("message")] byte[]? Message);
}
