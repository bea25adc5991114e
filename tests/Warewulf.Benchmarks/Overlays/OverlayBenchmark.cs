using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Warewulf.Benchmarks.Catalogs;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Core.Profiles;
using Warewulf.Core.Site;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Overlays;

namespace Warewulf.Benchmarks.Overlays;

/// <summary>What building overlays costs on a head: for all nodes, and after one change, with the overlays that a site begins with.</summary>
/// <param name="overlays">The distribution's overlays.</param>
internal sealed class OverlayBenchmark(string overlays)
{
    private const int BinarySize = 8 * 1024 * 1024;
    private const int PreviewedNodes = 5_000;

    private static readonly string[] System =
    [
        "wwinit", "wwclient", "hosts", "fstab", "hostname", "ssh.host_keys", "issue", "resolv", "udev.netname", "systemd.netname", "ifcfg", "ifupdown",
        "NetworkManager", "wicked", "ignition",
    ];

    private static readonly string[] Runtime = ["hosts", "ssh.authorized_keys"];

    /// <summary>Measures builds, and prints.</summary>
    public async Task BuildAsync()
    {
        foreach (var (nodes, withBinary) in new[] { (1_000, false), (1_000, true), (10_000, true) })
        {
            using var directory = new ScratchDirectory();
            await BuildAsync(directory.Path, nodes, withBinary);
        }
    }

    /// <summary>Measures what it takes to show what a change does to the files of nodes, and prints.</summary>
    public async Task PreviewAsync()
    {
        using var directory = new ScratchDirectory();
        var root = directory.Path;
        var (catalog, site, share) = await PrepareAsync(root, PreviewedNodes, withBinary: true);
        (string What, Func<NodeSettings, NodeSettings> Change)[] changes =
        [
            ("an argument of the kernel", settings => settings with { Kernel = new KernelConfig { Args = ["argument1", "another"] } }),
            ("init and root", settings => settings with { Init = "/sbin/other", Root = "initramfs" }),
            ("mtu of a device", settings => Device(settings, device => device with { Mtu = "1500" })),
            ("mtu, gateway and name servers of a device", settings => Device(settings, device => device with
            {
                Mtu = "1500",
                Gateway = IPAddress.Parse("10.1.255.253"),
                Tags = SortedMap<string>.Empty.SetItem("DNS1", "10.1.255.251").SetItem("DNSSEARCH", "cluster.example"),
            })),
        ];
        using (var head = new OverlayHead(root, share, site))
        {
            await MeasureAsync("all from cold", head.Renderer, () => head.BuildAsync(catalog));
            foreach (var (what, change) in changes)
            {
                await PreviewAsync($"built: {what}", head, catalog, change);
            }
        }

        foreach (var (what, change) in changes)
        {
            using var head = new OverlayHead(root, share, site);
            await PreviewAsync($"started: {what}", head, catalog, change);
        }

        Directory.Delete(Path.Combine(root, "var"), recursive: true);
        foreach (var (what, change) in changes)
        {
            using var head = new OverlayHead(root, share, site);
            await PreviewAsync($"cold: {what}", head, catalog, change);
        }
    }

    private static async Task PreviewAsync(string what, OverlayHead head, Catalog catalog, Func<NodeSettings, NodeSettings> change)
    {
        var profile = catalog.Profiles[ProfileName.Parse("p1")];
        var after = catalog.Apply(new CatalogChange("benchmark", DateTimeOffset.UnixEpoch, [new PutProfile(profile with { Settings = change(profile.Settings) })]));
        _ = after.Index.InOrder;
        ChangePreview? preview = null;
        await MeasureAsync(what, head.Renderer, async () => preview = await head.Preview.CompareAsync(catalog, after, CancellationToken.None));
        if (preview!.Errors is [var error, ..])
        {
            throw new InvalidOperationException(error);
        }

        var files = preview.Differences.Select(difference => difference.Path).Distinct().Count();
        Console.WriteLine($"  {preview.Differences.Count:#,0} differences of {files} files; memory of the process {Environment.WorkingSet >> 20} MB");
    }

    private static NodeSettings Device(NodeSettings settings, Func<NetworkConfig, NetworkConfig> change) =>
        settings with { NetworkDevices = settings.NetworkDevices!.SetItem("default", change(settings.NetworkDevices["default"])) };

    private static IEnumerable<string> Existing(string directory, string[] names) => names.Where(name => Directory.Exists(Path.Combine(directory, name)));

