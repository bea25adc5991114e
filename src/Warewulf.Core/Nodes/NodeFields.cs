using System.Collections.Frozen;
using System.Text.Json;
using Warewulf.Core.Collections;
using static Warewulf.Core.Nodes.FieldGroups;

namespace Warewulf.Core.Nodes;

/// <summary>
/// The one table of the fields of nodes and profiles, in the order in which they are displayed. Flags, files, differences, checks,
/// documentation and completion all come from it.
/// </summary>
public static class NodeFields
{
    private static readonly FrozenDictionary<string, NodeField> ByFlag;
    private static readonly FrozenDictionary<(FieldScope, string), NodeField> ByKey;

    // The table cut where the scope changes.
    private static readonly List<List<NodeField>> Runs;

    static NodeFields()
    {
        All =
        [
            NodeOnly(Own.YesNo("discoverable|e", "discoverable", "Discoverable", "the next machine that nobody knows becomes this node",
                s => s.Discoverable, (s, v) => s with { Discoverable = v })),
            NodeOnly(Secret(Own.Text("asset", "asset key", "AssetKey", "secret that the machine's firmware must present",
                s => s.AssetKey, (s, v) => s with { AssetKey = v }))),
            Own.List("profile|P", "profiles", "Profiles", "profiles to build on, later ones win", s => s.Profiles, (s, v) => s with { Profiles = v }),
            Own.Text("comment", "comment", "Comment", "a remark", s => s.Comment, (s, v) => s with { Comment = v }),
            Own.Text("cluster|c", "cluster name", "ClusterName", "cluster the node belongs to", s => s.ClusterName, (s, v) => s with { ClusterName = v }),
            Own.Text("image", "image name", "ImageName", "image to boot", s => s.ImageName, (s, v) => s with { ImageName = v }),
            Own.Text("ipxe", "ipxe template", "Ipxe", "boot script template", s => s.IpxeTemplate, (s, v) => s with { IpxeTemplate = v }),
            Own.List("runtime-overlays|R", "runtime overlay", "RuntimeOverlay", "overlays applied at boot and while running",
                s => s.RuntimeOverlays, (s, v) => s with { RuntimeOverlays = v }),
            Own.List("system-overlays|O", "system overlay", "SystemOverlay", "overlays applied at boot",
                s => s.SystemOverlays, (s, v) => s with { SystemOverlays = v }),
            Kernel.Text("kernelversion", "version", "Version", "kernel version to boot", k => k.Version, (k, v) => k with { Version = v }),
            Kernel.List("kernelargs|A", "args", "Args", "kernel arguments", k => k.Args, (k, v) => k with { Args = v }),
            Ipmi.Text("ipmiuser", "username", "UserName", "account on the BMC", i => i.UserName, (i, v) => i with { UserName = v }),
            Secret(Ipmi.Text("ipmipass", "password", "Password", "password on the BMC", i => i.Password, (i, v) => i with { Password = v })),
            Ipmi.Address("ipmiaddr", "ipaddr", "Ipaddr", "address of the BMC", null, i => i.Ipaddr, (i, v) => i with { Ipaddr = v }),
            Ipmi.Address("ipmigateway", "gateway", "Gateway", "gateway of the BMC", null, i => i.Gateway, (i, v) => i with { Gateway = v }),
            Ipmi.Address("ipminetmask", "netmask", "Netmask", "netmask of the BMC", FieldGroup.Mask, i => i.Netmask, (i, v) => i with { Netmask = v }),
            Ipmi.Number("ipmiport", "port", "Port", "port of the BMC", 65535, i => i.Port, (i, v) => i with { Port = v }),
            Ipmi.Text("ipmiinterface", "interface", "Interface", "protocol of the BMC, such as lanplus", i => i.Interface, (i, v) => i with { Interface = v }),
            Ipmi.Text("ipmiescapechar", "escapechar", "EscapeChar", "escape character of the serial console", i => i.EscapeChar, (i, v) => i with { EscapeChar = v }),
            Ipmi.YesNo("ipmiwrite", "write", "Write", "write these settings to the BMC at boot", i => i.Write, (i, v) => i with { Write = v }),
            Ipmi.Text("ipmitemplate", "template", "Template", "power command template", i => i.Template, (i, v) => i with { Template = v }),
            Ipmi.Tags("ipmitagadd", "tags of the BMC to add, as key=value", i => i.Tags, (i, v) => i with { Tags = v }),
            Own.Text("init|i", "init", "Init", "program started as process 1", s => s.Init, (s, v) => s with { Init = v }),
            Own.Text("root", "root", "Root", "where the image lives: initramfs, tmpfs or a device", s => s.Root, (s, v) => s with { Root = v }),
            Net.Text("type|T", "type", "Type", "kind of network device", n => n.Type, (n, v) => n with { Type = v }),
            Net.YesNo("onboot", "onboot", "OnBoot", "bring the device up at boot", n => n.OnBoot, (n, v) => n with { OnBoot = v }),
            Net.Text("netdev|N", "device", "Device", "kernel name of the device, such as eth0", n => n.Device, (n, v) => n with { Device = v }),
            Net.Mac("hwaddr|H", "hwaddr", "Hwaddr", "hardware address", n => n.Hwaddr, (n, v) => n with { Hwaddr = v }),
            Net.Address("ipaddr|I", "ipaddr", "Ipaddr", "IPv4 address", FieldGroup.IPv4, n => n.Ipaddr, (n, v) => n with { Ipaddr = v }),
            Net.Address("netmask|M", "netmask", "Netmask", "IPv4 netmask", FieldGroup.Mask, n => n.Netmask, (n, v) => n with { Netmask = v }),
            Net.Address("gateway|G", "gateway", "Gateway", "IPv4 gateway", FieldGroup.IPv4, n => n.Gateway, (n, v) => n with { Gateway = v }),
            Net.Address("ipaddr6", "ipaddr6", "Ipaddr6", "IPv6 address", FieldGroup.IPv6, n => n.Ipaddr6, (n, v) => n with { Ipaddr6 = v }),
            Net.Number("prefixlen6", "prefixlen6", "PrefixLen6", "IPv6 prefix length", 128, n => n.PrefixLen6, (n, v) => n with { PrefixLen6 = v }),
            Net.Address("gateway6", "gateway6", "Gateway6", "IPv6 gateway", FieldGroup.IPv6, n => n.Gateway6, (n, v) => n with { Gateway6 = v }),
            Net.Number("mtu", "mtu", "MTU", "maximum transmission unit in bytes", 65535, n => n.Mtu, (n, v) => n with { Mtu = v }),
            Net.Tags("nettagadd", "tags of the device to add, as key=value", n => n.Tags, (n, v) => n with { Tags = v }),
            Own.Tags("tagadd", "tags to add, as key=value", s => s.Tags, (s, v) => s with { Tags = v }),
            Own.Text("primarynet|p", "primary network", "PrimaryNetDev", "network whose device is the primary one",
                s => s.PrimaryNetwork, (s, v) => s with { PrimaryNetwork = v }),
            Disk.TriState("diskwipe", "wipe_table", "WipeTable", "replace the partition table", d => d.WipeTable, (d, v) => d with { WipeTable = v }),
            Partition.Number("partnumber", "number", "Number", "number of the partition", 128, p => p.Number, (p, v) => p with { Number = v }),
            Partition.Number("partsize", "size_mib", "SizeMiB", "size of the partition in MiB", uint.MaxValue, p => p.SizeMiB, (p, v) => p with { SizeMiB = v }),
            Partition.Number(null, "start_mib", "StartMiB", "start of the partition in MiB", uint.MaxValue, p => p.StartMiB, (p, v) => p with { StartMiB = v }),
            Partition.Text("parttype", "type_guid", "TypeGuid", "GUID of the partition's type", p => p.TypeGuid, (p, v) => p with { TypeGuid = v }),
            Partition.Text(null, "guid", "Guid", "GUID of the partition", p => p.Guid, (p, v) => p with { Guid = v }),
            Partition.TriState("partwipe", "wipe_partition_entry", "WipePartitionEntry", "delete a partition that differs",
                p => p.WipePartitionEntry, (p, v) => p with { WipePartitionEntry = v }),
            Partition.TriState("partcreate", "should_exist", "ShouldExist", "make the partition when it is absent",
                p => p.ShouldExist, (p, v) => p with { ShouldExist = v }),
            Partition.TriState(null, "resize", "Resize", "allow a change of size", p => p.Resize, (p, v) => p with { Resize = v }),
            FileSystem.Text("fsformat", "format", "Format", "kind of file system, such as ext4", f => f.Format, (f, v) => f with { Format = v }),
            FileSystem.Text("fspath", "path", "Path", "where the file system is mounted", f => f.Path, (f, v) => f with { Path = v }),
            FileSystem.TriState("fswipe", "wipe_filesystem", "WipeFileSystem", "make the file system anew", f => f.WipeFileSystem, (f, v) => f with { WipeFileSystem = v }),
            FileSystem.Text(null, "label", "Label", "label of the file system", f => f.Label, (f, v) => f with { Label = v }),
            FileSystem.Text(null, "uuid", "Uuid", "UUID of the file system", f => f.Uuid, (f, v) => f with { Uuid = v }),
            FileSystem.List(null, "options", "Options", "options for making it", f => f.Options, (f, v) => f with { Options = v }),
            FileSystem.Text(null, "mount_options", "MountOptions", "options for mounting it", f => f.MountOptions, (f, v) => f with { MountOptions = v }),
            Own.Resources("resources", "Resources", "values of any shape", s => s.Resources, (s, v) => s with { Resources = v }),
        ];
        Settable = [.. All.Where(field => field.Flag is not null)];
        ByFlag = Settable.ToFrozenDictionary(field => field.Flag!);
        ByKey = All.ToFrozenDictionary(field => (field.Scope, field.Key));
        Runs = [];
        foreach (var field in All)
        {
            if (Runs.Count == 0 || Runs[^1][0].Scope != field.Scope)
            {
                Runs.Add([]);
            }

            Runs[^1].Add(field);
        }
    }

