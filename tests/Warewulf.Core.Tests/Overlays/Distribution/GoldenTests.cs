using Warewulf.Core.Formats;

namespace Warewulf.Core.Tests.Overlays.Distribution;

/// <summary>Every overlay for every node of <c>testdata/nodes.conf</c>, compared with what it was when somebody last looked.</summary>
[Trait("Suite", "Fast")]
public sealed class GoldenTests(DistributionLab lab) : IClassFixture<DistributionLab>
{
    private const string Variable = "WAREWULF_GOLDEN";

    public static TheoryData<string> Overlays => [.. OverlayTable.Own];

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Render_EveryNode_IsAsRecorded(string overlay)
    {
        var texts = lab.Nodes.Select(node => node.Name.ToString()).ToDictionary(node => node, node => Text(node, overlay));
        var folder = Path.Combine(DistributionLab.Data, "golden", overlay);
        if (Environment.GetEnvironmentVariable(Variable) == "write")
        {
            Write(folder, texts);
            return;
        }

        foreach (var (node, text) in texts)
        {
            var file = new[] { "all.txt", $"{node}.txt" }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
            Assert.True(file is not null, $"Nobody has recorded what {overlay} is for {node}: run the tests once with {Variable}=write, and look at what comes.");
            Assert.Equal(File.ReadAllText(file), text);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Render_Twice_GivesTheSame(string overlay) =>
        Assert.All(lab.Nodes, node => Assert.Equal(Text(node.Name.ToString(), overlay), Text(node.Name.ToString(), overlay)));

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Render_EveryNode_LeavesNoTraceOfAbsentValues(string overlay)
    {
        foreach (var node in lab.Nodes)
        {
            var text = Text(node.Name.ToString(), overlay);
            Assert.DoesNotContain("<nil>", text, StringComparison.Ordinal);
            Assert.DoesNotContain("<no value>", text, StringComparison.Ordinal);
            Assert.DoesNotContain("%!", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Copies_AreAsTheirOriginals() => Assert.All(DistributionLab.Table.Copies, copy => Assert.All(lab.Nodes, node =>
        Assert.Equal(Text(node.Name.ToString(), copy.Value, copy.Value), Text(node.Name.ToString(), copy.Key, copy.Value))));

    /// <summary>What an upgrade puts into the lists of nodes.</summary>
    [Fact]
    public void Upgrade_NamesOverlaysThatAreThere() => Assert.All(NodesConfOverlays.System.Concat(NodesConfOverlays.Runtime), name => Assert.Contains(name, OverlayTable.Own));

    [Fact]
    public void Table_NamesFilesThatAreThere() => Assert.All(DistributionLab.Table.Paths, path => Assert.True(
        Path.Exists(Path.Combine(OverlayLab.DeployDirectory, "overlays", path)), $"deploy/overlays.table names {path}, which is not there"));

    private static void Write(string folder, Dictionary<string, string> texts)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        if (texts.Values.Distinct().Count() == 1)
        {
            File.WriteAllText(Path.Combine(folder, "all.txt"), texts.Values.First());
            return;
        }

        foreach (var (node, text) in texts)
        {
            File.WriteAllText(Path.Combine(folder, $"{node}.txt"), text);
        }
    }

    private string Text(string node, string overlay) => Text(node, overlay, overlay);

    private string Text(string node, string overlay, string original) =>
        GoldenText.Of(lab.Render(node, overlay), Path.Combine(OverlayLab.DeployDirectory, "overlays", original, "rootfs"), lab["distribution"]);
}
