using System.Text.Json;
using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;
using Warewulf.Templates.Values;

namespace Warewulf.Core.Overlays.Data;

/// <summary>
/// A merged node as templates see it: kernel, management controller, devices and tags are never nil. Made when a template first
/// looks at the node; its parts are made when a template looks at those.
/// </summary>
internal sealed class NodeView(EffectiveNode node, Func<string, string?> detectKernel)
{
    private IReadOnlyDictionary<string, NetworkView>? _devices;
    private IReadOnlyDictionary<string, DiskView>? _disks;
    private IReadOnlyDictionary<string, FileSystemView>? _fileSystems;

    /// <summary>The node's Go type.</summary>
    internal static GoType Type { get; } = GoType.Struct<NodeView>("node.Node", static t =>
    {
        Describe(t, static view => view);
        t.Method("Id", GoType.String, v => GoValue.String(v.Name))
            .Method("Valid", GoType.Bool, _ => GoValue.Bool(true))
            .Method("ContainerName", GoType.String, v => GoValue.String(v.Settings.ImageName));
    });

    internal EffectiveNode Node { get; } = node;

    internal string Name { get; } = node.Name.ToString();

    internal NodeSettings Settings => Node.Settings;

    private IReadOnlyDictionary<string, NetworkView> Devices => _devices ??= NetworkView.Of(Node.NetworkDevices, Node.PrimaryNetwork);

    private IReadOnlyDictionary<string, DiskView> Disks => _disks ??= Bind(Settings.Disks, static (id, disk) => new DiskView(id, disk));

    private IReadOnlyDictionary<string, FileSystemView> FileSystems =>
        _fileSystems ??= Bind(Settings.FileSystems, static (id, fileSystem) => new FileSystemView(id, fileSystem));

    private KernelView Kernel => new(KernelVersion, Settings.Kernel?.Args);

    /// <summary>Adds the fields of a node, and its lists, to a struct that is or holds one.</summary>
    internal static void Describe<T>(GoStructBuilder<T> type, Func<T, NodeView> node)
        where T : class => type
        .Field("Discoverable", ScalarTypes.YesNoWord, v => ScalarTypes.Word(node(v).Settings.Discoverable))
        .Field("AssetKey", v => node(v).Settings.AssetKey)
        .Field("Profiles", GoType.StringList, v => GoValue.Strings(node(v).Settings.Profiles))
        .Field("Comment", v => node(v).Settings.Comment)
        .Field("ClusterName", v => node(v).Settings.ClusterName)
        .Field("ImageName", v => node(v).Settings.ImageName)
        .Field("Ipxe", v => node(v).Settings.IpxeTemplate)
        .Field("RuntimeOverlay", GoType.StringList, v => GoValue.Strings(node(v).Settings.RuntimeOverlays))
        .Field("SystemOverlay", GoType.StringList, v => GoValue.Strings(node(v).Settings.SystemOverlays))
        .Field("Kernel", KernelView.Type.Pointer, v => GoValue.Pointer(KernelView.Type, node(v).Kernel))
        .Field("Ipmi", IpmiView.Type.Pointer, v => GoValue.Pointer(IpmiView.Type, node(v).Settings.Ipmi ?? new IpmiConfig()))
        .Field("Init", v => node(v).Settings.Init)
        .Field("Root", v => node(v).Settings.Root)
        .Field("NetDevs", NetworkView.Type.Pointer.MapFrom(GoType.String), v => NetworkView.Map(node(v).Devices))
        .Field("Tags", GoType.StringMap, v => GoValue.Strings(node(v).Settings.Tags ?? SortedMap<string>.Empty))
        .Field("PrimaryNetDev", v => node(v).Node.PrimaryNetwork ?? node(v).Settings.PrimaryNetwork)
        .Field("Disks", DiskView.Type.Pointer.MapFrom(GoType.String), v => Pointers(DiskView.Type, node(v).Disks))
        .Field("FileSystems", FileSystemView.Type.Pointer.MapFrom(GoType.String), v => Pointers(FileSystemView.Type, node(v).FileSystems))
        .Field("Resources", ScalarTypes.Resource.MapFrom(GoType.String), v => GoValue.Map(
            ScalarTypes.Resource, node(v).Settings.Resources ?? SortedMap<JsonElement>.Empty, ScalarTypes.FromJson))
        .Method("DiskList", DiskView.Type.Pointer.Slice, v => Sorted(DiskView.Type, node(v).Disks))
        .Method("FileSystemList", FileSystemView.Type.Pointer.Slice, v => Sorted(FileSystemView.Type, node(v).FileSystems));

    private static GoValue Pointers<T>(GoType type, IReadOnlyDictionary<string, T> items)
        where T : class => GoValue.Map(type.Pointer, items, item => GoValue.Pointer(type, item));

    private static GoValue Sorted<T>(GoType type, IReadOnlyDictionary<string, T> items)
        where T : class
    {
        var keys = items.Keys.ToArray();
        Array.Sort(keys, GoText.Compare);
        return GoValue.List(type.Pointer, keys, key => GoValue.Pointer(type, items[key]));
    }

    private static Dictionary<string, TView> Bind<TConfig, TView>(
        SortedMap<TConfig>? configs, Func<string, TConfig, TView> view) =>
        (configs ?? SortedMap<TConfig>.Empty)
            .ToDictionary(pair => pair.Key, pair => view(pair.Key, pair.Value), StringComparer.Ordinal);

    private string? KernelVersion()
    {
        if (!string.IsNullOrEmpty(Settings.Kernel?.Version))
        {
            return Settings.Kernel.Version;
        }

        return string.IsNullOrEmpty(Settings.ImageName) ? null : detectKernel(Settings.ImageName);
    }
}