    /// <summary>Every field, in display order.</summary>
    public static IReadOnlyList<NodeField> All { get; }

    /// <summary>The fields that a flag sets.</summary>
    public static IReadOnlyList<NodeField> Settable { get; }

    /// <summary>Finds a field by its long flag without dashes.</summary>
    /// <exception cref="WarewulfException">There is no such field.</exception>
    public static NodeField Find(string flag) =>
        ByFlag.TryGetValue(flag, out var field)
            ? field
            : throw WarewulfException.Invalid(
                $"There is no field '{Validation.Names.Printable(flag)}': see 'wwctl node set --help' for those there are.");

    /// <summary>Finds a field by its long flag without dashes, or nothing.</summary>
    public static NodeField? TryFind(string flag) => ByFlag.GetValueOrDefault(flag);

    /// <summary>Finds a field by its key in <c>nodes.conf</c>.</summary>
    public static NodeField? Find(FieldScope scope, string key) => ByKey.GetValueOrDefault((scope, key));

    /// <summary>Every value some settings have, in display order; tags and resources one by one.</summary>
    public static IEnumerable<FieldEntry> Entries(NodeSettings settings)
    {
        for (var run = 0; run < Runs.Count; run++)
        {
            if (Runs[run][0].Scope == FieldScope.Partition)
            {
                continue;
            }

            // A device's fields stand together, and a disk's partitions come right after it.
            foreach (var target in Targets(Runs[run]))
            {
                var partitions = Runs[run][0].Scope == FieldScope.Disk ? Runs[run + 1] : [];
                var nested = partitions.Count == 0 ? [] : Targets(partitions).Where(partition => partition.Disk == target.Disk);
                foreach (var entry in List(Runs[run], target).Concat(nested.SelectMany(partition => List(partitions, partition))))
                {
                    yield return entry;
                }
            }
        }

        IEnumerable<FieldTarget> Targets(List<NodeField> fields) => fields[0].Targets(settings);

        IEnumerable<FieldEntry> List(List<NodeField> fields, FieldTarget target) => fields.SelectMany(field => Entries(field, settings, target));
    }

