using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Warewulf.Cli.Output;

/// <summary>Writes a JSON document as YAML that every YAML reader takes for the same data.</summary>
internal static class YamlOutput
{
    // Words some reader takes for a boolean or for nothing (YAML 1.1 and 1.2).
    private static readonly string[] Reserved = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"];

    /// <summary>Writes the document.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="document">The document.</param>
    /// <param name="indent">Spaces per level, 2 to 9.</param>
    public static void Write(TextWriter writer, JsonElement document, int indent = 2)
    {
        var settings = new EmitterSettings(indent, int.MaxValue, false, 1024, skipAnchorName: false, indentSequences: true, newLine: "\n");
        var emitter = new Emitter(writer, settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, document);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    private static void Emit(Emitter emitter, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, StyleOfMap(element)));
                foreach (var member in element.EnumerateObject())
                {
                    emitter.Emit(Text(member.Name));
                    Emit(emitter, member.Value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                var style = element.GetArrayLength() == 0 ? SequenceStyle.Flow : SequenceStyle.Block;
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, style));
                foreach (var item in element.EnumerateArray())
                {
                    Emit(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                emitter.Emit(Text(element.GetString()!));
                break;
            default:
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, element.GetRawText(), ScalarStyle.Plain, true, false));
                break;
        }
    }

    private static MappingStyle StyleOfMap(JsonElement element) => element.GetPropertyCount() == 0 ? MappingStyle.Flow : MappingStyle.Block;

    private static Scalar Text(string text) =>
        new(AnchorName.Empty, TagName.Empty, text, IsPlain(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted, true, true);

    // Strict on purpose: numbers, dates, sexagesimals (52:54:00:12:34:56 is one to YAML 1.1), merge keys and the rest all begin or
    // contain something this does not let through.
    private static bool IsPlain(string text) =>
        text.Length > 0
        && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '_')
        && text[^1] is not (':' or ' ')
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/' or ':' or '+' or '=' or ' ')
        && !text.Contains(": ", StringComparison.Ordinal)
        && !Reserved.Contains(text, StringComparer.OrdinalIgnoreCase);
}
