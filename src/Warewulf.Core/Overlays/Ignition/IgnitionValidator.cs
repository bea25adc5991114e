using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Warewulf.Core.Overlays.Ignition;

/// <summary>Finds what Ignition would refuse, before a node finds out at its boot.</summary>
internal static partial class IgnitionValidator
{
    /// <summary>The longest label of a partition, in UTF-16 units: what an entry of the partition table has room for.</summary>
    private const int MaxPartitionLabel = 36;

    /// <summary>The kinds of file systems that Ignition makes, and the longest label of each, in bytes.</summary>
    private static readonly ImmutableSortedDictionary<string, int> MaxLabels = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        [
            KeyValuePair.Create("btrfs", 256), KeyValuePair.Create("ext4", 16), KeyValuePair.Create("swap", 15), KeyValuePair.Create("vfat", 11),
            KeyValuePair.Create("xfs", 12),
        ]);

    /// <summary>Checks disks and file systems, each aspect by itself, and adds a line for each thing that is wrong.</summary>
    internal static void Check(IgnitionStorage storage, List<string> problems)
    {
        foreach (var disk in storage.Disks ?? [])
        {
            Check(disk, problem => problems.Add($"disk '{disk.Device}'{problem}"));
        }

        foreach (var system in storage.FileSystems ?? [])
        {
            Check(system, problem => problems.Add($"file system on '{system.Device}': {problem}"));
        }
    }

    private static void Check(IgnitionDisk disk, Action<string> add)
    {
        if (!IsAbsolute(disk.Device))
        {
            add(": the device must be an absolute path");
        }

        var partitions = disk.Partitions ?? [];
        foreach (var partition in partitions)
        {
            Check(partition, problem => add($", partition '{partition.Label ?? $"{partition.Number}"}': {problem}"));
        }

        foreach (var number in Repeated(partitions.Select(partition => partition.Number)))
        {
            add($": the partition number {number} is given twice");
        }

        CheckOverlaps(partitions, add);
    }

    private static void Check(IgnitionPartition partition, Action<string> add)
    {
        if (partition.Label is { } label)
        {
            if (label.Length is 0 or > MaxPartitionLabel)
            {
                add($"a label has 1 to {MaxPartitionLabel} characters");
            }

            // Tools that write partition tables take a colon for the label's end.
            if (label.Contains(':', StringComparison.Ordinal))
            {
                add("a label must not contain a colon");
            }

            if (partition.ShouldExist == false)
            {
                add("a partition that is not to exist needs a number, which says which one is meant");
            }
        }

        foreach (var (name, guid) in new[] { ("type_guid", partition.TypeGuid), ("guid", partition.Guid) })
        {
            if (guid is not null && !Guid().IsMatch(guid))
            {
                add($"the {name} '{guid}' is not a GUID, such as 0fc63daf-8483-4772-8e79-3d69d8477de4");
            }
        }
    }

    private static void CheckOverlaps(ImmutableArray<IgnitionPartition> partitions, Action<string> add)
    {
        var placed = partitions.Where(partition => partition is { StartMiB: not null, SizeMiB: not null }).OrderBy(partition => partition.StartMiB).ToList();
        foreach (var (before, after) in placed.Zip(placed.Skip(1)))
        {
            if ((long)before.StartMiB! + (long)before.SizeMiB! > after.StartMiB)
            {
                add($": the partitions '{before.Label}' and '{after.Label}' overlap");
            }
        }
    }

    private static void Check(IgnitionFileSystem system, Action<string> add)
    {
        if (!IsAbsolute(system.Device))
        {
            add("the device must be an absolute path");
        }

        if (system.Path is { } path && !IsAbsolute(path))
        {
            add($"the path '{path}' must be absolute");
        }

        if (system.Format is not { } format)
        {
            if (system is not { Path: null, Label: null, Uuid: null, Options: null, MountOptions: null, WipeFileSystem: not true })
            {
                add("without a format, nothing else can be said of it");
            }
        }
        else if (!MaxLabels.TryGetValue(format, out var longest))
        {
            add($"Ignition makes no '{format}', only {string.Join(", ", MaxLabels.Keys)}");
        }
        else if (system.Label is { } label && Encoding.UTF8.GetByteCount(label) > longest)
        {
            add($"the label '{label}' is longer than the {longest} bytes that {format} has room for");
        }
    }

    private static IEnumerable<int> Repeated(IEnumerable<int?> numbers) =>
        numbers.OfType<int>().GroupBy(number => number).Where(group => group.Skip(1).Any()).Select(group => group.Key).Order();

    private static bool IsAbsolute(string path) => path.StartsWith('/') && !path.Contains('\0', StringComparison.Ordinal);

    [GeneratedRegex("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$")]
    private static partial Regex Guid();
}
