namespace Warewulf.Cli.Commands.Nodes;

/// <summary>How the keys of a node are called in displays, and what is under them.</summary>
/// <param name="Display">The name in displays.</param>
/// <param name="Kind">What the key holds.</param>
/// <param name="Children">The keys under it.</param>
internal sealed record FieldShape(string Display, FieldShapeKind Kind, IReadOnlyDictionary<string, FieldShape> Children)
{
    private static readonly Dictionary<string, FieldShape> None = [];

    /// <summary>A node with its settings.</summary>
    public static FieldShape Node { get; } = MakeNode();

    /// <summary>Whether tables show that it is set, and not what it is.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The shape of a key under this one.</summary>
    public FieldShape Child(string key) => Children.GetValueOrDefault(key) ?? new FieldShape(key, FieldShapeKind.Value, None);

    private static FieldShape MakeNode()
    {
        var tags = Values("Tags");
        var network = Fields(
            ("type", "Type"), ("onboot", "OnBoot"), ("device", "Device"), ("hwaddr", "Hwaddr"), ("ipaddr", "Ipaddr"), ("netmask", "Netmask"),
            ("gateway", "Gateway"), ("ipaddr6", "Ipaddr6"), ("prefixlen6", "PrefixLen6"), ("gateway6", "Gateway6"), ("mtu", "MTU"));
        network.Add("tags", tags);
        var ipmi = Fields(
            ("username", "UserName"), ("ipaddr", "Ipaddr"), ("gateway", "Gateway"), ("netmask", "Netmask"), ("port", "Port"),
            ("interface", "Interface"), ("escapechar", "EscapeChar"), ("write", "Write"), ("template", "Template"));
        ipmi.Add("password", Secret("Password"));
        ipmi.Add("tags", tags);
        var partition = Fields(
            ("number", "Number"), ("size_mib", "SizeMiB"), ("start_mib", "StartMiB"), ("type_guid", "TypeGuid"), ("guid", "Guid"),
            ("wipe_partition_entry", "WipePartitionEntry"), ("should_exist", "ShouldExist"), ("resize", "Resize"));
        var disk = Fields(("wipe_table", "WipeTable"));
        disk.Add("partitions", new FieldShape("Partitions", FieldShapeKind.MapOfGroups, partition));
        var fileSystem = Fields(
            ("format", "Format"), ("path", "Path"), ("wipe_filesystem", "WipeFileSystem"), ("label", "Label"), ("uuid", "Uuid"),
            ("options", "Options"), ("mount_options", "MountOptions"));

        var node = Fields(
            ("discoverable", "Discoverable"), ("profiles", "Profiles"), ("comment", "Comment"), ("cluster name", "ClusterName"),
            ("image name", "ImageName"), ("ipxe template", "Ipxe"), ("runtime overlay", "RuntimeOverlay"), ("system overlay", "SystemOverlay"),
            ("init", "Init"), ("root", "Root"), ("primary network", "PrimaryNetDev"));
        node.Add("asset key", Secret("AssetKey"));
        node.Add("kernel", new FieldShape("Kernel", FieldShapeKind.Group, Fields(("version", "Version"), ("args", "Args"))));
        node.Add("ipmi", new FieldShape("Ipmi", FieldShapeKind.Group, ipmi));
        node.Add("network devices", new FieldShape("NetDevs", FieldShapeKind.MapOfGroups, network));
        node.Add("tags", tags);
        node.Add("disks", new FieldShape("Disks", FieldShapeKind.MapOfGroups, disk));
        node.Add("filesystems", new FieldShape("FileSystems", FieldShapeKind.MapOfGroups, fileSystem));
        node.Add("resources", Values("Resources"));
        return new FieldShape("", FieldShapeKind.Group, node);
    }

    private static FieldShape Values(string display) => new(display, FieldShapeKind.MapOfValues, None);

    private static FieldShape Secret(string display) => new(display, FieldShapeKind.Value, None) { IsSecret = true };

    private static Dictionary<string, FieldShape> Fields(params ReadOnlySpan<(string Key, string Display)> fields)
    {
        var shapes = new Dictionary<string, FieldShape>();
        foreach (var (key, display) in fields)
        {
            shapes.Add(key, new FieldShape(display, FieldShapeKind.Value, None));
        }

        return shapes;
    }
}
