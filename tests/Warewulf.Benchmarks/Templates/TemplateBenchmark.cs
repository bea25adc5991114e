using System.Buffers;
using System.Globalization;
using Warewulf.Templates;
using Warewulf.Templates.Reads;

namespace Warewulf.Benchmarks.Templates;

/// <summary>
/// The template engine beside Go's on the same templates and data: parsed once, rendered many times on one core. What both render
/// is compared before anything is measured.
/// </summary>
internal sealed class TemplateBenchmark(double seconds)
{
    private static readonly string[] Names = ["keyfile", "hosts", "hello", "parse"];

    private readonly string _templates = Path.Combine(AppContext.BaseDirectory, "Templates");
    private readonly SampleRoot _root = new(1_000);

    public async Task<bool> RunAsync()
    {
        var outputs = Directory.CreateTempSubdirectory("warewulf-templates-").FullName;
        try
        {
            var go = await GoEngine.MeasureAsync(_templates, outputs, seconds);
            if (go is null)
            {
                Console.WriteLine("Go and its Sprig are not installed (golang-go, golang-github-masterminds-sprig-dev): this engine alone.");
            }

            Console.WriteLine($"{"",-10} {"this engine",26} {"with reads observed",26} {"Go",26} {"time",8} {"bytes",8}");
            return Names.All(name => Compare(name, outputs, go?[name]));
        }
        finally
        {
            Directory.Delete(outputs, recursive: true);
        }
    }

    private bool Compare(string name, string outputs, Measurement? go)
    {
        var text = File.ReadAllBytes(Path.Combine(_templates, name + ".tmpl"));
        var template = GoTemplate.Parse(name, text);
        var output = new ArrayBufferWriter<byte>(1 << 20);
        template.Render(_root.Value, output);
        if (go is not null && !output.WrittenSpan.SequenceEqual(File.ReadAllBytes(Path.Combine(outputs, name))))
        {
            Console.WriteLine($"{name}: the outputs differ.");
            return false;
        }

        Measurement? observed = name == "parse" ? null : Measurement.Of(seconds, () =>
        {
            output.ResetWrittenCount();
            template.Render(_root.Value, output, new RenderSettings { Reads = new TemplateReads() });
        });
        var here = Measurement.Of(seconds, name == "parse"
            ? () => GoTemplate.Parse(name, text)
            : () =>
            {
                output.ResetWrittenCount();
                template.Render(_root.Value, output);
            });
        Show(name, here, observed, go);
        return true;
    }

    private static void Show(string name, Measurement here, Measurement? observed, Measurement? go) => Console.WriteLine(go is { } other
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-10} {here,26} {observed,26} {other,26} {here.Nanoseconds / other.Nanoseconds,8:0.000} {here.Bytes / other.Bytes,8:0.000}")
        : $"{name,-10} {here,26} {observed,26}");
}
