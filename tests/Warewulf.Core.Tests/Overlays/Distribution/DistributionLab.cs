using Warewulf.Core.Archives;
using Warewulf.Core.Formats;
using Warewulf.Core.Nodes;
using Warewulf.Core.Overlays;
using Warewulf.Core.Site;
using Warewulf.Core.Tests.Archives;

namespace Warewulf.Core.Tests.Overlays.Distribution;

/// <summary>Our overlays as they are installed, and the nodes and the server of <c>testdata</c>.</summary>
public sealed class DistributionLab : IDisposable
{
    private readonly OverlayLab _lab = new();

    public DistributionLab()
    {
        Table.Install(_lab["distribution"]);
        Tool.Shell("/", $"cp -r '{Data}/server/.' '{_lab["root"]}' && mkdir -p '{_lab["chroots/rocky9/rootfs"]}' && cp -r '{Data}/image/.' '{_lab["chroots/rocky9/rootfs"]}'");
        File.Copy(Path.Combine(Data, "warewulf.conf"), _lab["root/etc/warewulf/warewulf.conf"]);
        Directory.CreateDirectory(_lab["root/usr/share/zoneinfo/Europe"]);
        File.WriteAllText(_lab["root/usr/share/zoneinfo/Europe/Paris"], "TZif");
        File.CreateSymbolicLink(_lab["root/etc/localtime"], "../usr/share/zoneinfo/Europe/Paris");

        var problems = new List<string>();
        var conf = NodesConfReader.Read("nodes.conf", File.ReadAllText(Path.Combine(Data, "nodes.conf")), problems.Add);
        var profiles = conf.Profiles.ToDictionary(profile => profile.Name.ToString());
        var merger = new NodeMerger(profiles.GetValueOrDefault);
        _lab.Nodes.Clear();
        _lab.Nodes.AddRange(conf.Nodes.Select(merger.Merge));
        _lab.SiteConfig = SiteConfReader.Read("warewulf.conf", File.ReadAllText(Path.Combine(Data, "warewulf.conf")), problems.Add);
        Assert.Empty(problems);
    }

    /// <summary>The folder of test data in the source tree.</summary>
    public static string Data { get; } = Path.GetFullPath(Path.Combine(OverlayLab.DeployDirectory, "../tests/Warewulf.Core.Tests/Overlays/Distribution/testdata"));

    public static OverlayTable Table { get; } = new();

    public IReadOnlyList<EffectiveNode> Nodes => _lab.Nodes;

    public SiteConfig Site
    {
        get => _lab.SiteConfig;
        set => _lab.SiteConfig = value;
    }

    public string this[string name] => _lab[name];

    /// <summary>Writes a file of the server.</summary>
    public void WriteServer(string path, string text) => _lab.Write($"root/{path}", text);

    public OverlayOutput Render(string node, params string[] overlays) => _lab.Render(_lab.Nodes.Single(other => other.Name.ToString() == node), overlays);

    /// <summary>Renders an overlay for a node, and writes it into a directory as the node would have it.</summary>
    /// <returns>The directory.</returns>
    public string Write(string node, params string[] overlays)
    {
        var target = _lab[$"out-{node}-{string.Join('-', overlays)}"];
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        Directory.CreateDirectory(target);
        foreach (var entry in Render(node, overlays).Entries)
        {
            var path = Path.Combine(target, entry.Path.ToString());
            if (entry.IsLink)
            {
                File.CreateSymbolicLink(path, entry.Target.ToString());
                continue;
            }

            if (entry.IsDirectory)
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                File.WriteAllBytes(path, entry.ReadContent());
            }

            File.SetUnixFileMode(path, (UnixFileMode)(entry.Mode & UnixMode.PermissionMask));
        }

        return target;
    }

    public void Dispose() => _lab.Dispose();
}