    /// <summary>Whether two settings say the same, without writing anything of them.</summary>
    public static bool AreSame(NodeSettings one, NodeSettings other) =>
        ReferenceEquals(one, other) || (IsPartOf(one, other) && IsPartOf(other, one));

    private static bool IsPartOf(NodeSettings part, NodeSettings whole)
    {
        foreach (var run in Runs)
        {
            foreach (var target in run[0].Targets(part))
            {
                foreach (var field in run)
                {
                    if (!FieldText.AreSame(field.GetValue(part, target), field.GetValue(whole, target)))
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    private static IEnumerable<FieldEntry> Entries(NodeField field, NodeSettings settings, FieldTarget target) => field.GetValue(settings, target) switch
    {
        SortedMap<string> tags => tags.Select(tag => new FieldEntry(field, target, tag.Key, tag.Value, settings)),
        SortedMap<JsonElement> resources => resources.Select(resource => new FieldEntry(field, target, resource.Key, resource.Value.GetRawText(), settings)),
        var value when FieldText.Format(value) is { } text => [new FieldEntry(field, target, null, text, settings)],
        _ => [],
    };

    private static NodeField Secret(NodeField field)
    {
        field.IsSecret = true;
        return field;
    }

    private static NodeField NodeOnly(NodeField field)
    {
        field.IsNodeOnly = true;
        return field;
    }
}
