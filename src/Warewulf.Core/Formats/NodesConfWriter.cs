using System.Collections.Immutable;
using System.Text.Json;
using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;

namespace Warewulf.Core.Formats;

/// <summary>Writes <c>nodes.conf</c> so that Warewulf reads the same profiles and nodes from it: keys in the order of the table of fields, names in
/// natural order, nothing for what is not set.</summary>
public static class NodesConfWriter
{
    private static readonly Dictionary<FieldScope, (NodeField? Field, NodeSection? Section)[]> Layouts =
        Enum.GetValues<FieldScope>().ToDictionary(scope => scope, scope => NodeSection.Layout(scope).ToArray());

    /// <summary>Writes the whole file.</summary>
    public static string Write(IEnumerable<ProfileConfig> profiles, IEnumerable<NodeConfig> nodes) => YamlWriter.Document(writer =>
    {
        writer.Map("nodeprofiles", () => Named(writer, profiles.Select(profile => KeyValuePair.Create(profile.Name.ToString(), profile.Settings))));
        writer.Map("nodes", () => Named(writer, nodes.Select(node => KeyValuePair.Create(node.Name.ToString(), node.Settings))));
    });

    /// <summary>Writes settings by name and nothing else, as <c>node export</c> and editors want them; <c>{}</c> for none.</summary>
    public static string WriteMap(IEnumerable<KeyValuePair<string, NodeSettings>> settings) => YamlWriter.Document(writer => Named(writer, settings));

    private static void Named(YamlWriter writer, IEnumerable<KeyValuePair<string, NodeSettings>> named)
    {
        foreach (var (name, settings) in named.OrderBy(one => one.Key, NaturalOrder.Comparer))
        {
            writer.Map(name, () => Section(writer, settings, FieldScope.Own, FieldTarget.Default));
        }
    }

    private static void Section(YamlWriter writer, NodeSettings settings, FieldScope scope, FieldTarget target)
    {
        foreach (var (field, section) in Layouts[scope])
        {
            if (field is not null)
            {
                Field(writer, field, settings, target);
            }
            else if (Targets(section!, settings, target) is { Count: > 0 } places)
            {
                writer.Map(section!.Key, () => Places(writer, settings, section, places));
            }
        }
    }

    private static void Places(YamlWriter writer, NodeSettings settings, NodeSection section, List<FieldTarget> places)
    {
        foreach (var place in places)
        {
            if (section.Name is { } name)
            {
                writer.Map(name(place)!, () => Section(writer, settings, section.Scope, place));
            }
            else
            {
                Section(writer, settings, section.Scope, place);
            }
        }
    }

    // Places without any content are left out: a device that nothing is said of would still be one to Warewulf.
    private static List<FieldTarget> Targets(NodeSection section, NodeSettings settings, FieldTarget target) =>
        [.. section.Targets(settings, target).Where(place => HasContent(settings, section.Scope, place))];

    private static bool HasContent(NodeSettings settings, FieldScope scope, FieldTarget target) => Layouts[scope].Any(part =>
        part.Field is { } field ? !IsEmpty(field.GetValue(settings, target)) : Targets(part.Section!, settings, target).Count > 0);

    private static bool IsEmpty(object? value) => value switch
    {
        null or "" => true,
        ImmutableArray<string> list => list.IsDefaultOrEmpty,
        SortedMap<string> tags => tags.IsEmpty,
        SortedMap<JsonElement> resources => resources.IsEmpty,
        _ => false,
    };

    private static void Field(YamlWriter writer, NodeField field, NodeSettings settings, FieldTarget target)
    {
        var value = field.GetValue(settings, target);
        switch (value)
        {
            case var _ when IsEmpty(value):
                break;
            case string word when field.Kind == NodeFieldKind.YesNo && YesNo.IsWord(word):
                // Warewulf knows fewer words: to it, "on" means no.
                writer.Text(field.Key, YesNo.OrFalse(word) ? "true" : "false");
                break;
            case bool flag:
                writer.Flag(field.Key, flag);
                break;
            case ImmutableArray<string> list:
                writer.List(field.Key, list);
                break;
            case SortedMap<string> tags:
                writer.Map(field.Key, () => Entries(tags, writer.Text));
                break;
            case SortedMap<JsonElement> resources:
                writer.Map(field.Key, () => Entries(resources, writer.Json));
                break;
            default:
                writer.Text(field.Key, value!.ToString()!);
                break;
        }
    }

    private static void Entries<T>(SortedMap<T> map, Action<string, T> write)
    {
        foreach (var (key, value) in map.OrderBy(entry => entry.Key, NaturalOrder.Comparer))
        {
            write(key, value);
        }
    }
}
