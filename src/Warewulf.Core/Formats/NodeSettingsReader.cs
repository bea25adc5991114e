using System.Collections.Immutable;
using System.Text.Json;
using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Formats;

/// <summary>Reads the settings of one node or profile, through the table of fields.</summary>
/// <param name="problems">Takes what is wrong and what is odd.</param>
/// <param name="isProfile">Whether it is a profile, which lacks some fields.</param>
internal sealed class NodeSettingsReader(FileProblems problems, bool isProfile)
{
    private const string BootMenuTag = "IPXEMenuEntry";
    private const string OldTemplate = "dracut";

    private readonly List<(int Order, OldKeyUse Use)> _old = [];
    private (int Line, string Path) _template;

    /// <summary>What has been read.</summary>
    public NodeSettings Settings { get; set; } = NodeSettings.Empty;

    /// <summary>A kernel named in the old way, if there is one.</summary>
    public KernelOverride? Override { get; set; }

    /// <summary>Reads everything.</summary>
    /// <param name="item">What stands below the name; nothing is like an empty section.</param>
    /// <param name="path">The keys that lead to it.</param>
    public void ReadAll(YamlItem item, string path)
    {
        Section(item, FieldScope.Own, FieldTarget.Default, path);
        foreach (var (order, use) in _old.OrderBy(old => old.Order).ToList())
        {
            OldKeys.Upgrade(order, this, use);
        }

        UpgradeTemplate();
    }

    /// <summary>Reads a value that stands below an old key into its field.</summary>
    public void Read(NodeField field, OldKeyUse use) => Field(field, use.Target, use.Entry, use.Path);

    /// <summary>Sets a field of a network device that is not set.</summary>
    public void Fill(string key, OldKeyUse use, string text)
    {
        var field = NodeFields.Find(FieldScope.Net, key)!;
        if (field.Get(Settings, use.Target) is null)
        {
            Field(field, use.Target, use.Entry with { Value = new YamlText(use.Entry.Line, text, false) }, use.Path);
        }
    }

    /// <summary>The value of an old key as text; nothing when it is no text, which is reported.</summary>
    public string? Plain(OldKeyUse use)
    {
        if (use.Entry.Value is YamlText text)
        {
            return text.Text;
        }

        Wrong(use, "one value is expected, and not a list or a section.");
        return null;
    }

    /// <summary>Reports what became of an old key.</summary>
    public void Warn(OldKeyUse use, string what) => problems.Warn(use.Entry.Line, $"'{use.Path}' {what}");

    /// <summary>Reports what is wrong with the value of an old key.</summary>
    public void Wrong(OldKeyUse use, string what) => Wrong(use.Entry.Value.Line, use.Path, what);

    /// <summary>Reads a list of texts; a marker in it clears it. Nothing when it is none, which is reported.</summary>
    public ImmutableArray<string>? List(YamlItem item, string path)
    {
        if (item is not YamlList list)
        {
            Wrong(item.Line, path, "a list is expected: write each item on a line of its own, after '- '.");
            return null;
        }

        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var child in list.Items.Where(child => !child.IsNull))
        {
            if (child is YamlText text)
            {
                texts.Add(text.Text);
            }
            else
            {
                Wrong(child.Line, path, "the items of this list are plain values, and not lists or sections.");
            }
        }

