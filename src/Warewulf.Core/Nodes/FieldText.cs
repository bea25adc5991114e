using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Warewulf.Core.Collections;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Nodes;

/// <summary>The text form of field values, as flags take it and tables show it.</summary>
internal static class FieldText
{
    /// <summary>What is said of a value that holds one.</summary>
    public const string ControlCharacter = "the value holds a control character: remove it.";

    // What clears a yes/no value; a text may well be "nil".
    private static readonly string[] RemovalWords = ["unset", "delete", "undef", "--", "nil", "0.0.0.0"];

    /// <summary>Tells whether a text removes the value of a field. Tags are removed by their names, so none removes all of them.</summary>
    public static bool IsRemoval(NodeFieldKind kind, string text) => kind switch
    {
        NodeFieldKind.TagMap => false,
        _ when text is "" or NodeField.Undefined or "UNSET" => true,
        NodeFieldKind.YesNo or NodeFieldKind.TriState => RemovalWords.Contains(text, StringComparer.OrdinalIgnoreCase),
        NodeFieldKind.List => SplitList(text).Any(item => item is NodeField.Undefined or "UNSET"),
        _ => false,
    };

    /// <summary>Tells what is wrong with a text, or nothing.</summary>
    public static string? Problem(NodeFieldKind kind, string text) => kind switch
    {
        NodeFieldKind.Address when !Addresses.TryParse(text, out _) =>
            $"'{Names.Printable(text)}' is not an IP address: write it as 10.0.0.1 or fd00::1, without a prefix length.",
        NodeFieldKind.Mac when !MacAddress.TryParse(text, null, out _) =>
            $"'{Names.Printable(text)}' is not a hardware address: write it as six bytes in hexadecimal, such as 52:54:00:12:34:56.",
        NodeFieldKind.YesNo or NodeFieldKind.TriState when !YesNo.IsWord(text) =>
            $"'{Names.Printable(text)}' is neither yes nor no: write true or false.",
        NodeFieldKind.Number when !uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) =>
            $"'{Names.Printable(text)}' is not a whole number.",
        NodeFieldKind.TagMap when SplitPairs(text).DefaultIfEmpty("").FirstOrDefault(p => p.IndexOf('=', StringComparison.Ordinal) < 1) is { } pair =>
            $"'{Names.Printable(pair)}' is not a pair: write key=value.",
        NodeFieldKind.List or NodeFieldKind.TagMap when text.Count(c => c == '"') % 2 != 0 && !(kind == NodeFieldKind.TagMap && IsOnePair(text)) =>
            "a double quote is not closed: write an item that holds a comma as \"console=ttyS0,115200\".",
        NodeFieldKind.ResourceMap => "resources are set in nodes.conf only: see 'wwctl node edit'.",
        _ when text.Any(char.IsControl) => ControlCharacter,
        _ => null,
    };

    /// <summary>Tells whether a text holds a control character that not even a file may have; lines and tabs it may.</summary>
    public static bool HasControl(string text) => text.Any(c => char.IsControl(c) && c is not ('\n' or '\t'));

    /// <summary>Reads a text that has no problem.</summary>
    public static object Parse(NodeFieldKind kind, string text) => kind switch
    {
        NodeFieldKind.Address => IPAddress.Parse(text),
        NodeFieldKind.Mac => MacAddress.Parse(text),
        NodeFieldKind.YesNo => YesNo.OrFalse(text) ? "true" : "false",
        NodeFieldKind.TriState => YesNo.OrFalse(text),
        NodeFieldKind.List => SplitList(text),
        NodeFieldKind.TagMap => SortedMap<string>.From(SplitPairs(text).Select(pair =>
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            return KeyValuePair.Create(pair[..at], pair[(at + 1)..]);
        })),
        _ => text,
    };

    /// <summary>Writes a value; nothing for none, an empty list or an empty map.</summary>
    public static string? Format(object? value) => value switch
    {
        null or "" => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        ImmutableArray<string> list => list.IsEmpty ? null : string.Join(',', list.Select(Quote)),
        SortedMap<string> tags => tags.IsEmpty ? null : string.Join(',', tags.Select(tag => $"{tag.Key}={tag.Value}")),
        SortedMap<JsonElement> resources => resources.IsEmpty ? null : string.Join(',', resources.Select(r => $"{r.Key}={r.Value.GetRawText()}")),
        _ => value.ToString(),
    };

    /// <summary>Tells whether two values are the same; an empty list or text is none.</summary>
    public static bool AreSame(object? one, object? other) => (one, other) switch
    {
        (ImmutableArray<string> a, ImmutableArray<string> b) => a.AsSpan().SequenceEqual(b.AsSpan()),
        (SortedMap<JsonElement> a, SortedMap<JsonElement> b) =>
            a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var value) && JsonElement.DeepEquals(pair.Value, value)),
        _ => Equals(one, other) || (Format(one) is null && Format(other) is null),
    };

    /// <summary>The text that is read as what several texts say, each read by itself.</summary>
    public static string Join(NodeFieldKind kind, IReadOnlyList<string> texts) => kind switch
    {
        _ when texts.Count == 1 => texts[0],
        NodeFieldKind.List => string.Join(',', texts),

        // Each pair in quotes, so that no comma or lack of an equals sign makes it part of its neighbour. An empty text stays a wrong one.
        NodeFieldKind.TagMap => string.Join(',', texts.SelectMany(text => SplitPairs(text).DefaultIfEmpty("="))
            .Select(pair => $"\"{pair.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")),
        _ => texts[^1],
    };

    // A comma inside double quotes belongs to its item: "console=ttyS0,115200",quiet are two. A quote inside of quotes is written twice.
    private static ImmutableArray<string> SplitList(string text)
    {
        var items = ImmutableArray.CreateBuilder<string>();
        var item = new StringBuilder();
        var quoted = false;
        for (var at = 0; at <= text.Length; at++)
        {
            var c = at < text.Length ? text[at] : ',';
            if (c == '"' && quoted && at + 1 < text.Length && text[at + 1] == '"')
            {
                item.Append(c);
                at++;
                continue;
            }

            quoted ^= c == '"';
            if (c == ',' && (!quoted || at == text.Length))
            {
                if (item.Length > 0)
                {
                    items.Add(item.ToString());
                }

                item.Clear();
            }
            else if (c != '"')
            {
                item.Append(c);
            }
        }

        return items.ToImmutable();
    }

    private static ImmutableArray<string> SplitPairs(string text) => IsOnePair(text) ? [text] : SplitList(text);

    // One pair keeps its commas and quotes: route1=10.0.0.0/8,10.1.1.1 is one tag.
    private static bool IsOnePair(string text) => text.Count(c => c == '=') == 1 && !text.StartsWith('"');

    private static string Quote(string item) => item.Contains(',', StringComparison.Ordinal) ? $"\"{item}\"" : item;
}
