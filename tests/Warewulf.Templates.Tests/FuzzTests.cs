using System.Text;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests;

/// <summary>Throws mutated templates at the engine: whatever the bytes, there is a result or a TemplateException, soon.</summary>
[Trait("Suite", "Fast")]
public sealed class FuzzTests
{
    private const int Seed = 20_250_117;
    private const int Inputs = 20_000;

    private static readonly string[] Sources =
    [
        "a {{- if and .x (not .y) -}} b {{- else if eq .z 1.5e3 }}c{{else}}{{/* d */}}{{end}}",
        "{{range $i, $e := .l}}{{if gt $i 2}}{{break}}{{end}}{{$e.a.b | printf \"%-5s|%q\" | upper}}{{else}}none{{end}}",
        "{{define \"x\"}}{{.}}{{template \"x\" slice . 1}}{{end}}{{template \"x\" .s}}{{block \"y\" .}}{{$}}{{end}}",
        "{{$x := 0x1F}}{{$x = add $x 'a'}}{{with $y := index .m \"k\"}}{{$y}}{{else with .q}}{{.}}{{end}}{{$x}}",
        "{{printf \"%[2]*.[1]*f %+v %#x %T %08.3f\" 2 6 1+2i .m -0x1p-2 `raw`}}{{len (list 1 2 nil true)}}",
        "{{join \",\" (splitList \" \" .s)}}{{regexMatch \"^[a-z\\\\d]+(x|y)*$\" .s}}{{toJson (dict \"a\" .l)}}{{substr 0 3 .s}}",
    ];

    private static readonly string[] Pieces =
    [
        "{{", "}}", "{{-", "-}}", " ", "(", ")", "|", ".", "$", ":=", "=", ",", "\"", "`", "'", "\\", "/*", "*/", "nil", "range ", "end", "else", "if ",
        "define \"x\"", "template \"x\"", "break", "9", "e", "i", "\0", "\n", "é", "\uFFFD", "%", "[", "]",
    ];

    [Fact]
    public void Engine_GivenMutatedTemplates_OnlyEverRefuses()
    {
        var random = new Random(Seed);
        var options = new TemplateOptions { MaxSteps = 2_000, MaxOutputBytes = 100_000, MaxDepth = 50 };
        var data = Render.Dictionary(
            ("x", GoValue.Bool(true)),
            ("s", GoValue.String("text here")),
            ("l", GoValue.List(GoValue.Int(1), GoValue.String("b"), Render.Dictionary(("a", GoValue.Float(2))))),
            ("m", GoValue.Strings(new Dictionary<string, string> { ["k"] = "v" })));
        var (rendered, refused) = (0, 0);
        for (var i = 0; i < Inputs; i++)
        {
            var text = Mutate(random, Encoding.UTF8.GetBytes(Sources[random.Next(Sources.Length)]));
            try
            {
                GoTemplate.Parse("fuzz", text, options).Render(data);
                rendered++;
            }
            catch (TemplateException)
            {
                refused++;
            }
            catch (Exception problem)
            {
                Assert.Fail($"seed {Seed}, input {i}, base64 {Convert.ToBase64String(text)}: {problem}");
            }
        }

        Assert.Equal(Inputs, rendered + refused);
        Assert.True(rendered > Inputs / 20 && refused > Inputs / 20, $"the mutations are one-sided: {rendered} rendered, {refused} refused");
    }

    private static byte[] Mutate(Random random, byte[] source)
    {
        var text = source.ToList();
        var changes = 1 + random.Next(4);
        for (var i = 0; i < changes && text.Count > 0; i++)
        {
            var at = random.Next(text.Count);
            switch (random.Next(5))
            {
                case 0:
                    text[at] = (byte)random.Next(256);
                    break;
                case 1:
                    text.RemoveRange(at, Math.Min(random.Next(8), text.Count - at));
                    break;
                case 2:
                    text.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
                case 3:
                    var length = Math.Min(random.Next(20), text.Count - at);
                    text.InsertRange(random.Next(text.Count), text.GetRange(at, length));
                    break;
                default:
                    text.RemoveRange(at, text.Count - at);
                    break;
            }
        }

        return [.. text];
    }
}
