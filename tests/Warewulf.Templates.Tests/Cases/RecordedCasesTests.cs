using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit.Abstractions;

namespace Warewulf.Templates.Tests.Cases;

/// <summary>
/// Compares with recorded answers of Go's own engine. The cases are not part of the repository: name their folder in GOTEMPLATE_CASES.
/// </summary>
[Trait("Suite", "Fast")]
public sealed class RecordedCasesTests(ITestOutputHelper output)
{
    private const int MaxShown = 60;

    [Fact]
    public void AllFiles_ComparedWithGo_AreRight()
    {
        var folder = Environment.GetEnvironmentVariable("GOTEMPLATE_CASES");
        if (string.IsNullOrEmpty(folder))
        {
            output.WriteLine("GOTEMPLATE_CASES is not set: no recorded cases to compare with.");
            return;
        }

        var datasets = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "datasets.json"))).RootElement
            .EnumerateObject().ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
        var runner = new CaseRunner(datasets);
        var report = new StringBuilder();
        var wrong = new List<string>();
        foreach (var file in Directory.GetFiles(folder, "*.jsonl").Order(StringComparer.Ordinal))
        {
            var counts = new int[4];
            var missing = new SortedDictionary<string, int>(StringComparer.Ordinal);
            foreach (var line in File.ReadLines(file))
            {
                var test = JsonDocument.Parse(line).RootElement;
                var (verdict, note) = runner.Run(test);
                counts[(int)verdict]++;
                if (verdict == CaseVerdict.Wrong)
                {
                    wrong.Add($"{test.GetProperty("id")}: {note}");
                }
                else if (verdict == CaseVerdict.NotYet)
                {
                    missing[note] = missing.GetValueOrDefault(note) + 1;
                }
            }

            report.AppendLine(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}: right {counts[0]}, wrong {counts[1]}, not yet {counts[2]}, volatile {counts[3]}");
            report.AppendLine("  " + string.Join(' ', missing.Select(m => $"{m.Key}:{m.Value}")));
        }

        output.WriteLine(report.ToString());
        Assert.True(wrong.Count == 0, report + string.Join("\n", wrong.Take(MaxShown)));
    }
}
