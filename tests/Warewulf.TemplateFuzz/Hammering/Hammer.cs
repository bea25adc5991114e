using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Warewulf.TemplateFuzz.Generation;
using Warewulf.Templates;
using Warewulf.Templates.Values;
using Warewulf.TestKit.Cases;

namespace Warewulf.TemplateFuzz.Hammering;

/// <summary>
/// Gives lexer, parser and execution spoiled texts. Whatever the bytes, there is a result or a <see cref="TemplateException"/>, soon and
/// within bounds. Texts that lead somewhere new, told by the outcome, are spoiled further.
/// </summary>
public sealed partial class Hammer
{
    private const int MostKept = 20_000;
    private const int LongestKept = 2_000;
    private static readonly (string Left, string Right)[] Delimiters = [("<<", ">>"), ("[[", "]]"), ("{", "}"), ("|", "|"), ("é", "☃"), ("/*", "*/"), ("\"", "\""), ("-", "-"), (" ", " "), ("{{", "{{"), ("$", "."), ("a", "b"), ("\n", "\n"), ("- ", " -")];

    private readonly Dice _dice;
    private readonly List<byte[]> _corpus;
    private readonly HashSet<string> _outcomes = new(StringComparer.Ordinal);
    private readonly Action<byte[]> _before;
    private readonly HammerReport _report = new();
    private GoValue _data;

    private Hammer(ulong seed, Action<byte[]> before)
    {
        _dice = new Dice(seed);
        _before = before;
        _corpus = [.. Enumerable.Range(0, 400).Select(i => GoText.ToUtf8(ProgramGenerator.Make(seed + (ulong)i).Text))];
        foreach (var file in new CaseFolder(CaseFolder.All.First()).Files)
        {
            _corpus.AddRange(CaseFolder.Read(file).Select(test => GoText.ToUtf8(test.Template)));
        }
    }

    /// <summary>Runs so many inputs.</summary>
    /// <param name="seed">The same seed gives the same inputs.</param>
    /// <param name="inputs">How many.</param>
    /// <param name="before">Told of each input before it is tried: a process that dies does not tell.</param>
    public static HammerReport Run(ulong seed, int inputs, Action<byte[]>? before = null)
    {
        var hammer = new Hammer(seed, before ?? (static _ => { }));
        for (var i = 0; i < inputs; i++)
        {
            if (i % 1_000 == 0)
            {
                using var json = JsonDocument.Parse(SampleData.Root(new Dice(seed + (ulong)i)));
                hammer._data = CaseData.Read(json.RootElement);
            }

            hammer.Once();
        }

        return hammer._report;
    }

    private void Once()
    {
        var text = Distortion.Change(_dice, _dice.Pick(_corpus), _dice.Pick(_corpus));
        var (left, right) = _dice.Percent(94) ? ("", "") : _dice.Pick(Delimiters);
        var options = new TemplateOptions { LeftDelimiter = left, RightDelimiter = right, MaxSteps = 2_000, MaxOutputBytes = 100_000, MaxDepth = 50 };
        _before(text);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        var outcome = "";
        try
        {
            outcome = Try(text, options);
        }
        catch (TemplateException refusal)
        {
            _report.Refused++;

            // Broken texts are not to crowd out the others.
            outcome = refusal.Kind == TemplateErrorKind.Exec || _dice.Percent(5)
                ? Varying().Replace(refusal.Message.Length > 400 ? refusal.Message[..400] : refusal.Message, "_")
                : "";
        }
        catch (Exception problem)
        {
            Add(text, options, problem.ToString());
        }

        Watch(text, options, Stopwatch.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - allocated);
        if (text.Length <= LongestKept && _corpus.Count < MostKept && _outcomes.Add(outcome))
        {
            _corpus.Add(text);
            _report.Kept++;
        }
    }

    private string Try(byte[] text, TemplateOptions options)
    {
        var template = GoTemplate.Parse("t", text, options);
        if (_dice.Percent(10))
        {
            var tree = template.ToString();
            _report.Parsed++;
            return Word().Replace(tree.Length > 400 ? tree[..400] : tree, "w");
        }

        if (_dice.Percent(50))
        {
            _report.Parsed++;
            return "";
        }

        var output = new ArrayBufferWriter<byte>();
        template.Render(_data, output);
        _report.Rendered++;
        return "";
    }

    // Generous, so that a loaded machine is no problem: what grows with the square of the length shows all the same.
    private void Watch(byte[] text, TemplateOptions options, TimeSpan time, long allocated)
    {
        _report.Slowest = time > _report.Slowest ? time : _report.Slowest;
        _report.Largest = Math.Max(_report.Largest, allocated);
        if (time > TimeSpan.FromSeconds(5))
        {
            Add(text, options, $"took {time.TotalSeconds:F1} s");
        }

        if (allocated > (64 << 20) + (4_000L * text.Length))
        {
            Add(text, options, $"allocated {allocated >> 20} MiB for {text.Length} bytes");
        }
    }

    private void Add(byte[] text, TemplateOptions options, string what)
    {
        if (_report.Problems.Count < 20)
        {
            _report.Problems.Add($"delimiters '{options.LeftDelimiter}' '{options.RightDelimiter}', base64 {Convert.ToBase64String(text.Length > 2_000 ? text[..2_000] : text)} of {text.Length}: {what}");
        }
    }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex("[0-9]+|\"[^\"]*\"?|<.*>|'[^']*'")]
    private static partial Regex Varying();
}
