using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Warewulf.Core.Collections;
using Warewulf.Core.Profiles;

namespace Warewulf.Core.Nodes;

/// <summary>
/// Merges profiles into nodes. Nested profiles come before the one that names them, the node comes last; a later value replaces an
/// earlier one, lists are appended, maps are united key by key. What a list of profiles comes to is worked out once for all nodes that
/// have that list.
/// </summary>
/// <param name="findProfile">Finds a profile by name.</param>
public sealed class NodeMerger(Func<string, ProfileConfig?> findProfile)
{
    // Nodes of a site share a few lists. One that has more of them pays with memory only so far.
    private const int MostChains = 4_096;

    private readonly ConcurrentDictionary<string, ProfileChain> _chains = new(StringComparer.Ordinal);

    /// <summary>Merges a node.</summary>
    public EffectiveNode Merge(NodeConfig node)
    {
        var merged = Join(node);
        return new EffectiveNode(
            node,
            merged with
            {
                Profiles = Negate(node.Settings.Profiles),
                Comment = node.Settings.Comment,
                SystemOverlays = Negate(merged.SystemOverlays),
                RuntimeOverlays = Negate(merged.RuntimeOverlays),
                Kernel = merged.Kernel is { Args: not null } kernel ? Negate(kernel) : merged.Kernel,
            },
            Chain(node.Settings.Profiles).Unknown);
    }

    /// <summary>The settings of a node over those of its profiles, before <c>~name</c> removes anything.</summary>
    internal NodeSettings Join(NodeConfig node) => Over(Chain(node.Settings.Profiles).Settings, node.Settings);

    /// <summary>The profiles that a node builds on, directly or through others, in the order in which they apply.</summary>
    internal ProfileChain Chain(ImmutableArray<string>? names)
    {
        if (names is not { IsDefaultOrEmpty: false } list)
        {
            return ProfileChain.None;
        }

        var key = list.Length == 1 ? list[0] : string.Join('\0', list);
        if (_chains.TryGetValue(key, out var chain))
        {
            return chain;
        }

        chain = Resolve(list);
        if (_chains.Count < MostChains)
        {
            _chains.TryAdd(key, chain);
        }

        return chain;
    }

    // Depth first with one shared set of names already seen, which also ends cycles; then ~name removes name wherever it came from.
    private ProfileChain Resolve(ImmutableArray<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var result = ImmutableArray.CreateBuilder<string>();
        Visit(names);
        var profiles = ImmutableArray.CreateBuilder<ProfileConfig>();
        var unknown = ImmutableArray.CreateBuilder<string>();
        foreach (var name in Negate(result.ToImmutable()) ?? [])
        {
            if (findProfile(name) is { } profile)
            {
                profiles.Add(profile);
            }
            else
            {
                unknown.Add(name);
            }
        }

        return new ProfileChain(profiles.ToImmutable(), unknown.ToImmutable(), profiles.Aggregate(NodeSettings.Empty, (low, profile) => Over(low, profile.Settings)));

        void Visit(ImmutableArray<string> list)
        {
            foreach (var name in list)
            {
                if (name.StartsWith('~'))
                {
                    result.Add(name);
                }
                else if (seen.Add(name))
                {
                    Visit(findProfile(name)?.Settings.Profiles ?? []);
                    result.Add(name);
                }
            }
        }
    }

    // An object of its own is made only where something is removed.
    private static KernelConfig Negate(KernelConfig kernel) => HasNegation(kernel.Args!.Value) ? kernel with { Args = Negate(kernel.Args) } : kernel;

    private static ImmutableArray<string>? Negate(ImmutableArray<string>? list)
    {
        if (list is not { } items || !HasNegation(items))
        {
            return list;
        }

        var removed = items.Where(item => item.StartsWith('~')).Select(item => item[1..]).ToHashSet(StringComparer.Ordinal);
        return [.. items.Where(item => !item.StartsWith('~') && !removed.Contains(item))];
    }

    private static bool HasNegation(ImmutableArray<string> items)
    {
        foreach (var item in items)
        {
            if (item.StartsWith('~'))
            {
                return true;
            }
        }

        return false;
    }

    private static NodeSettings Over(NodeSettings low, NodeSettings high) => new()
    {
        Discoverable = high.Discoverable,
        AssetKey = high.AssetKey,
        Profiles = Append(low.Profiles, high.Profiles),
        Comment = Text(low.Comment, high.Comment),
        ClusterName = Text(low.ClusterName, high.ClusterName),
        ImageName = Text(low.ImageName, high.ImageName),
        IpxeTemplate = Text(low.IpxeTemplate, high.IpxeTemplate),
        RuntimeOverlays = Append(low.RuntimeOverlays, high.RuntimeOverlays),
        SystemOverlays = Append(low.SystemOverlays, high.SystemOverlays),
        Kernel = Fields(low.Kernel, high.Kernel, (l, h) => new KernelConfig { Version = Text(l.Version, h.Version), Args = Append(l.Args, h.Args) }),
        Ipmi = Fields(low.Ipmi, high.Ipmi, Over),
        Init = Text(low.Init, high.Init),
        Root = Text(low.Root, high.Root),
        NetworkDevices = Maps(low.NetworkDevices, high.NetworkDevices, Over),
        Tags = Tags(low.Tags, high.Tags),
        PrimaryNetwork = Text(low.PrimaryNetwork, high.PrimaryNetwork),
        Disks = Maps(low.Disks, high.Disks, Over),
        FileSystems = Maps(low.FileSystems, high.FileSystems, Over),
        Resources = Maps(low.Resources, high.Resources, Over),
    };

