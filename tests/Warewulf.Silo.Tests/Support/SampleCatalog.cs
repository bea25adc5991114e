using System.Net;
using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Collections;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
using Warewulf.Core.Profiles;

namespace Warewulf.Silo.Tests.Support;

/// <summary>Nodes as a large site has them: five profiles above each other, three devices and twenty tags on each node.</summary>
internal static class SampleCatalog
{
    private const int Profiles = 5;
    private const int Tags = 20;

    private static readonly string[] Networks = ["default", "ib", "storage"];

    public static DateTimeOffset At { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What makes a site of so many nodes of nothing.</summary>
    public static CatalogChange Change(int nodes) => new(
        "admin",
        At,
        [
            .. Enumerable.Range(1, Profiles).Select(number => new PutProfile(Profile(number))),
            new PutImage(new ImageConfig(ImageName.Parse("rocky9"), "docker://rocky:9", At)),
            .. Enumerable.Range(1, nodes).Select(number => new PutNode(Node(number))),
        ]);

    public static NodeConfig Node(int number) => new(NodeName.Parse($"n{number:00000}"), new NodeSettings
    {
        Profiles = [$"p{Profiles}"],
        Comment = $"rack {number / 40}",
        Ipmi = new IpmiConfig { Ipaddr = Address(20, number), UserName = "admin", Password = $"secret{number}" },
        NetworkDevices = SortedMap<NetworkConfig>.From(Networks.Select((network, place) => KeyValuePair.Create(network, new NetworkConfig
        {
            Device = $"eth{place}",
            Hwaddr = MacAddress.FromBytes([0x52, 0x54, (byte)place, (byte)(number >> 16), (byte)(number >> 8), (byte)number]),
            Ipaddr = Address(10 + place, number),
            Mtu = "1500",
        }))),
        Tags = SortedMap<string>.From(Enumerable.Range(0, Tags).Select(tag => KeyValuePair.Create($"tag{tag}", tag % 3 == 0 ? $"value {tag} of {number}" : $"value{tag}"))),
    });

    /// <summary>All that a catalog says, to compare it with another.</summary>
    public static string Json(Catalog catalog) =>
        JsonSerializer.Serialize(new CatalogChange("", catalog.CommittedAt, [.. catalog.Operations]), ApiJsonContext.Default.CatalogChange);

    private static ProfileConfig Profile(int number) => new(ProfileName.Parse($"p{number}"), new NodeSettings
    {
        Profiles = number == 1 ? null : [$"p{number - 1}"],
        RuntimeOverlays = [$"r{number}"],
        SystemOverlays = [$"s{number}"],
        Kernel = new KernelConfig { Args = [$"arg{number}=1", "quiet"] },
        NetworkDevices = SortedMap<NetworkConfig>.From([KeyValuePair.Create("default", new NetworkConfig { Netmask = IPAddress.Parse("255.255.0.0") })]),
        Tags = SortedMap<string>.From([KeyValuePair.Create($"profile{number}", "yes")]),
    });

    private static IPAddress Address(int net, int number) => new([(byte)net, (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
}
