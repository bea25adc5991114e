using System.Net;
using System.Security.Cryptography;
using System.Text;
using Warewulf.Core.Collections;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Files;
using Warewulf.Core.Site;
using Warewulf.Core.Tests.Archives;
using Warewulf.Templates;

namespace Warewulf.Core.Tests.Overlays;

/// <summary>A server with overlays, files and nodes in a directory of its own.</summary>
internal sealed class OverlayLab : IDisposable
{
    private readonly TempDirectory _directory = new();

    public OverlayLab(string? distribution = null)
    {
        foreach (var name in new[] { "site", "distribution", "root/etc/warewulf", "chroots" })
        {
            _directory.Make(name);
        }

        var reader = new OverlayDirectoryReader(TimeProvider.System);
        Source = new LabOverlays(
            new DirectoryOverlays(_directory["site"], reader, isSite: true),
            new DirectoryOverlays(distribution ?? _directory["distribution"], reader));
        Files = new OverlayFiles(_directory["root"], "/etc/warewulf", ["/etc", "/root"], image => _directory[$"chroots/{image}/rootfs"]);
        Renderer = new OverlayRenderer(Source, Files);
    }

    public static string DeployDirectory { get; } = FindDeployDirectory();

    public static SiteConfig Config { get; } = new()
    {
        Ipaddr = IPAddress.Parse("10.0.0.1"),
        Netmask = IPAddress.Parse("255.255.0.0"),
        Network = IPAddress.Parse("10.0.0.0"),
    };

    public IOverlaySource Source { get; }

    public OverlayFiles Files { get; }

    public OverlayRenderer Renderer { get; }

    public List<EffectiveNode> Nodes { get; } = [MakeNode(1), MakeNode(2)];

    public SiteConfig SiteConfig { get; set; } = Config;

    public Func<string, string?> KernelVersion { get; set; } = static _ => null;

    public string this[string name] => _directory[name];

    public static EffectiveNode MakeNode(int number, Func<NodeSettings, NodeSettings>? change = null)
    {
        var settings = new NodeSettings
        {
            ImageName = "rocky9",
            Kernel = new KernelConfig { Version = "5.14.0", Args = ["quiet", "crashkernel=no"] },
            NetworkDevices = SortedMap<NetworkConfig>.Empty.SetItem("default", new NetworkConfig
            {
                Device = "eth0",
                Hwaddr = MacAddress.Parse($"02:00:00:00:{number / 256:x2}:{number % 256:x2}"),
                Ipaddr = IPAddress.Parse($"10.0.{number / 250}.{(number % 250) + 1}"),
                Netmask = IPAddress.Parse("255.255.0.0"),
                Gateway = IPAddress.Parse("10.0.255.254"),
                Tags = SortedMap<string>.Empty.SetItem("DNS1", "10.0.0.1"),
            }),
            Tags = SortedMap<string>.Empty.SetItem("role", "compute"),
        };
        settings = change?.Invoke(settings) ?? settings;
        return new EffectiveNode(new NodeConfig(NodeName.Parse($"n{number:d4}"), settings), settings, []);
    }

    public void Write(string path, string text, int mode = 0x1A4)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.WriteAllText(this[path], text);
        File.SetUnixFileMode(this[path], (UnixFileMode)mode);
        File.SetLastWriteTimeUtc(this[path], DateTime.UnixEpoch.AddSeconds(1_700_000_000));
    }

    public void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.CreateSymbolicLink(this[path], target);
    }

    public OverlaySite Site() => new(Nodes, SiteConfig)
    {
        BuildHost = "head1",
        BuildTime = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
        KernelVersion = KernelVersion,
        Surroundings = new TemplateSurroundings { Clock = TimeProvider.System, Random = RandomNumberGenerator.Fill },
    };

    public OverlayContext Context() => new(Site(), Nodes[0]);

    /// <summary>Renders overlays for the first node.</summary>
    public OverlayOutput Render(params string[] overlays) => Render(Nodes[0], overlays);

    /// <summary>Renders overlays for a node.</summary>
    public OverlayOutput Render(EffectiveNode node, params string[] overlays)
    {
        using var target = new MemoryStream();
        return Renderer.Render(new OverlayContext(Site(), node), [.. overlays.Select(OverlayName.Parse)], target);
    }

    /// <summary>Renders one template, that of file <c>f</c>, for the first node.</summary>
    public string Text(string template)
    {
        Write("site/t/rootfs/f.ww", template);
        return Text(Render("t"), "f");
    }

    public static string Text(OverlayOutput output, string path) => Encoding.UTF8.GetString(Entry(output, path).ReadContent());

    public static OverlayEntry Entry(OverlayOutput output, string path) => output.Entries.Single(entry => entry.Path.ToString() == path);

    public static string[] Paths(OverlayOutput output) => [.. output.Entries.Select(entry => entry.Path.ToString())];

    public void Dispose() => _directory.Dispose();

    private static string FindDeployDirectory()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Warewulf.sln")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository."), "deploy");
    }

    /// <summary>A site overlay hides a whole one of the distribution.</summary>
    private sealed class LabOverlays(DirectoryOverlays site, DirectoryOverlays distribution) : IOverlaySource
    {
        public OverlayTree? Find(OverlayName name) => site.Find(name) ?? distribution.Find(name);

        public IReadOnlyList<OverlayName> List() => [.. site.List().Union(distribution.List()).Order()];
    }
}
