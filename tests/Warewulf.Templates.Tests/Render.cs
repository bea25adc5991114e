using System.Buffers;
using System.Text;
using Warewulf.Templates.Values;

namespace Warewulf.Templates.Tests;

/// <summary>Short ways to run a template in a test.</summary>
internal static class Render
{
    public static string Text(string template, GoValue data = default, TemplateOptions? options = null) =>
        GoTemplate.Parse("t", template, options).Render(data);

    public static TemplateException Error(string template, GoValue data = default, TemplateOptions? options = null) =>
        Assert.Throws<TemplateException>(() => Text(template, data, options));

    /// <summary>The error, and what was written before it.</summary>
    public static (string Output, TemplateException Error) Partial(string template, GoValue data = default, TemplateOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var error = Assert.Throws<TemplateException>(() => GoTemplate.Parse("t", template, options).Render(data, output));
        return (Encoding.UTF8.GetString(output.WrittenSpan), error);
    }

    public static GoValue Dictionary(params (string Key, GoValue Value)[] entries) =>
        GoValue.Dictionary(entries.Select(e => KeyValuePair.Create(e.Key, e.Value)));
}
