using Warewulf.Core.Collections;

namespace Warewulf.Core.Nodes;

/// <summary>The ways from a node's settings to its parts. What has become empty is dropped, whoever emptied it.</summary>
internal static class FieldGroups
{
    public static FieldGroup<NodeSettings> Own { get; } = new(
        FieldScope.Own, _ => "", _ => "", _ => [FieldTarget.Default], (s, _) => s, (_, _, v) => v ?? NodeSettings.Empty, NodeSettings.Empty);

    public static FieldGroup<KernelConfig> Kernel { get; } = new(
        FieldScope.Kernel, _ => "Kernel.", _ => "kernel.", s => s.Kernel is null ? [] : [FieldTarget.Default],
        (s, _) => s.Kernel, (s, _, v) => s with { Kernel = v }, new KernelConfig());

    public static FieldGroup<IpmiConfig> Ipmi { get; } = new(
        FieldScope.Ipmi, _ => "Ipmi.", _ => "ipmi.", s => s.Ipmi is null ? [] : [FieldTarget.Default],
        (s, _) => s.Ipmi, (s, _, v) => s with { Ipmi = v }, new IpmiConfig());

    public static FieldGroup<NetworkConfig> Net { get; } = new(
        FieldScope.Net,
        t => $"NetDevs[{t.Net}].",
        t => $"netdevs[{t.Net}].",
        s => (s.NetworkDevices ?? SortedMap<NetworkConfig>.Empty).Keys.Select(net => new FieldTarget { Net = net }),
        (s, t) => s.NetworkDevices?.GetValueOrDefault(t.Net),
        (s, t, v) => s with { NetworkDevices = Put(s.NetworkDevices, t.Net, v) },
        new NetworkConfig());

    public static FieldGroup<DiskConfig> Disk { get; } = new(
        FieldScope.Disk,
        t => $"Disks[{t.Disk}].",
        t => $"disks[{t.Disk}].",
        s => (s.Disks ?? SortedMap<DiskConfig>.Empty).Keys.Select(disk => new FieldTarget { Disk = disk }),
        GetDisk,
        (s, t, v) => s with { Disks = Put(s.Disks, Named(t.Disk, "--diskname"), v) },
        new DiskConfig());

    public static FieldGroup<PartitionConfig> Partition { get; } = new(
        FieldScope.Partition,
        t => $"Disks[{t.Disk}].Partitions[{t.Partition}].",
        t => $"disks[{t.Disk}].partitions[{t.Partition}].",
        s => (s.Disks ?? SortedMap<DiskConfig>.Empty).SelectMany(disk =>
            (disk.Value.Partitions ?? SortedMap<PartitionConfig>.Empty).Keys.Select(part => new FieldTarget { Disk = disk.Key, Partition = part })),
        (s, t) => t.Partition is null ? null : GetDisk(s, t)?.Partitions?.GetValueOrDefault(t.Partition),
        (s, t, v) =>
        {
            var disk = GetDisk(s, t) ?? new DiskConfig();
            disk = disk with { Partitions = Put(disk.Partitions, Named(t.Partition, "--partname"), v) };
            return s with { Disks = Put(s.Disks, Named(t.Disk, "--diskname"), disk.Equals(new DiskConfig()) ? null : disk) };
        },
        new PartitionConfig());

    public static FieldGroup<FileSystemConfig> FileSystem { get; } = new(
        FieldScope.FileSystem,
        t => $"FileSystems[{t.FileSystem}].",
        t => $"filesystems[{t.FileSystem}].",
        s => (s.FileSystems ?? SortedMap<FileSystemConfig>.Empty).Keys.Select(device => new FieldTarget { FileSystem = device }),
        (s, t) => t.FileSystem is null ? null : s.FileSystems?.GetValueOrDefault(t.FileSystem),
        (s, t, v) => s with { FileSystems = Put(s.FileSystems, Named(t.FileSystem, "--fsname"), v) },
        new FileSystemConfig());

    private static DiskConfig? GetDisk(NodeSettings settings, FieldTarget target) =>
        target.Disk is null ? null : settings.Disks?.GetValueOrDefault(target.Disk);

    private static string Named(string? name, string flag) =>
        name ?? throw WarewulfException.Invalid($"Which one is meant is not said: add {flag}.");

    private static SortedMap<T>? Put<T>(SortedMap<T>? map, string key, T? value)
        where T : class
    {
        map ??= SortedMap<T>.Empty;
        map = value is null ? map.Remove(key) : map.SetItem(key, value);
        return map.IsEmpty ? null : map;
    }
}
