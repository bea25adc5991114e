using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Formats;

/// <summary>
/// Reads one mapping of a YAML file key by key; each problem names the file, the line and the key. It remembers what was asked for, so
/// that what nobody reads can be told to whoever wrote it.
/// </summary>
internal sealed class YamlFields
{
    private readonly string _file;
    private readonly YamlMap _mapping;
    private readonly string _path;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly List<YamlFields> _below = [];

    /// <summary>Reads a mapping.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="mapping">The mapping.</param>
    /// <param name="path">The keys that lead to it, with a dot between two; empty at the top of the file.</param>
    public YamlFields(string file, YamlMap mapping, string path = "")
    {
        _file = file;
        _mapping = mapping;
        _path = path;
    }

    /// <summary>The keys that are there, as written.</summary>
    public IEnumerable<string> Keys => _mapping.Entries.Where(entry => entry.IsText).Select(entry => entry.Key);

    public string? Text(string key) => Find(key) switch
    {
        null => null,
        YamlText text => text.IsNull ? null : text.Text,
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
        { IsNull: true } => null,
        YamlList list => [.. list.Items.Where(item => !item.IsNull).Select(item => item is YamlText value ? value.Text : throw Wrong(item, key, "plain values are expected"))],
        { } other => throw Wrong(other, key, "a list is expected"),
    };

    public ImmutableArray<YamlFields>? Objects(string key) => Find(key) switch
    {
        null => null,
        { IsNull: true } => null,
        YamlList list => [.. list.Items.Select(item => item is YamlMap map ? Below(key, map) : throw Wrong(item, key, "a list of sections is expected"))],
        { } other => throw Wrong(other, key, "a list is expected"),
    };

    /// <summary>A section; an absent or empty one reads as one without keys.</summary>
    public YamlFields Section(string key) => Find(key) switch
    {
        null => Below(key, YamlMap.Empty),
        { IsNull: true } => Below(key, YamlMap.Empty),
        YamlMap map => Below(key, map),
        { } other => throw Wrong(other, key, "a section with keys below it is expected"),
    };

    public WarewulfException Wrong(string key, string why) => Wrong(Find(key) ?? _mapping, key, why);

    /// <summary>Reports the keys that nobody asked for, here and in the sections that were read. Called when everything has been read.</summary>
    /// <param name="warn">Takes one line per key.</param>
    public void WarnUnread(Action<string> warn)
    {
        foreach (var entry in _mapping.Entries.Where(entry => !entry.IsText || !_asked.Contains(entry.Key)))
        {
            var advice = Suggestion.Nearest(entry.Key, _asked) is { } nearest ? $"Did you mean '{Dotted(nearest)}'?" : "Correct or remove it.";
            warn($"{_file}, line {entry.Line}: the key '{Names.Printable(Dotted(entry.Key))}' is not known and has no effect. {advice}");
        }

        foreach (var section in _below)
        {
            section.WarnUnread(warn);
        }
    }

    private YamlFields Below(string key, YamlMap mapping)
    {
        var section = new YamlFields(_file, mapping, Dotted(key));
        _below.Add(section);
        return section;
    }

    private string Dotted(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private YamlItem? Find(string key)
    {
        _asked.Add(key);
        return _mapping.Find(key);
    }

    private WarewulfException Wrong(YamlItem item, string key, string why) =>
        WarewulfException.Invalid($"{_file}, line {item.Line}: '{Names.Printable(key)}': {why}.");
}
