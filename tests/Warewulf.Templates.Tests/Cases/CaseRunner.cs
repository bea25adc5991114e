using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Warewulf.Templates.Functions;
using Warewulf.Templates.Lexing;

namespace Warewulf.Templates.Tests.Cases;

/// <summary>Runs one recorded case and compares output, kind of error and message with what Go gave.</summary>
internal sealed partial class CaseRunner(IReadOnlyDictionary<string, JsonElement> datasets)
{
    public (CaseVerdict Verdict, string Note) Run(JsonElement test)
    {
        if (test.TryGetProperty("volatile", out var isVolatile) && isVolatile.GetBoolean())
        {
            return (CaseVerdict.Volatile, "");
        }

        if (test.TryGetProperty("items", out _))
        {
            return RunLexer(test);
        }

        if (test.TryGetProperty("yaml", out _))
        {
            return (CaseVerdict.NotYet, "yaml");
        }

        var functions = test.TryGetProperty("funcs", out var names) ? names.EnumerateArray().Select(f => f.GetString()).ToArray() : ["sprig"];
        var output = new ArrayBufferWriter<byte>();
        TemplateException? failure = null;
        try
        {
            Render(test, functions!, output);
        }
        catch (TemplateException error)
        {
            failure = error;
        }
        catch (NotSupportedException error)
        {
            return (CaseVerdict.NotYet, error.Message);
        }

        return Judge(test, functions!, output.WrittenSpan.ToArray(), failure);
    }

    private void Render(JsonElement test, string[] functions, ArrayBufferWriter<byte> output)
    {
        var options = new TemplateOptions
        {
            Functions = functions.Contains("gotest") ? CaseFunctions.GoTest : functions.Contains("sprig") ? FunctionSet.Sprig : FunctionSet.Empty,
            MissingKey = Option(test),
            Surroundings = TestSurroundings.Machine,
        };
        if (test.TryGetProperty("delims", out var delimiters))
        {
            options = options with { LeftDelimiter = delimiters[0].GetString()!, RightDelimiter = delimiters[1].GetString()! };
        }

        var name = test.TryGetProperty("name", out var named) ? named.GetString()! : "t";
        var text = test.GetProperty("template").GetString()!;
        var template = GoTemplate.Parse(name, text, options);
        if (test.TryGetProperty("templates", out var others))
        {
            template = GoTemplate.Parse(name, "", options);
            foreach (var other in others.EnumerateArray())
            {
                template = template.With(other.GetProperty("name").GetString()!, other.GetProperty("text").GetString()!);
            }

            template = template.With(name, text);
        }

        if (test.TryGetProperty("mode", out var mode) && mode.GetString() == "parse")
        {
            Values.GoText.Write(template.ToString(), output);
            return;
        }

        if (test.TryGetProperty("exec", out var entry))
        {
            template = template.Lookup(entry.GetString()!) ?? throw new TemplateException(
                TemplateErrorKind.Exec, $"template: no template \"{entry.GetString()}\" associated with template \"{name}\"", name, 0, -1);
        }

        var data = test.TryGetProperty("data", out var inline) ? inline
            : test.TryGetProperty("dataset", out var set) ? datasets[set.GetString()!] : default;
        template.Render(CaseData.Read(data), output);
    }

    private static MissingKey Option(JsonElement test) => test.TryGetProperty("options", out var options)
        ? options[0].GetString() switch
        {
            "missingkey=zero" => MissingKey.Zero,
            "missingkey=error" => MissingKey.Error,
            _ => MissingKey.Default,
        }
        : MissingKey.Default;

    private static (CaseVerdict Verdict, string Note) Judge(JsonElement test, string[] functions, byte[] output, TemplateException? failure)
    {
        var expectedError = test.TryGetProperty("error", out var error) ? error : (JsonElement?)null;
        var expectedMessage = expectedError?.GetProperty("msg").GetString();
        if (failure is { Kind: TemplateErrorKind.Parse } && failure.Message != expectedMessage && UnknownFunction().Match(failure.Message) is { Success: true } unknown)
        {
            return (CaseVerdict.NotYet, unknown.Groups[1].Value);
        }

        var expected = test.TryGetProperty("expect_b64", out var base64)
            ? base64.GetBytesFromBase64()
            : Encoding.UTF8.GetBytes(test.GetProperty("expect").GetString()!);
        var kind = expectedError?.GetProperty("kind").GetString();
        var right = output.AsSpan().SequenceEqual(expected) && failure?.Message == expectedMessage
            && (failure is null || failure.Kind == (kind == "parse" ? TemplateErrorKind.Parse : TemplateErrorKind.Exec));
        return right
            ? (CaseVerdict.Right, "")
            : (CaseVerdict.Wrong, $"{test.GetProperty("template")}\n    want {Show(expected)} {expectedMessage}\n    got  {Show(output)} {failure?.Message}");
    }

    private static (CaseVerdict Verdict, string Note) RunLexer(JsonElement test)
    {
        var (left, right) = test.TryGetProperty("delims", out var d) ? (d[0].GetString()!, d[1].GetString()!) : ("{{", "}}");
        var lexer = new Lexer(Encoding.UTF8.GetBytes(test.GetProperty("input").GetString()!), left, right);
        var got = new List<string>();
        Token token;
        do
        {
            token = lexer.Next();
            got.Add($"{Name(token.Kind, token.Value)}={token.Value}");
        }
        while (token.Kind is not (TokenKind.EndOfFile or TokenKind.Error));
        var want = test.GetProperty("items").EnumerateArray()
            .Where(i => i.GetProperty("typ").GetString() != "comment")
            .Select(i => $"{i.GetProperty("typ").GetString()}={i.GetProperty("val").GetString()}").ToList();
        return got.SequenceEqual(want)
            ? (CaseVerdict.Right, "")
            : (CaseVerdict.Wrong, $"{test.GetProperty("input")}\n    want {string.Join(", ", want)}\n    got  {string.Join(", ", got)}");
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

    private static string Show(byte[] output) => JsonSerializer.Serialize(Encoding.UTF8.GetString(output));

    [GeneratedRegex("function \"(\\w+)\" not defined$")]
    private static partial Regex UnknownFunction();
}
