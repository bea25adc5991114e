using System.Text.Json.Serialization;
using Warewulf.Core.Collections;
using Warewulf.Core.Validation;

namespace Warewulf.Core.Nodes;

/// <summary>What <c>add</c>, <c>set</c> and <c>unset</c> do to the settings of a node or profile.</summary>
/// <remarks>What a request leaves out reaches the properties as unset, and they put their default there.</remarks>
public sealed record SettingsEdit
{
    private static readonly Dictionary<string, string> NoFields = [];

    /// <summary>Values by the flag of a field, such as <c>ipaddr</c>; lists are written with commas. <c>UNDEF</c> removes a value.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init => field = value ?? NoFields; } = NoFields;

    /// <summary>The network that network fields apply to.</summary>
    public string NetName { get; init => field = value ?? FieldTarget.DefaultNet; } = FieldTarget.DefaultNet;

    /// <summary>The disk that disk and partition fields apply to.</summary>
    public string? DiskName { get; init; }

    /// <summary>The partition that partition fields apply to.</summary>
    public string? PartName { get; init; }

    /// <summary>The file system that file system fields apply to: a device, or the label of the partition that is named too.</summary>
    public string? FsName { get; init; }

    /// <summary>Tags to remove.</summary>
    public IReadOnlyList<string> TagDelete { get; init => field = value ?? []; } = [];

    /// <summary>Tags of the BMC to remove.</summary>
    public IReadOnlyList<string> IpmiTagDelete { get; init => field = value ?? []; } = [];

    /// <summary>Tags of the network device to remove.</summary>
    public IReadOnlyList<string> NetTagDelete { get; init => field = value ?? []; } = [];

    /// <summary>A network device to remove.</summary>
    public string? NetDelete { get; init; }

    /// <summary>A disk to remove.</summary>
    public string? DiskDelete { get; init; }

    /// <summary>A partition to remove: of the disk that is named, else of every disk that has one of that label.</summary>
    public string? PartDelete { get; init; }

    /// <summary>A file system to remove.</summary>
    public string? FsDelete { get; init; }

    /// <summary>Whether what is to be removed may be absent.</summary>
    public bool AbsentIsFine { get; init; }

    /// <summary>Whether it does nothing.</summary>
    [JsonIgnore]
    public bool IsEmpty =>
        Fields.Count == 0 && TagDelete.Count == 0 && IpmiTagDelete.Count == 0 && NetTagDelete.Count == 0
        && NetDelete is null && DiskDelete is null && PartDelete is null && FsDelete is null;

    /// <summary>Tells everything that is wrong with it whatever it is applied to.</summary>
    /// <param name="isProfile">Whether it is meant for profiles, which lack some fields.</param>
    public IEnumerable<string> Problems(bool isProfile)
    {
        if (!Names.IsFileName(NetName))
        {
            yield return $"'{Names.Printable(NetName)}' is not a network name: use letters, digits, '.', '-', ':' and '_'.";
        }

        foreach (var (flag, text) in Fields)
        {
            if (NodeFields.TryFind(flag) is not { } field)
            {
                yield return $"There is no field '{Names.Printable(flag)}': see 'wwctl node set --help' for those there are.";
            }
            else if (isProfile && field.IsNodeOnly)
            {
                yield return $"--{flag}: profiles have no such field. Set it on nodes.";
            }
            else if (text is null)
            {
                yield return $"--{flag}: the value is null; {NodeField.Undefined} removes one.";
            }
            else if (!FieldText.IsRemoval(field.Kind, text) && field.Validate(text) is { } problem)
            {
                yield return problem;
            }
            else if (Missing(field.Scope) is { } missing)
            {
                yield return $"--{flag}: which one is meant is not said: add {missing}.";
            }
        }

        if (FsName is { } fs && FileSystem() is null)
        {
            yield return $"--fsname: '{Names.Printable(fs)}' is neither a device below /dev nor the partition given with --partname.";
        }
    }

