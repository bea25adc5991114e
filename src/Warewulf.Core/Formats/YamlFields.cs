using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Warewulf.Core.Validation;
using YamlDotNet.RepresentationModel;

namespace Warewulf.Core.Formats;

/// <summary>Reads one mapping of a YAML file key by key; each problem names the file, the line and the key.</summary>
internal sealed class YamlFields
{
    private readonly string _file;
    private readonly YamlMappingNode _mapping;

    public YamlFields(string file, YamlMappingNode mapping)
    {
        _file = file;
        _mapping = mapping;
    }

    /// <summary>The keys that are there, as written.</summary>
    public IEnumerable<string> Keys => _mapping.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "");

    public string? Text(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode scalar => IsNull(scalar) ? null : scalar.Value,
        { } other => throw Wrong(other, key, "a plain value is expected"),
    };

    public string Text(string key, string fallback) => Text(key) ?? fallback;

    public int Number(string key, int least, int most, int fallback)
    {
        if (Text(key) is not { } text)
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong(Find(key)!, key, $"'{Names.Printable(text)}' is not a whole number from {least} to {most}");
    }

    public bool? Flag(string key) => Text(key) switch
    {
        null => null,
        { } text when Nodes.YesNo.IsWord(text) => Nodes.YesNo.OrFalse(text),
        { } text => throw Wrong(Find(key)!, key, $"'{Names.Printable(text)}' is neither true nor false"),
    };

    public bool Flag(string key, bool fallback) => Flag(key) ?? fallback;

    public IPAddress? Address(string key, AddressFamily family)
    {
        if (Text(key) is not { Length: > 0 } text)
        {
            return null;
        }

        return Addresses.TryParse(text, out var address) && address.AddressFamily == family
            ? address
            : throw Wrong(Find(key)!, key, $"'{Names.Printable(text)}' is not an {(family == AddressFamily.InterNetwork ? "IPv4" : "IPv6")} address");
    }

    public ImmutableArray<string>? List(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode scalar when IsNull(scalar) => null,
        YamlSequenceNode list => [.. list.Children.Select(item => item is YamlScalarNode { Value: { } value } ? value : throw Wrong(item, key, "plain values are expected"))],
        { } other => throw Wrong(other, key, "a list is expected"),
    };

    public ImmutableArray<YamlFields>? Objects(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode scalar when IsNull(scalar) => null,
        YamlSequenceNode list => [.. list.Children.Select(item => item is YamlMappingNode map ? new YamlFields(_file, map) : throw Wrong(item, key, "a list of sections is expected"))],
        { } other => throw Wrong(other, key, "a list is expected"),
    };

    /// <summary>A section; an absent or empty one reads as one without keys.</summary>
    public YamlFields Section(string key) => Find(key) switch
    {
        null => new YamlFields(_file, new YamlMappingNode()),
        YamlScalarNode scalar when IsNull(scalar) => new YamlFields(_file, new YamlMappingNode()),
        YamlMappingNode map => new YamlFields(_file, map),
        { } other => throw Wrong(other, key, "a section with keys below it is expected"),
    };

    public WarewulfException Wrong(string key, string why) => Wrong(Find(key) ?? _mapping, key, why);

    private YamlNode? Find(string key) => _mapping.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    private WarewulfException Wrong(YamlNode node, string key, string why) =>
        WarewulfException.Invalid($"{_file}, line {node.Start.Line}: '{key}': {why}.");

    private static bool IsNull(YamlScalarNode scalar) =>
        scalar.Style == YamlDotNet.Core.ScalarStyle.Plain && (scalar.Value is null or "" or "~" or "null" or "Null" or "NULL");
}
