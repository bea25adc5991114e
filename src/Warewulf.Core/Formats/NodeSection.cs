using Warewulf.Core.Nodes;

namespace Warewulf.Core.Formats;

/// <summary>
/// A part of a node that stands below a key of its own in <c>nodes.conf</c>: <c>kernel</c> and <c>ipmi</c> are one section, the others hold one
/// for each device.
/// </summary>
internal sealed class NodeSection
{
    private static readonly List<NodeSection> Sections =
    [
        new(FieldScope.Own, "kernel", FieldScope.Kernel),
        new(FieldScope.Own, "ipmi", FieldScope.Ipmi),
        new(FieldScope.Own, "network devices", FieldScope.Net) { Name = target => target.Net, At = (target, name) => target with { Net = name } },
        new(FieldScope.Own, "disks", FieldScope.Disk) { Name = target => target.Disk, At = (target, name) => target with { Disk = name } },
        new(FieldScope.Disk, "partitions", FieldScope.Partition)
        {
            Name = target => target.Partition,
            At = (target, name) => target with { Partition = name },
        },
        new(FieldScope.Own, "filesystems", FieldScope.FileSystem)
        {
            Name = target => target.FileSystem,
            At = (target, name) => target with { FileSystem = name },
        },
    ];

    private NodeSection(FieldScope parent, string key, FieldScope scope)
    {
        Parent = parent;
        Key = key;
        Scope = scope;
    }

    /// <summary>The scope it stands in.</summary>
    public FieldScope Parent { get; }

    /// <summary>Its key there.</summary>
    public string Key { get; }

    /// <summary>The scope of its fields.</summary>
    public FieldScope Scope { get; }

    /// <summary>Which device a place is about; unset for a single section.</summary>
    public Func<FieldTarget, string?>? Name { get; private init; }

    /// <summary>The place of a device of a name.</summary>
    public Func<FieldTarget, string, FieldTarget>? At { get; private init; }

    /// <summary>The section below a key.</summary>
    public static NodeSection? Find(FieldScope parent, string key) => Sections.Find(section => section.Parent == parent && section.Key == key);

    /// <summary>The keys that stand in a scope.</summary>
    public static IEnumerable<string> Keys(FieldScope scope) =>
        NodeFields.All.Where(field => field.Scope == scope).Select(field => field.Key)
            .Concat(Sections.Where(section => section.Parent == scope).Select(section => section.Key));

    /// <summary>What stands in a scope, fields and sections, in the order of the table of fields.</summary>
    public static IEnumerable<(NodeField? Field, NodeSection? Section)> Layout(FieldScope scope)
    {
        var done = new HashSet<NodeSection>();
        foreach (var field in NodeFields.All)
        {
            if (field.Scope == scope)
            {
                yield return (field, null);
            }
            else if (Sections.Find(section => section.Scope == field.Scope) is { } section && section.Parent == scope && done.Add(section))
            {
                yield return (null, section);
            }
        }
    }

    /// <summary>The places below <paramref name="target"/> where some settings have the section.</summary>
    public IEnumerable<FieldTarget> Targets(NodeSettings settings, FieldTarget target)
    {
        var all = NodeFields.All.First(field => field.Scope == Scope).Targets(settings);
        return Name is null ? all : all.Where(found => Parent != FieldScope.Disk || found.Disk == target.Disk).OrderBy(Name, NaturalOrder.Comparer!);
    }
}