    /// <summary>Refuses an edit that is wrong whatever it is applied to, with everything that is wrong.</summary>
    /// <param name="isProfile">Whether it is meant for profiles.</param>
    /// <exception cref="WarewulfException">Something is.</exception>
    public void ThrowIfWrong(bool isProfile)
    {
        if (string.Join(' ', Problems(isProfile)) is { Length: > 0 } problems)
        {
            throw WarewulfException.Invalid(problems);
        }
    }

    /// <summary>The settings after the edit.</summary>
    /// <param name="settings">The settings before.</param>
    /// <param name="value">Gives the text for a field, where it is not the same for all.</param>
    /// <exception cref="WarewulfException">Something to be removed is not there, or a value is wrong.</exception>
    public NodeSettings Apply(NodeSettings settings, Func<NodeField, string, string>? value = null)
    {
        var target = new FieldTarget { Net = NetName, Disk = DiskName, Partition = PartName, FileSystem = FileSystem() };
        foreach (var (flag, text) in Fields.Where(field => NodeFields.Find(field.Key).Kind != NodeFieldKind.TagMap))
        {
            var field = NodeFields.Find(flag);
            settings = field.Set(settings, target, value?.Invoke(field, text) ?? text);
        }

        settings = settings with
        {
            NetworkDevices = Remove(settings.NetworkDevices, NetDelete, "network device"),
            Disks = Remove(RemovePartition(settings.Disks), DiskDelete, "disk"),
            FileSystems = Remove(settings.FileSystems, FsDelete, "file system"),
        };
        settings = EditTags(settings, target, "tagadd", TagDelete);
        settings = EditTags(settings, target, "ipmitagadd", IpmiTagDelete);
        return EditTags(settings, target, "nettagadd", NetTagDelete);
    }

    private NodeSettings EditTags(NodeSettings settings, FieldTarget target, string flag, IReadOnlyList<string> delete)
    {
        var field = NodeFields.Find(flag);
        if (delete.Count > 0 && field.GetValue(settings, target) is SortedMap<string> tags)
        {
            settings = field.SetValue(settings, target, delete.Aggregate(tags, (left, tag) => left.Remove(tag)));
        }

        return Fields.TryGetValue(flag, out var add) ? field.Set(settings, target, add) : settings;
    }

    private SortedMap<DiskConfig>? RemovePartition(SortedMap<DiskConfig>? disks)
    {
        if (PartDelete is null)
        {
            return disks;
        }

        var having = (disks ?? SortedMap<DiskConfig>.Empty)
            .Where(disk => (DiskName is null || disk.Key == DiskName) && disk.Value.Partitions?.ContainsKey(PartDelete) == true).ToList();
        if (having.Count == 0 && !AbsentIsFine)
        {
            throw Absent("partition", PartDelete);
        }

        foreach (var (name, disk) in having)
        {
            var left = disk with { Partitions = disk.Partitions!.Count == 1 ? null : disk.Partitions.Remove(PartDelete) };
            disks = left.Equals(new DiskConfig()) ? disks!.Remove(name) : disks!.SetItem(name, left);
        }

        return disks is { IsEmpty: false } ? disks : null;
    }

    private SortedMap<T>? Remove<T>(SortedMap<T>? map, string? name, string what)
    {
        if (name is null)
        {
            return map;
        }

        if (map?.ContainsKey(name) != true)
        {
            return AbsentIsFine ? map : throw Absent(what, name);
        }

        return map.Count == 1 ? null : map.Remove(name);
    }

    private static WarewulfException Absent(string what, string name) =>
        WarewulfException.NotFound($"There is no {what} '{Names.Printable(name)}' to remove.");

    private string? Missing(FieldScope scope) => scope switch
    {
        FieldScope.Disk when DiskName is null => "--diskname",
        FieldScope.Partition when DiskName is null => "--diskname",
        FieldScope.Partition when PartName is null => "--partname",
        FieldScope.FileSystem when FsName is null => "--fsname",
        _ => null,
    };

    private string? FileSystem() =>
        FsName is null ? null
        : FsName.StartsWith("/dev", StringComparison.Ordinal) ? FsName
        : FsName == PartName ? "/dev/disk/by-partlabel/" + PartName
        : null;
}
