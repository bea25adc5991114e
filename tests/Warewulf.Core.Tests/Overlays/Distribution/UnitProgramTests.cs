using Warewulf.Core.Tests.Archives;
using Warewulf.TestKit;

namespace Warewulf.Core.Tests.Overlays.Distribution;

/// <summary>Units that overlays bring, read by systemd.</summary>
[Trait("Suite", "Fast")]
public sealed class UnitProgramTests(DistributionLab lab) : IClassFixture<DistributionLab>
{
    [ProgramTheory("systemd-analyze")]
    [InlineData("systemd.mount", "disks")]
    [InlineData("systemd.swap", "disks")]
    [InlineData("ignition", "disks")]
    [InlineData("ignition", "resources")]
    [InlineData("mig", "resources")]
    [InlineData("mig", "minimal")]
    [InlineData("wwclient", "minimal")]
    public void SystemdAnalyze_FindsNothing(string overlay, string node)
    {
        var root = lab.Write(node, overlay);
        var units = Directory.EnumerateFiles(Path.Combine(root, "etc/systemd/system")).Select(Path.GetFileName).ToList();
        Assert.NotEmpty(units);

        // The programs that units run are not on this machine; everything else it says counts.
        var said = Tool.Shell(Path.Combine(root, "etc/systemd/system"), $"systemd-analyze verify --man=no {string.Join(' ', units.Select(unit => $"'./{unit}'"))} 2>&1; true");
        Assert.DoesNotContain(said.Split('\n'), line => line.Length > 0 && !line.Contains("is not executable: No such file or directory", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("systemd.mount", "disks")]
    [InlineData("systemd.swap", "disks")]
    [InlineData("ignition", "disks")]
    [InlineData("mig", "minimal")]
    [InlineData("wwclient", "minimal")]
    public void Wants_LeadToUnits(string overlay, string node)
    {
        var links = new DirectoryInfo(lab.Write(node, overlay)).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.LinkTarget is not null).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, link =>
        {
            Assert.Equal($"../{link.Name}", link.LinkTarget);
            Assert.True(link.ResolveLinkTarget(returnFinalTarget: true)!.Exists);
        });
    }
}
