using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Warewulf.Core.Formats;

/// <summary>
/// Writes one YAML document as Warewulf does: two spaces a level, lists indented below their key, and quotes round what some reader would
/// take for anything but a text.
/// </summary>
internal sealed class YamlWriter
{
    private readonly Emitter _emitter;

    private YamlWriter(StringWriter text) =>
        _emitter = new Emitter(text, new EmitterSettings(2, int.MaxValue, false, 1024, skipAnchorName: false, indentSequences: true, newLine: "\n"));

    /// <summary>Writes a document that is one section.</summary>
    /// <param name="content">Writes its keys and values.</param>
    public static string Document(Action<YamlWriter> content)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var writer = new YamlWriter(text);
        writer._emitter.Emit(new StreamStart());
        writer._emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        writer.Map(() => content(writer));
        writer._emitter.Emit(new DocumentEnd(isImplicit: true));
        writer._emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    /// <summary>Writes a key that a section follows.</summary>
    public void Map(string key, Action content)
    {
        Text(key);
        Map(content);
    }

    /// <summary>Writes a section: as a value, or as an item of a list.</summary>
    public void Map(Action content)
    {
        _emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, MappingStyle.Block));
        content();
        _emitter.Emit(new MappingEnd());
    }

    /// <summary>Writes a key and a list of texts.</summary>
    public void List(string key, IEnumerable<string> texts) => List(key, texts, Text);

    /// <summary>Writes a key and a list.</summary>
    public void List<T>(string key, IEnumerable<T> items, Action<T> write)
    {
        Text(key);
        List(items, write);
    }

    /// <summary>Writes a key and a text.</summary>
    public void Text(string key, string text)
    {
        Text(key);
        Emit(text, StyleOf(text, false));
    }

    /// <summary>Writes a key and what is no text: a number, true or false.</summary>
    public void Literal(string key, string value)
    {
        Text(key);
        Emit(value, ScalarStyle.Plain);
    }

    /// <summary>Writes a key and a truth.</summary>
    public void Flag(string key, bool value) => Literal(key, value ? "true" : "false");

    /// <summary>Writes a key and a value of any shape; sections in natural order.</summary>
    public void Json(string key, JsonElement value)
    {
        Text(key);
        Json(value);
    }

    private void Json(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Map(() =>
                {
                    foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, NaturalOrder.Comparer))
                    {
                        Json(member.Name, member.Value);
                    }
                });
                break;
            case JsonValueKind.Array:
                List(value.EnumerateArray(), Json);
                break;
            case JsonValueKind.String:
                var text = value.GetString()!;
                Emit(text, StyleOf(text, false));
                break;
            default:
                Emit(value.GetRawText(), ScalarStyle.Plain);
                break;
        }
    }

    private void List<T>(IEnumerable<T> items, Action<T> write)
    {
        _emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, SequenceStyle.Block));
        foreach (var item in items)
        {
            write(item);
        }

        _emitter.Emit(new SequenceEnd());
    }

    private void Text(string text) => Emit(text, StyleOf(text, true));

    private void Emit(string text, ScalarStyle style) =>
        _emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true));

    private static ScalarStyle StyleOf(string text, bool isOneLine) =>
        !isOneLine && IsBlock(text) ? ScalarStyle.Literal
        : IsPlain(text) && YamlScalar.IsText(text) ? ScalarStyle.Plain
        : ScalarStyle.DoubleQuoted;

    private static bool IsPlain(string text) =>
        text.Length > 0
        && (char.IsLetterOrDigit(text[0]) || text[0] is '/' or '.' or '_' or '(' or '$' or '+' or '^' or ';' || (text[0] is '~' && text.Length > 1))
        && text[^1] is not (' ' or ':')
        && text.All(c => char.IsLetterOrDigit(c) || c is >= ' ' and <= '~')
        && !text.Contains(": ", StringComparison.Ordinal)
        && !text.Contains(" #", StringComparison.Ordinal)
        && !text.StartsWith("...", StringComparison.Ordinal);

    // A script reads better line by line; but what begins or ends with space would need signs that readers disagree on.
    private static bool IsBlock(string text)
    {
        var lines = text.Split('\n');
        return lines.Length > 1
            && lines[0].Length > 0
            && lines[^2].Length > 0
            && lines.All(line => line.Length == 0 || (line[^1] != ' ' && line.All(c => char.IsLetterOrDigit(c) || c is >= ' ' and <= '~')))
            && lines[0][0] != ' ';
    }
}