    private static async Task MeasureAsync(string what, OverlayRenderer renderer, Func<Task> operation)
    {
        var (cpu, clock, renders) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp(), renderer.Renders);
        await operation();
        var (spent, wall) = (Environment.CpuUsage.TotalTime - cpu, Stopwatch.GetElapsedTime(clock));
        Console.WriteLine($"  {what,-52} {wall.TotalMilliseconds,9:#,0} ms   CPU {spent.TotalMilliseconds,9:#,0} ms   {renderer.Renders - renders,9:#,0} renders");
    }

    private async Task<(Catalog Catalog, SiteConfig Site, string Share)> PrepareAsync(string root, int nodes, bool withBinary)
    {
        var share = Path.Combine(root, "share/overlays");
        Directory.CreateDirectory(Path.Combine(root, "site"));
        CopyDirectory(overlays, share);
        string[] system = [.. Existing(share, System)];
        if (withBinary)
        {
            Directory.CreateDirectory(Path.Combine(share, "binary/rootfs/usr/bin"));
            await File.WriteAllBytesAsync(Path.Combine(share, "binary/rootfs/usr/bin/client"), Sample());
            system = [.. system, "binary"];
        }

        string[] runtime = [.. Existing(share, Runtime)];
        var templates = system.Concat(runtime).Sum(name => Directory.EnumerateFiles(Path.Combine(share, name), "*.ww", SearchOption.AllDirectories).Count());
        Console.WriteLine($"{nodes} nodes, {system.Length} system and {runtime.Length} runtime overlays, {templates} templates a node{(withBinary ? ", 8 MB binary" : "")}");

        var catalog = Catalog.Empty.Apply(SampleSite.Change(nodes)).Apply(new CatalogChange("benchmark", DateTimeOffset.UnixEpoch,
        [
            new PutProfile(new ProfileConfig(ProfileName.Parse("p1"), new NodeSettings
            {
                SystemOverlays = [.. system],
                RuntimeOverlays = [.. runtime],
                ClusterName = "sample",
                Init = "/sbin/init",
                NetworkDevices = SortedMap<NetworkConfig>.From(new[] { "default", "ib0", "storage" }.Select(name => KeyValuePair.Create(
                    name, new NetworkConfig { Netmask = IPAddress.Parse("255.255.0.0"), Gateway = name == "default" ? IPAddress.Parse("10.1.255.254") : null }))),
            })),
        ]));
        var site = SiteConfig.Default with { Ipaddr = IPAddress.Parse("10.1.255.1"), Netmask = IPAddress.Parse("255.255.0.0") };
        catalog = catalog.Apply(new CatalogChange("benchmark", DateTimeOffset.UnixEpoch, [new PutSite(site)]));
        _ = catalog.Index;
        return (catalog, site, share);
    }

    private async Task BuildAsync(string root, int nodes, bool withBinary)
    {
        var (catalog, site, share) = await PrepareAsync(root, nodes, withBinary);
        using var head = new OverlayHead(root, share, site);
        var (renderer, artifacts) = (head.Renderer, head.Artifacts);

        await MeasureAsync("all from cold", renderer, () => head.BuildAsync(catalog));
        Console.WriteLine($"  stored: {Stored(root) / 1024.0 / 1024.0:0.0} MB, {Stored(root) / 1024.0 / nodes:0.0} KB a node; memory of the process {Environment.WorkingSet >> 20} MB");
        await MeasureAsync("nothing changed", renderer, () => head.BuildAsync(catalog));
        using (var again = new OverlayHead(root, share, site))
        {
            await MeasureAsync("all after a restart", again.Renderer, () => again.BuildAsync(catalog));
        }

        catalog = Changed(catalog);
        await MeasureAsync("one node's address changed", renderer, () => head.BuildAsync(catalog));
        await MeasureAsync("the archives of one node, asked for after that", renderer, () => artifacts.GetAsync(catalog, catalog.Index.InOrder[nodes / 2], OverlayKind.System, CancellationToken.None));
        var alone = catalog.Index.InOrder[nodes / 3];
        artifacts.Forget(alone.Name);
        await MeasureAsync("the archives of one node that are not built yet", renderer, async () =>
        {
            await artifacts.GetAsync(catalog, alone, OverlayKind.System, CancellationToken.None);
            await artifacts.GetAsync(catalog, alone, OverlayKind.Runtime, CancellationToken.None);
        });
        await File.AppendAllTextAsync(Path.Combine(share, "issue/rootfs/etc/issue.ww"), "one line more\n");
        await Task.Delay(TimeSpan.FromSeconds(3));
        await MeasureAsync("one template of one overlay changed", renderer, () => head.BuildAsync(catalog));
        catalog = Catalog.Restore(catalog.Revision, catalog.CommittedAt, [.. catalog.Operations]);
        _ = catalog.Index;
        await MeasureAsync("a revision that gives each node what it had", renderer, () => head.BuildAsync(catalog));
        catalog = Catalog.Restore(catalog.Revision, catalog.CommittedAt, [.. catalog.Operations, new PutNode(One(nodes + 7))]);
        var one = catalog.Index.Find(NodeName.Parse(SampleSite.Name(nodes + 7)))!;
        await MeasureAsync("a new node's archives at its boot", renderer, async () =>
        {
            await artifacts.GetAsync(catalog, one, OverlayKind.System, CancellationToken.None);
            await artifacts.GetAsync(catalog, one, OverlayKind.Runtime, CancellationToken.None);
        });
    }

    private static Catalog Changed(Catalog catalog)
    {
        var node = catalog.Nodes.Values.Skip(17).First();
        var devices = node.Settings.NetworkDevices!;
        var device = devices["default"] with { Ipaddr = IPAddress.Parse("10.1.250.77") };
        var changed = catalog.Apply(new CatalogChange(
            "benchmark", DateTimeOffset.UnixEpoch, [new PutNode(node with { Settings = node.Settings with { NetworkDevices = devices.SetItem("default", device) } })]));
        _ = changed.Index.InOrder;
        return changed;
    }

    private static NodeConfig One(int number) => SampleSite.Change(number).Operations.OfType<PutNode>().Last().Node;

    private static long Stored(string root) =>
        new DirectoryInfo(Path.Combine(root, "blobs")).EnumerateFiles("*", SearchOption.AllDirectories)
            .Concat(new DirectoryInfo(Path.Combine(root, "var/lib/warewulf")).EnumerateFiles("overlays.db*")).Sum(file => file.Length);

    // Half of it can be compressed, as programs can.
    private static byte[] Sample()
    {
        var sample = new byte[BinarySize];
        for (var at = 0; at < sample.Length; at += 1024)
        {
            SHA256.HashData(BitConverter.GetBytes(at)).CopyTo(sample, at);
            new Random(at).NextBytes(sample.AsSpan(at, 512));
        }

        return sample;
    }

    private static void CopyDirectory(string from, string to)
    {
        foreach (var directory in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, directory)));
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }
}
