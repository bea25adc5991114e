using System.Collections.Immutable;
using Warewulf.Core.Collections;

namespace Warewulf.Core.Nodes;

/// <summary>What settings that come whole, rather than field by field, may have wrong beside their values.</summary>
public static class SettingsShape
{
    /// <summary>The names of devices, disks, partitions, file systems, tags and resources.</summary>
    public static IEnumerable<string> Keys(NodeSettings settings) =>
        Of(settings.NetworkDevices).Concat((settings.NetworkDevices ?? SortedMap<NetworkConfig>.Empty).Values.SelectMany(device => Of(device.Tags)))
            .Concat(Of(settings.Disks)).Concat((settings.Disks ?? SortedMap<DiskConfig>.Empty).Values.SelectMany(disk => Of(disk.Partitions)))
            .Concat(Of(settings.FileSystems)).Concat(Of(settings.Tags)).Concat(Of(settings.Ipmi?.Tags)).Concat(Of(settings.Resources));

    /// <summary>Whether a list holds an item that is unset.</summary>
    public static bool HasNulls(NodeSettings settings) =>
        Has(settings.Profiles) || Has(settings.RuntimeOverlays) || Has(settings.SystemOverlays) || Has(settings.Kernel?.Args)
        || (settings.FileSystems ?? SortedMap<FileSystemConfig>.Empty).Values.Any(fileSystem => Has(fileSystem.Options));

    private static IEnumerable<string> Of<T>(SortedMap<T>? map) => map?.Keys ?? [];

    private static bool Has(ImmutableArray<string>? list) => list is { IsDefault: false } items && items.Contains(null!);
}
