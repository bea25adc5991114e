using System.Text.Json;

namespace Warewulf.TestKit.Cases;

/// <summary>A folder of recorded cases: files of one case a line, and the data that several of them use.</summary>
public sealed class CaseFolder
{
    /// <summary>The environment variable that names one more folder.</summary>
    public const string Variable = "GOTEMPLATE_CASES";

    private const string Own = "tests/Warewulf.Templates.Tests/testdata/cases";
    private readonly string _path;
    private readonly Dictionary<string, JsonElement> _datasets;

    public CaseFolder(string path)
    {
        _path = path;
        var file = Path.Combine(path, "datasets.json");
        _datasets = File.Exists(file)
            ? JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal)
            : [];
    }

    /// <summary>The repository's own folder, and the one that the environment names.</summary>
    public static IEnumerable<string> All
    {
        get
        {
            yield return Path.Combine(Root(), Own);
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } more)
            {
                yield return more;
            }
        }
    }

    public IReadOnlyList<string> Files => [.. Directory.GetFiles(_path, "*.jsonl").Order(StringComparer.Ordinal)];

    public static IEnumerable<RecordedCase> Read(string file) => File.ReadLines(file)
        .Where(line => !string.IsNullOrWhiteSpace(line))
        .Select(line => new RecordedCase(JsonDocument.Parse(line).RootElement));

    public JsonElement Dataset(string name) => _datasets.TryGetValue(name, out var data)
        ? data
        : throw new FormatException($"datasets.json has no '{name}'.");

    private static string Root()
    {
        var directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "Warewulf.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new InvalidOperationException("Warewulf.sln is in no directory above the tests.");
    }
}
