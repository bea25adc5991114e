using System.Buffers;
using System.Text;
using Warewulf.Templates.Execution;
using Warewulf.Templates.Parsing;
using Warewulf.Templates.Reads;
using Warewulf.Templates.Values;

namespace Warewulf.Templates;

/// <summary>
/// A parsed Go template with the templates it defines. Immutable: any number of threads may render it at once.
/// </summary>
public sealed class GoTemplate
{
    private readonly Dictionary<string, TemplateBody> _bodies;
    private readonly TemplateOptions _options;
    private readonly PathTreeSource _paths = new();

    private GoTemplate(string name, Dictionary<string, TemplateBody> bodies, TemplateOptions options)
    {
        Name = name;
        _bodies = bodies;
        _options = options;
    }

    /// <summary>The name under which errors speak of the template.</summary>
    public string Name { get; }

    /// <summary>The names of all templates in the set.</summary>
    public IEnumerable<string> DefinedNames => _bodies.Keys;

    /// <summary>The fields that the templates of the set name, whether or not a render would come there.</summary>
    public IReadOnlyList<TemplateField> Fields => FieldFinder.Find(_bodies.Values);

    /// <summary>Parses a text. Throws <see cref="TemplateException"/> with Go's message when it is not a template.</summary>
    /// <param name="name">The name for errors, usually the file's base name.</param>
    /// <param name="text">The text.</param>
    /// <param name="options">How to parse and what the execution may use; null for the defaults.</param>
    public static GoTemplate Parse(string name, string text, TemplateOptions? options = null) => Parse(name, GoText.ToUtf8(text), options);

    /// <summary>Parses a text in UTF-8. The bytes must not change afterwards: the template refers to them.</summary>
    public static GoTemplate Parse(string name, ReadOnlyMemory<byte> text, TemplateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        options ??= TemplateOptions.Default;
        return new GoTemplate(name, TemplateParser.Parse(name, text, options), options);
    }

    /// <summary>Makes a set with the templates of a further text, which may replace some of this one's. Its own main template is <paramref name="name"/>.</summary>
    public GoTemplate With(string name, string text)
    {
        var merged = new Dictionary<string, TemplateBody>(_bodies, StringComparer.Ordinal);
        foreach (var (key, body) in TemplateParser.Parse(name, GoText.ToUtf8(text), _options))
        {
            // As in Go, white space alone does not replace a template.
            if (!body.Root.IsEmpty || !merged.ContainsKey(key))
            {
                merged[key] = body;
            }
        }

        return new GoTemplate(Name, merged, _options);
    }

    /// <summary>The template of the set with that name, or null.</summary>
    public GoTemplate? Lookup(string name) => _bodies.ContainsKey(name) ? new GoTemplate(name, _bodies, _options) : null;

    /// <summary>
    /// Runs the template. Output is written as it comes: on an error, what was written before it stays written.
    /// Throws <see cref="TemplateException"/> with Go's message.
    /// </summary>
    /// <param name="data">The dot at the start, also <c>$</c>.</param>
    /// <param name="output">Takes the output in UTF-8.</param>
    /// <param name="state">Anything the caller's functions want to find in <see cref="TemplateExecution.State"/>.</param>
    public RenderOutcome Render(GoValue data, IBufferWriter<byte> output, object? state = null) =>
        Render(data, output, state is null ? RenderSettings.Default : new RenderSettings { State = state });

    /// <summary>
    /// Runs the template with limits, cancellation and observed reads of its own. Output is written as it comes: on an error, what was
    /// written before it stays written.
    /// </summary>
    /// <param name="data">The dot at the start, also <c>$</c>.</param>
    /// <param name="output">Takes the output in UTF-8.</param>
    /// <param name="settings">What this render wants.</param>
    /// <exception cref="TemplateException">The template failed; the message is Go's, or names a limit.</exception>
    /// <exception cref="OperationCanceledException">The settings' token was cancelled.</exception>
    public RenderOutcome Render(GoValue data, IBufferWriter<byte> output, RenderSettings settings)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(settings);
        if (!_bodies.TryGetValue(Name, out var body))
        {
            throw new TemplateException(TemplateErrorKind.Exec, $"template: no template \"{Name}\"", Name, 0, -1);
        }

        if (settings.Reads is { } reads)
        {
            data = reads.Begin(_paths.Current, data);
        }

        return new Interpreter(_bodies, _options, settings, new TemplateExecution(output, _options, settings), body).Run(data);
    }

    /// <summary>Runs the template and returns its output as a string; bytes that are not UTF-8 become U+FFFD.</summary>
    public string Render(GoValue data, object? state = null)
    {
        var output = new ArrayBufferWriter<byte>();
        Render(data, output, state);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The main template in Go's normal form.</summary>
    public override string ToString() => _bodies[Name].Root.ToString();
}
