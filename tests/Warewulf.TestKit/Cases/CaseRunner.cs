using System.Buffers;
using System.Text;
using Warewulf.Templates;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Lexing;
using Warewulf.Templates.Times;
using Warewulf.Templates.Values;

namespace Warewulf.TestKit.Cases;

/// <summary>Runs cases with the template library.</summary>
public static class CaseRunner
{
    private const string Zones = "/usr/share/zoneinfo";

    /// <summary>What the cases were recorded with: the clock, the zones and the randomness of a machine that lives in UTC.</summary>
    public static TemplateSurroundings Surroundings { get; } = new()
    {
        Clock = TimeProvider.System,
        Random = System.Security.Cryptography.RandomNumberGenerator.Fill,
        FindZone = static name => File.Exists(Path.Combine(Zones, name)) ? GoLocation.Parse(name, File.ReadAllBytes(Path.Combine(Zones, name))) : null,
        ResolveHost = static name => name == "localhost" ? ["127.0.0.1"] : [],
    };

    /// <summary>Runs a case of the library's own.</summary>
    public static CaseAnswer Run(CaseFolder folder, RecordedCase test)
    {
        if (test.IsLexing)
        {
            return new CaseAnswer(Encoding.UTF8.GetBytes(Tokens(test)), null);
        }

        var functions = test.Functions[0] switch
        {
            "gotest" => CaseFunctions.GoTest,
            "sprig" => FunctionSet.Sprig,
            _ => FunctionSet.Empty,
        };
        var output = new ArrayBufferWriter<byte>();
        try
        {
            Render(folder, test, functions, output);
            return new CaseAnswer(output.WrittenSpan.ToArray(), null);
        }
        catch (TemplateException error)
        {
            return new CaseAnswer(output.WrittenSpan.ToArray(), error);
        }
    }

    /// <summary>Parses the templates of a case and runs the one it names, or prints its tree.</summary>
    /// <param name="folder">Where the case's data come from.</param>
    /// <param name="test">The case.</param>
    /// <param name="functions">The functions it may call.</param>
    /// <param name="output">Takes what it writes.</param>
    /// <param name="state">What the functions find in the execution.</param>
    /// <param name="data">The data; null for those that the case names.</param>
    public static RenderOutcome Render(
        CaseFolder folder, RecordedCase test, FunctionSet functions, IBufferWriter<byte> output, object? state = null, GoValue? data = null)
    {
        var (left, right) = test.Delimiters;
        var options = new TemplateOptions { Functions = functions, MissingKey = test.MissingKey, LeftDelimiter = left, RightDelimiter = right, Surroundings = Surroundings };
        var template = Parse(test, options);
        if (test.PrintsTree)
        {
            GoText.Write(template.ToString(), output);
            return RenderOutcome.Completed;
        }

        var entry = test.Text("exec") is { } name
            ? template.Lookup(name) ?? throw Missing(name, test.Name)
            : template;
        return entry.Render(data ?? Data(folder, test), output, state);
    }

    private static GoTemplate Parse(RecordedCase test, TemplateOptions options)
    {
        var others = test.Others.ToList();
        if (others.Count == 0)
        {
            return GoTemplate.Parse(test.Name, test.Template, options);
        }

        var template = GoTemplate.Parse(test.Name, "", options);
        foreach (var (name, text) in others)
        {
            template = template.With(name, text);
        }

        return template.With(test.Name, test.Template);
    }

    private static GoValue Data(CaseFolder folder, RecordedCase test) =>
        CaseData.Read(test.Find("data") ?? (test.Text("dataset") is { } name ? folder.Dataset(name) : default));

    private static TemplateException Missing(string name, string set) => new(
        TemplateErrorKind.Exec, $"template: no template \"{name}\" associated with template \"{set}\"", set, 0, -1);

    /// <summary>The tokens of a case, and behind a line what is wrong with them; an answer that equals the empty text is right.</summary>
    private static string Tokens(RecordedCase test)
    {
        var (left, right) = test.Delimiters;
        var lexer = new Lexer(Encoding.UTF8.GetBytes(test.Template), left, right);
        var got = new List<string>();
        Token token;
        do
        {
            token = lexer.Next();
            got.Add($"{Name(token.Kind, token.Value)}={token.Value}");
        }
        while (token.Kind is not (TokenKind.EndOfFile or TokenKind.Error));
        var want = test.Find("items")!.Value.EnumerateArray()
            .Where(i => i.GetProperty("typ").GetString() != "comment")
            .Select(i => $"{i.GetProperty("typ").GetString()}={i.GetProperty("val").GetString()}").ToList();
        return got.SequenceEqual(want) ? "" : $"got {string.Join(", ", got)} want {string.Join(", ", want)}";
    }

    private static string Name(TokenKind kind, string value) => kind switch
    {
        TokenKind.LeftDelimiter => "left delim",
        TokenKind.RightDelimiter => "right delim",
        TokenKind.LeftParen => "(",
        TokenKind.RightParen => ")",
        TokenKind.RawString => "raw string",
        TokenKind.EndOfFile => "EOF",
        TokenKind.CharConstant => "charconst",
        TokenKind.Assign => "=",
        TokenKind.Declare => ":=",
        TokenKind.Dot => ".",
        > TokenKind.Keyword => value,
        _ => kind.ToString().ToLowerInvariant(),
    };
}
