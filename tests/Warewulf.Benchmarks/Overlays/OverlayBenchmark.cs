using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Benchmarks.Catalogs;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Files;
using Warewulf.Core.Profiles;
using Warewulf.Core.Site;
using Warewulf.Silo.Blobs;
using Warewulf.Silo.Hosting;
using Warewulf.Silo.Overlays;
using Warewulf.Silo.Segments;

namespace Warewulf.Benchmarks.Overlays;

/// <summary>What building overlays costs on a head: for all nodes, and after one change, with the overlays that a site begins with.</summary>
/// <param name="overlays">The distribution's overlays.</param>
internal sealed class OverlayBenchmark(string overlays)
{
    private const int BinarySize = 8 * 1024 * 1024;
    private const int AtOnce = 1024;

    private static readonly string[] System =
    [
        "wwinit", "wwclient", "hosts", "fstab", "hostname", "ssh.host_keys", "issue", "resolv", "udev.netname", "systemd.netname", "ifcfg", "ifupdown",
        "NetworkManager", "wicked", "ignition",
    ];

    private static readonly string[] Runtime = ["hosts", "ssh.authorized_keys"];

    /// <summary>Measures and prints.</summary>
    public async Task RunAsync()
    {
        foreach (var (nodes, withBinary) in new[] { (1_000, false), (1_000, true), (10_000, true) })
        {
            using var directory = new ScratchDirectory();
            await RunAsync(directory.Path, nodes, withBinary);
        }
    }

    private static IEnumerable<string> Existing(string directory, string[] names) => names.Where(name => Directory.Exists(Path.Combine(directory, name)));

    private static async Task MeasureAsync(string what, OverlayRenderer renderer, Func<Task> operation)
    {
        var (cpu, clock, renders) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp(), renderer.Renders);
        await operation();
        var (spent, wall) = (Environment.CpuUsage.TotalTime - cpu, Stopwatch.GetElapsedTime(clock));
        Console.WriteLine($"  {what,-52} {wall.TotalMilliseconds,9:#,0} ms   CPU {spent.TotalMilliseconds,9:#,0} ms   {renderer.Renders - renders,9:#,0} renders");
    }

    private async Task RunAsync(string root, int nodes, bool withBinary)
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
        var blobs = new BlobStore(Path.Combine(root, "blobs"));
        var renderer = NewRenderer(root, share);
        var time = TimeProvider.System;
        var paths = new SitePaths(root, Path.Combine(root, "share"), site);
        var interfaces = new RecentInterfaces(() => [], time);
        var options = new SiloOptions { HostName = "head1", Version = "", Share = Path.Combine(root, "share") };
        Directory.CreateDirectory(paths.State);
        var records = new OverlayRecords(paths, NullLogger<OverlayRecords>.Instance);
        OverlayArtifacts Artifacts(OverlayRenderer with) => new(
            new OverlayBuilder(with, new OverlayStore(blobs)), new OverlaySets(with, Source(root, share, blobs), new OverlayWatch(paths, time)),
            new OverlaySites(options, interfaces, new OverlaySurroundings(time), time), blobs, records);
        using var artifacts = Artifacts(renderer);

        await MeasureAsync("all from cold", renderer, () => BuildAsync(artifacts, catalog));
        Console.WriteLine($"  stored: {Stored(root) / 1024.0 / 1024.0:0.0} MB, {Stored(root) / 1024.0 / nodes:0.0} KB a node; memory of the process {Environment.WorkingSet >> 20} MB");
        await MeasureAsync("nothing changed", renderer, () => BuildAsync(artifacts, catalog));
        var restarted = NewRenderer(root, share);
        using (var again = Artifacts(restarted))
        {
            await MeasureAsync("all after a restart", restarted, () => BuildAsync(again, catalog));
        }

        catalog = Changed(catalog);
        await MeasureAsync("one node's address changed", renderer, () => BuildAsync(artifacts, catalog));
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
        await MeasureAsync("one template of one overlay changed", renderer, () => BuildAsync(artifacts, catalog));
        catalog = Catalog.Restore(catalog.Revision, catalog.CommittedAt, [.. catalog.Operations]);
        _ = catalog.Index;
        await MeasureAsync("a revision that gives each node what it had", renderer, () => BuildAsync(artifacts, catalog));
        catalog = Catalog.Restore(catalog.Revision, catalog.CommittedAt, [.. catalog.Operations, new PutNode(One(nodes + 7))]);
        var one = catalog.Index.Find(NodeName.Parse(SampleSite.Name(nodes + 7)))!;
        await MeasureAsync("a new node's archives at its boot", renderer, async () =>
        {
            await artifacts.GetAsync(catalog, one, OverlayKind.System, CancellationToken.None);
            await artifacts.GetAsync(catalog, one, OverlayKind.Runtime, CancellationToken.None);
        });
    }

    private static OverlaySource Source(string root, string share, BlobStore blobs) =>
        new(Path.Combine(root, "site"), new DirectoryOverlays(share, new OverlayDirectoryReader(TimeProvider.System)), blobs.Open);

    private static OverlayRenderer NewRenderer(string root, string share) => new(
        new DirectoryOverlays(share, new OverlayDirectoryReader(TimeProvider.System)),
        new OverlayFiles(root, "/etc/warewulf", OverlayFiles.DefaultDirectories, image => Path.Combine(root, $"{image}")));

    private static async Task BuildAsync(OverlayArtifacts artifacts, Catalog catalog)
    {
        foreach (var some in catalog.Index.InOrder.Chunk(AtOnce))
        {
            if (await artifacts.BuildAsync(catalog, some, CancellationToken.None) is [var problem, ..])
            {
                throw problem.Error;
            }
        }
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