        return texts.Any(text => text is NodeField.Undefined or "UNSET") ? [] : texts.ToImmutable();
    }

    /// <summary>Reads tags; nothing when it is no section, which is reported.</summary>
    public SortedMap<string>? Tags(YamlItem item, string path)
    {
        var tags = new List<KeyValuePair<string, string>>();
        foreach (var entry in Entries(item, path))
        {
            if (entry.Value is YamlText text)
            {
                tags.Add(KeyValuePair.Create(entry.Key, text.IsNull ? "" : text.Text));
            }
            else
            {
                Wrong(entry.Value.Line, Below(path, entry.Key), "the value of a tag is one text. Values of other shapes go below 'resources'.");
            }
        }

        return item is YamlMap ? SortedMap<string>.From(tags) : null;
    }

    private static string Below(string path, string key) => $"{path}.{Names.Printable(key)}";

    private void Section(YamlItem item, FieldScope scope, FieldTarget target, string path)
    {
        foreach (var entry in Entries(item, path))
        {
            var here = Below(path, entry.Key);
            if (NodeFields.Find(scope, entry.Key) is { } field)
            {
                Field(field, target, entry, here);
            }
            else if (NodeSection.Find(scope, entry.Key) is not { } section)
            {
                NotCurrent(scope, target, entry, here);
            }
            else if (section.At is not { } at)
            {
                Section(entry.Value, section.Scope, target, here);
            }
            else
            {
                foreach (var device in Entries(entry.Value, here))
                {
                    Section(device.Value, section.Scope, at(target, device.Key), Below(here, device.Key));
                }
            }
        }
    }

    private IEnumerable<YamlEntry> Entries(YamlItem item, string path)
    {
        if (item is not YamlMap map)
        {
            if (!item.IsNull)
            {
                Wrong(item.Line, path, "keys and values are expected below it, and not a single value or a list.");
            }

            yield break;
        }

        foreach (var entry in map.Entries)
        {
            if (entry.IsText)
            {
                yield return entry;
            }
            else
            {
                Wrong(entry.Line, path, "its keys are texts, and not lists or sections.");
            }
        }
    }

    private void NotCurrent(FieldScope scope, FieldTarget target, YamlEntry entry, string path)
    {
        if (OldKeys.IndexOf(scope, entry.Key) is var order && order >= 0)
        {
            _old.Add((order, new OldKeyUse(target, entry, path)));
            return;
        }

        var advice = Suggestion.Nearest(entry.Key, NodeSection.Keys(scope)) is { } nearest ? $"Did you mean '{nearest}'?" : "Correct or remove it.";
        problems.Warn(entry.Line, $"the key '{path}' is not known and has no effect. {advice}");
    }

    private void Field(NodeField field, FieldTarget target, YamlEntry entry, string path)
    {
        if (isProfile && field.IsNodeOnly)
        {
            problems.Warn(entry.Line, $"'{path}' is a field of nodes and has no meaning in a profile: it was dropped.");
        }
        else if (!entry.Value.IsNull && Value(field, entry.Value, path) is { } value)
        {
            Settings = field.SetValue(Settings, target, value);
            _template = field.Key == "ipxe template" ? (entry.Line, path) : _template;
        }
    }

    private object? Value(NodeField field, YamlItem item, string path) => field.Kind switch
    {
        NodeFieldKind.List => List(field, item, path) is { IsEmpty: false } list ? list : null,
        NodeFieldKind.TagMap => Tags(item, path),
        NodeFieldKind.ResourceMap => Resources(item, path),
        _ => Scalar(field, item, path),
    };

    private ImmutableArray<string>? List(NodeField field, YamlItem item, string path)
    {
        if (item is not YamlText text)
        {
            return List(item, path);
        }

        if (FieldText.IsRemoval(NodeFieldKind.Text, text.Text))
        {
            return null;
        }

        // Warewulf 4.4 and before wrote these three as one text.
        var isArguments = field is { Scope: FieldScope.Kernel, Key: "args" };
        if (!isArguments && field.Key is not ("runtime overlay" or "system overlay"))
        {
            return List(item, path);
        }

        problems.Warn(
            item.Line,
            $"'{path}' is one text, as it once was, and was read as a list of what stands between the {(isArguments ? "spaces" : "commas")}.");
        var separators = isArguments ? [' ', '\t', '\n', '\r'] : new[] { ',' };
        return [.. text.Text.Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    private SortedMap<JsonElement>? Resources(YamlItem item, string path)
    {
        var resources = Entries(item, path).Select(entry => KeyValuePair.Create(entry.Key, YamlJson.Convert(entry.Value, problems))).ToList();
        return resources.Count == 0 ? null : SortedMap<JsonElement>.From(resources);
    }

    private object? Scalar(NodeField field, YamlItem item, string path)
    {
        if (item is YamlList && field is { Scope: FieldScope.FileSystem, Key: "mount_options" })
        {
            problems.Warn(item.Line, $"'{path}' is a list, as it once was, and was read as one text with commas.");
            return List(item, path) is { IsEmpty: false } options ? string.Join(',', options) : null;
        }

        if (item is not YamlText { Text: var text })
        {
            Wrong(item.Line, path, "one value is expected, and not a list or a section.");
            return null;
        }

        if (FieldText.IsRemoval(field.Kind, text))
        {
            if (field.Kind == NodeFieldKind.YesNo && text is not ("" or NodeField.Undefined or "UNSET"))
            {
                problems.Warn(item.Line, $"'{path}': '{text}' was read as nothing said, where Warewulf took it for no. Write false if that is meant.");
            }

            return null;
        }

        if (field.Kind == NodeFieldKind.YesNo)
        {
            return YesNoWord(item.Line, path, text);
        }

        var isMapped = Addresses.TryParse(text, out var address) && address.IsIPv4MappedToIPv6 && field.Kind == NodeFieldKind.Address;
        text = isMapped ? address!.MapToIPv4().ToString() : text;
        var problem = field.Kind == NodeFieldKind.Text ? null : FieldText.Problem(field.Kind, text);
        if ((problem ?? (field.Check?.Invoke(text) is { } wrong ? $"'{Names.Printable(text)}' {wrong}." : null)) is { } why)
        {
            Wrong(item.Line, path, why);
            return null;
        }

        return FieldText.Parse(field.Kind, text);
    }

    // Any text is allowed here by Warewulf, which knows fewer words than YAML.
    private object? YesNoWord(int line, string path, string text)
    {
        if (FieldText.Problem(NodeFieldKind.YesNo, text) is { } problem)
        {
            problems.Warn(line, $"'{path}' was dropped: {problem}");
            return null;
        }

        var value = FieldText.Parse(NodeFieldKind.YesNo, text);
        if (text.ToLowerInvariant() is "on" or "off" or "y" or "n")
        {
            problems.Warn(
                line, $"'{path}': '{text}' was read as {value}, as it says. Warewulf does not know the word here and may have taken it otherwise.");
        }

        return value;
    }

    // Warewulf 4.6 made a tag of what had been a template of its own.
    private void UpgradeTemplate()
    {
        if (Settings.IpxeTemplate != OldTemplate)
        {
            return;
        }

        var (line, path) = _template;
        if (Settings.Tags?.ContainsKey(BootMenuTag) == true)
        {
            problems.Warn(
                line, $"'{path}': '{OldTemplate}' is no template any more, but was kept, because the tag '{BootMenuTag}' that took its place is there.");
            return;
        }

        Settings = Settings with
        {
            IpxeTemplate = "default",
            Tags = (Settings.Tags ?? SortedMap<string>.Empty).SetItem(BootMenuTag, OldTemplate),
        };
        problems.Warn(line, $"'{path}': '{OldTemplate}' is no template any more; it became 'default' with the tag '{BootMenuTag}: {OldTemplate}'.");
    }

    private void Wrong(int line, string path, string why) => problems.Add(line, $"'{path}': {why}");
}