    private static IpmiConfig Over(IpmiConfig low, IpmiConfig high) => new()
    {
        UserName = Text(low.UserName, high.UserName),
        Password = Text(low.Password, high.Password),
        Ipaddr = high.Ipaddr ?? low.Ipaddr,
        Gateway = high.Gateway ?? low.Gateway,
        Netmask = high.Netmask ?? low.Netmask,
        Port = Text(low.Port, high.Port),
        Interface = Text(low.Interface, high.Interface),
        EscapeChar = Text(low.EscapeChar, high.EscapeChar),
        Write = Text(low.Write, high.Write),
        Template = Text(low.Template, high.Template),
        Tags = Tags(low.Tags, high.Tags),
    };

    private static NetworkConfig Over(NetworkConfig low, NetworkConfig high) => new()
    {
        Type = Text(low.Type, high.Type),
        OnBoot = Text(low.OnBoot, high.OnBoot),
        Device = Text(low.Device, high.Device),
        Hwaddr = high.Hwaddr ?? low.Hwaddr,
        Ipaddr = high.Ipaddr ?? low.Ipaddr,
        Netmask = high.Netmask ?? low.Netmask,
        Gateway = high.Gateway ?? low.Gateway,
        Ipaddr6 = high.Ipaddr6 ?? low.Ipaddr6,
        PrefixLen6 = Text(low.PrefixLen6, high.PrefixLen6),
        Gateway6 = high.Gateway6 ?? low.Gateway6,
        Mtu = Text(low.Mtu, high.Mtu),
        Tags = Tags(low.Tags, high.Tags),
    };

    private static DiskConfig Over(DiskConfig low, DiskConfig high) => new()
    {
        WipeTable = high.WipeTable ?? low.WipeTable,
        Partitions = Maps(low.Partitions, high.Partitions, Over),
    };

    private static PartitionConfig Over(PartitionConfig low, PartitionConfig high) => new()
    {
        Number = Text(low.Number, high.Number),
        SizeMiB = Text(low.SizeMiB, high.SizeMiB),
        StartMiB = Text(low.StartMiB, high.StartMiB),
        TypeGuid = Text(low.TypeGuid, high.TypeGuid),
        Guid = Text(low.Guid, high.Guid),
        WipePartitionEntry = high.WipePartitionEntry ?? low.WipePartitionEntry,
        ShouldExist = high.ShouldExist ?? low.ShouldExist,
        Resize = high.Resize ?? low.Resize,
    };

    private static FileSystemConfig Over(FileSystemConfig low, FileSystemConfig high) => new()
    {
        Format = Text(low.Format, high.Format),
        Path = Text(low.Path, high.Path),
        WipeFileSystem = high.WipeFileSystem ?? low.WipeFileSystem,
        Label = Text(low.Label, high.Label),
        Uuid = Text(low.Uuid, high.Uuid),
        Options = Append(low.Options, high.Options),
        MountOptions = Text(low.MountOptions, high.MountOptions),
    };

    // Lists of resources are joined, maps are merged, anything else is replaced.
    internal static JsonElement Over(JsonElement low, JsonElement high)
    {
        if (low.ValueKind == JsonValueKind.Array && high.ValueKind == JsonValueKind.Array)
        {
            return JsonElementWriter.Array(low.EnumerateArray().Concat(high.EnumerateArray()));
        }

        if (low.ValueKind == JsonValueKind.Object && high.ValueKind == JsonValueKind.Object)
        {
            var members = low.EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
            foreach (var member in high.EnumerateObject())
            {
                members[member.Name] = members.TryGetValue(member.Name, out var value) ? Over(value, member.Value) : member.Value;
            }

            return JsonElementWriter.Object(members);
        }

        return high;
    }

    private static string? Text(string? low, string? high) => string.IsNullOrEmpty(high) ? low : high;

    private static ImmutableArray<string>? Append(ImmutableArray<string>? low, ImmutableArray<string>? high) =>
        low is { } first && high is { } second ? first.AddRange(second) : high ?? low;

    private static SortedMap<string>? Tags(SortedMap<string>? low, SortedMap<string>? high) =>
        low is not null && high is not null ? low.Under(high, null) : high ?? low;

    private static T? Fields<T>(T? low, T? high, Func<T, T, T> over)
        where T : class => low is not null && high is not null ? over(low, high) : high ?? low;

    private static SortedMap<T>? Maps<T>(SortedMap<T>? low, SortedMap<T>? high, Func<T, T, T> over) =>
        low is not null && high is not null ? low.Under(high, over) : high ?? low;
}
