using System.Text.Json;
using Warewulf.Templates;
using Warewulf.Templates.Values;

namespace Warewulf.TestKit.Cases;

/// <summary>Compares an answer with what Go gave.</summary>
public static class CaseJudge
{
    /// <summary>What is different; null when nothing is.</summary>
    public static string? Difference(RecordedCase test, CaseAnswer answer)
    {
        var expected = test.IsLexing ? [] : test.Expected;
        var problems = new List<string>();
        if (!answer.Output.AsSpan().SequenceEqual(expected))
        {
            problems.Add($"output: want {Show(expected)}\n            got  {Show(answer.Output)}");
        }

        if (KindOf(test.ErrorKind) != answer.Failure?.Kind || !SameMessage(test.ErrorMessage, answer.Failure?.Message))
        {
            problems.Add($"error: want {test.ErrorKind} {test.ErrorMessage ?? "none"}\n           got  {answer.Failure?.Kind} {answer.Failure?.Message ?? "none"}");
        }

        if (test.Flag("abort") != answer.Aborted || test.Flag("nobackup") != answer.NoBackup)
        {
            problems.Add($"abort {answer.Aborted}, nobackup {answer.NoBackup}");
        }

        if (Files(test, answer) is { } files)
        {
            problems.Add(files);
        }

        return problems.Count == 0 ? null : $"{test.Id}: {JsonSerializer.Serialize(test.Template)}\n    {string.Join("\n    ", problems)}";
    }

    // Go tells a panic inside of a function from an error; a template sees the same.
    private static TemplateErrorKind? KindOf(string? kind) => kind switch
    {
        null => null,
        "parse" => TemplateErrorKind.Parse,
        "exec" or "panic" => TemplateErrorKind.Exec,
        _ => throw new FormatException($"an error of the unknown kind '{kind}'."),
    };

    // The name of a type without a name lists its fields: nobody has such a type outside of these cases.
    private static bool SameMessage(string? want, string? got) =>
        want == got || (want is not null && got is not null && want.Contains("struct {", StringComparison.Ordinal));

    private static string? Files(RecordedCase test, CaseAnswer answer)
    {
        if (test.Find("outfiles") is not { } wanted)
        {
            // After an error or an abort nobody wants the outputs.
            return answer.Files is { } files && test.ErrorKind is null && !test.Flag("abort") ? "outfiles: want none, got " + Show(files) : null;
        }

        var want = wanted.EnumerateArray()
            .Select(f => new CaseFile(f.GetProperty("name").GetString()!, f.GetProperty("content").GetString()!, f.TryGetProperty("symlink", out var s) ? s.GetString() : null))
            .ToList();
        var same = answer.Files is { } got && got.Count == want.Count && got.Zip(want).All(pair => Same(pair.First, pair.Second));
        return same ? null : $"outfiles: want {Show(want)}\n              got  {Show(answer.Files ?? [])}";
    }

    // What was written to an output that became a link is dropped.
    private static bool Same(CaseFile got, CaseFile want) =>
        got.Name == want.Name && got.Target == want.Target && (want.Target is not null || got.Content == want.Content);

    private static string Show(IReadOnlyList<CaseFile> files) => string.Join(", ", files);

    private static string Show(byte[] output) => JsonSerializer.Serialize(GoText.FromUtf8(output).Replace("\uDC00", "?", StringComparison.Ordinal));
}
