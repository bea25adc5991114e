using System.Net;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;

namespace Warewulf.Benchmarks.Catalogs;

/// <summary>A site as large ones are: profiles five deep, three network devices and twenty tags on each node.</summary>
internal static class SampleSite
{
    private const int ProfileDepth = 5;
    private const int TagsOfProfiles = 3;
    private const int TagsOfNodes = 5;
    private static readonly string[] Networks = ["default", "ib0", "storage"];

    /// <summary>Everything as one change.</summary>
    public static CatalogChange Change(int nodes) => new("benchmark", DateTimeOffset.UnixEpoch, [.. Profiles(), .. Enumerable.Range(1, nodes).Select(Node)]);

    /// <summary>A node's name.</summary>
    public static string Name(int number) => $"n{number:00000}";

    private static IEnumerable<CatalogOperation> Profiles() => Enumerable.Range(1, ProfileDepth).Select(level => new PutProfile(new ProfileConfig(
        ProfileName.Parse($"p{level}"),
        new NodeSettings
        {
            Profiles = level < ProfileDepth ? [$"p{level + 1}"] : null,
            ClusterName = "sample",
            SystemOverlays = [$"system{level}"],
            RuntimeOverlays = [$"runtime{level}"],
            Kernel = new KernelConfig { Args = [$"argument{level}"] },
            Ipmi = new IpmiConfig { UserName = "admin", Netmask = IPAddress.Parse("255.255.0.0"), Interface = "lanplus" },
            Init = "/sbin/init",
            Root = "tmpfs",
            Tags = Tags($"profile{level}", TagsOfProfiles),
            NetworkDevices = SortedMap<NetworkConfig>.From(Networks.Select(name => KeyValuePair.Create(
                name, new NetworkConfig { Netmask = IPAddress.Parse("255.255.0.0"), Mtu = "9000", OnBoot = "true" }))),
        })));

    private static PutNode Node(int number)
    {
        var address = $"{number / 250}.{(number % 250) + 1}";
        return new PutNode(new NodeConfig(NodeName.Parse(Name(number)), new NodeSettings
        {
            Profiles = ["p1"],
            Comment = $"rack {number / 40}",
            Ipmi = new IpmiConfig { Ipaddr = IPAddress.Parse($"10.4.{address}"), Password = $"secret{number}" },
            Tags = Tags("node", TagsOfNodes),
            NetworkDevices = SortedMap<NetworkConfig>.From(Networks.Select((name, index) => KeyValuePair.Create(name, new NetworkConfig
            {
                Device = $"eth{index}",
                Hwaddr = MacAddress.Parse($"52:54:0{index}:00:{number >> 8:x2}:{number & 0xff:x2}"),
                Ipaddr = IPAddress.Parse($"10.{index + 1}.{address}"),
            }))),
        }));
    }

    private static SortedMap<string> Tags(string prefix, int count) =>
        SortedMap<string>.From(Enumerable.Range(1, count).Select(i => KeyValuePair.Create($"{prefix}-{i}", $"value {i} of {prefix}")));
}
