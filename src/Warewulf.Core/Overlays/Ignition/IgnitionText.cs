using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;

namespace Warewulf.Core.Overlays.Ignition;

/// <summary>A node's disks and file systems as the configuration that Ignition reads.</summary>
internal static class IgnitionText
{
    private static readonly char[] OptionSeparators = [',', ' ', '\t'];

    /// <summary>The configuration; empty for a node without disks and file systems; what is wrong with them, in words, when something is.</summary>
    internal static string Of(NodeSettings settings)
    {
        if (settings is { Disks: null or { Count: 0 }, FileSystems: null or { Count: 0 } })
        {
            return "";
        }

        var problems = new List<string>();
        var storage = new IgnitionStorage
        {
            Disks = Each(settings.Disks, (device, disk) => Disk(device, disk, problems)),
            FileSystems = Each(settings.FileSystems, FileSystem),
        };
        IgnitionValidator.Check(storage, problems);
        return problems.Count > 0
            ? string.Join("; ", problems)
            : JsonSerializer.Serialize(new IgnitionConfig { Storage = storage }, IgnitionJsonContext.Default.IgnitionConfig);
    }

    private static ImmutableArray<TResult>? Each<T, TResult>(SortedMap<T>? items, Func<string, T, TResult> convert) =>
        items is { Count: > 0 } ? [.. items.Select(item => convert(item.Key, item.Value))] : null;

    private static IgnitionDisk Disk(string device, DiskConfig disk, List<string> problems)
    {
        var partitions = Each(disk.Partitions, (label, partition) => Partition(device, label, partition, problems));
        return new IgnitionDisk
        {
            Device = device,
            WipeTable = disk.WipeTable,
            Partitions = partitions is { } found ? [.. found.OrderBy(partition => partition.Number ?? int.MaxValue)] : null,
        };
    }

    private static IgnitionPartition Partition(string device, string label, PartitionConfig partition, List<string> problems)
    {
        var number = Number(partition.Number, "number");

        // Of a partition that is to be gone, only the number says which.
        return partition.ShouldExist == false && number is not null
            ? new IgnitionPartition { Number = number, ShouldExist = false, WipePartitionEntry = partition.WipePartitionEntry }
            : new IgnitionPartition
            {
                Label = label,
                Number = number,
                SizeMiB = Number(partition.SizeMiB, "size"),
                StartMiB = Number(partition.StartMiB, "start"),
                TypeGuid = Text(partition.TypeGuid),
                Guid = Text(partition.Guid),
                WipePartitionEntry = partition.WipePartitionEntry,
                ShouldExist = partition.ShouldExist,
            };

        int? Number(string? text, string what)
        {
            if (string.IsNullOrEmpty(text))
            {
                return null;
            }

            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                problems.Add($"disk '{device}', partition '{label}': the {what} '{text}' is not a whole number");
                return null;
            }

            return value == 0 ? null : value;
        }
    }

    private static IgnitionFileSystem FileSystem(string device, FileSystemConfig system) => new()
    {
        Device = device,
        Format = Text(system.Format),

        // Swap spaces are not mounted; nodes.conf often says 'swap' there.
        Path = system.Format == "swap" ? null : Text(system.Path),
        Label = Text(system.Label),
        Uuid = Text(system.Uuid),
        Options = system.Options is { IsDefaultOrEmpty: false } options ? options : null,
        MountOptions = Text(system.MountOptions) is { } mount ? [.. mount.Split(OptionSeparators, StringSplitOptions.RemoveEmptyEntries)] : null,
        WipeFileSystem = system.WipeFileSystem,
    };

    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
