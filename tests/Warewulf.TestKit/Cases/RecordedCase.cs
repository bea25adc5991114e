using System.Text.Json;
using Warewulf.Templates;

namespace Warewulf.TestKit.Cases;

/// <summary>One line of a file of cases. Whatever it asks for that nobody here knows is an error: a case is never run by halves.</summary>
public sealed class RecordedCase
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "id", "cat", "kind", "src", "name", "template", "templates", "exec", "data", "dataset", "yaml", "options", "delims", "funcs", "mode", "files",
        "expect", "expect_b64", "error", "outfiles", "abort", "nobackup", "go119", "volatile", "input", "items",
    };

    private static readonly string[][] FunctionSets = [["sprig"], ["none"], ["gotest"], ["ww", "sprig"]];
    private readonly JsonElement _json;

    public RecordedCase(JsonElement json)
    {
        _json = json;
        var unknown = json.EnumerateObject().Select(field => field.Name).FirstOrDefault(name => !Known.Contains(name));
        if (unknown is not null)
        {
            throw new FormatException($"case '{Id}' has the unknown field '{unknown}'.");
        }

        Functions = Find("funcs") is { } names ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : ["sprig"];
        if (!FunctionSets.Any(set => set.SequenceEqual(Functions)))
        {
            throw new FormatException($"case '{Id}' asks for the unknown functions '{string.Join(' ', Functions)}'.");
        }
    }

    public string Id => Text("id") ?? "?";

    public string Name => Text("name") ?? "t";

    /// <summary>Whether Go itself answers differently from run to run.</summary>
    public bool IsVolatile => Flag("volatile");

    /// <summary>Whether the case is about tokens alone.</summary>
    public bool IsLexing => Find("items") is not null;

    public IReadOnlyList<string> Functions { get; }

    public CaseOwner Owner => Functions.Contains("ww") || Find("yaml") is not null || Find("files") is not null ? CaseOwner.Overlays : CaseOwner.Library;

    public string Template => Text("template") ?? Text("input") ?? throw new FormatException($"case '{Id}' has no template.");

    public IEnumerable<(string Name, string Text)> Others => Find("templates") is { } others
        ? others.EnumerateArray().Select(other => (other.GetProperty("name").GetString()!, other.GetProperty("text").GetString()!))
        : [];

    /// <summary>Whether the tree is printed and nothing is run.</summary>
    public bool PrintsTree => Text("mode") switch
    {
        null or "exec" => false,
        "parse" => true,
        var mode => throw new FormatException($"case '{Id}' has the unknown mode '{mode}'."),
    };

    public (string Left, string Right) Delimiters => Find("delims") is { } pair ? (pair[0].GetString()!, pair[1].GetString()!) : ("{{", "}}");

    public MissingKey MissingKey => Find("options") is { } options
        ? options.EnumerateArray().Select(option => option.GetString() switch
        {
            "missingkey=default" or "missingkey=invalid" => MissingKey.Default,
            "missingkey=zero" => MissingKey.Zero,
            "missingkey=error" => MissingKey.Error,
            var option2 => throw new FormatException($"case '{Id}' has the unknown option '{option2}'."),
        }).LastOrDefault()
        : MissingKey.Default;

    public byte[] Expected => Find("expect_b64") is { } base64 ? base64.GetBytesFromBase64()
        : Templates.Values.GoText.ToUtf8(Text("expect") ?? throw new FormatException($"case '{Id}' expects nothing."));

    public string? ErrorKind => Find("error")?.GetProperty("kind").GetString();

    public string? ErrorMessage => Find("error")?.GetProperty("msg").GetString();

    public JsonElement? Find(string field) => _json.TryGetProperty(field, out var value) ? value : null;

    public string? Text(string field) => Find(field)?.GetString();

    public bool Flag(string field) => Find(field) is { } value && value.GetBoolean();
}
