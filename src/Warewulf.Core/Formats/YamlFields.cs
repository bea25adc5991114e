using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Formats;

/// <summary>
/// Reads one mapping of a YAML file key by key. A value that is wrong is reported and reads as if it were absent, so that whoever wrote the file
/// learns of all of them. It remembers what was asked for, so that what nobody reads can be told as well.
/// </summary>
internal sealed class YamlFields
{
    private readonly FileProblems _problems;
    private readonly YamlMap _mapping;
    private readonly string _path;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly List<YamlFields> _below = [];

    /// <summary>Reads a mapping.</summary>
    /// <param name="problems">Takes what is wrong and what is odd.</param>
    /// <param name="mapping">The mapping.</param>
    /// <param name="path">The keys that lead to it, with a dot between two; empty at the top of the file.</param>
    public YamlFields(FileProblems problems, YamlMap mapping, string path = "")
    {
        _problems = problems;
        _mapping = mapping;
        _path = path;
    }

    /// <summary>The keys that are there, as written.</summary>
    public IEnumerable<string> Keys => _mapping.Entries.Where(entry => entry.IsText).Select(entry => entry.Key);

    public string? Text(string key) => Find(key) switch
    {
        null => null,
        YamlText text => text.IsNull ? null : text.Text,
        { } other => Wrong<string?>(other, key, "a plain value is expected", null),
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
            : Wrong(Find(key)!, key, $"'{Names.Printable(text)}' is not a whole number from {least} to {most}", fallback);
    }

    public bool? Flag(string key) => Text(key) switch
    {
        null => null,
        { } text when Nodes.YesNo.IsWord(text) => Nodes.YesNo.OrFalse(text),
        { } text => Wrong<bool?>(Find(key)!, key, $"'{Names.Printable(text)}' is neither true nor false", null),
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
            : Wrong<IPAddress?>(
                Find(key)!, key, $"'{Names.Printable(text)}' is not an {(family == AddressFamily.InterNetwork ? "IPv4" : "IPv6")} address", null);
    }

    public ImmutableArray<string>? List(string key) => Find(key) switch
    {
        null => null,
        { IsNull: true } => null,
        YamlList list =>
        [
            .. list.Items.Where(item => !item.IsNull).Select(item => item is YamlText value ? value.Text : Wrong<string?>(item, key, "plain values are expected", null))
                .OfType<string>(),
        ],
        { } other => Wrong<ImmutableArray<string>?>(other, key, "a list is expected", null),
    };

    public ImmutableArray<YamlFields>? Objects(string key) => Find(key) switch
    {
        null => null,
        { IsNull: true } => null,
        YamlList list =>
        [
            .. list.Items.Select(item => item is YamlMap map ? Below(key, map) : Wrong<YamlFields?>(item, key, "a list of sections is expected", null))
                .OfType<YamlFields>(),
        ],
        { } other => Wrong<ImmutableArray<YamlFields>?>(other, key, "a list is expected", null),
    };

    /// <summary>A section; an absent or empty one reads as one without keys.</summary>
    public YamlFields Section(string key) => Find(key) switch
    {
        null => Below(key, YamlMap.Empty),
        { IsNull: true } => Below(key, YamlMap.Empty),
        YamlMap map => Below(key, map),
        { } other => Wrong(other, key, "a section with keys below it is expected", Below(key, YamlMap.Empty)),
    };

    /// <summary>Reports that the value of a key is wrong.</summary>
    public void Wrong(string key, string why) => Wrong(Find(key) ?? _mapping, key, why);

    /// <summary>Reports the keys that nobody asked for, here and in the sections that were read. Called when everything has been read.</summary>
    public void WarnUnread()
    {
        foreach (var entry in _mapping.Entries.Where(entry => !entry.IsText || !_asked.Contains(entry.Key)))
        {
            var advice = Suggestion.Nearest(entry.Key, _asked) is { } nearest ? $"Did you mean '{Dotted(nearest)}'?" : "Correct or remove it.";
            _problems.Warn(entry.Line, $"the key '{Names.Printable(Dotted(entry.Key))}' is not known and has no effect. {advice}");
        }

        foreach (var section in _below)
        {
            section.WarnUnread();
        }
    }

    private YamlFields Below(string key, YamlMap mapping)
    {
        var section = new YamlFields(_problems, mapping, Dotted(key));
        _below.Add(section);
        return section;
    }

    private string Dotted(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private YamlItem? Find(string key)
    {
        _asked.Add(key);
        return _mapping.Find(key);
    }

    private void Wrong(YamlItem item, string key, string why) => _problems.Add(item.Line, $"'{Names.Printable(key)}': {why}.");

    // What is read in its place does not matter: the file is refused.
    private T Wrong<T>(YamlItem item, string key, string why, T instead)
    {
        Wrong(item, key, why);
        return instead;
    }
}
