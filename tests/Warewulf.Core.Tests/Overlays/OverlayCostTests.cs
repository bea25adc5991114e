using System.Diagnostics;
using Warewulf.Core.Overlays;
using Xunit.Abstractions;

namespace Warewulf.Core.Tests.Overlays;

/// <summary>What a node's overlays cost on a large site, <c>/etc/hosts</c> of all nodes included.</summary>
[Trait("Suite", "Stress")]
public sealed class OverlayCostTests(ITestOutputHelper log) : IDisposable
{
    private static readonly string[] System = ["wwinit", "wwclient", "hostname", "hosts", "issue", "resolv", "systemd.networkd"];
    private static readonly string[] Runtime = ["hosts"];

    private readonly OverlayLab _lab = new(Path.Combine(OverlayLab.DeployDirectory, "overlays"));

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData(1_000, 1_000)]
    [InlineData(10_000, 1_000)]
    public void Render_ManyNodes_CostsLittleEach(int nodes, int rendered)
    {
        _lab.Nodes.Clear();
        _lab.Nodes.AddRange(Enumerable.Range(1, nodes).Select(number => OverlayLab.MakeNode(number)));
        var site = _lab.Site();
        var (system, runtime) = (System.Select(OverlayName.Parse).ToArray(), Runtime.Select(OverlayName.Parse).ToArray());
        using var target = new MemoryStream();
        using var process = Process.GetCurrentProcess();
        var start = process.TotalProcessorTime;
        var first = TimeSpan.Zero;
        var (bytes, compressed) = (0L, 0L);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < rendered; i++)
        {
            foreach (var overlays in new[] { system, runtime })
            {
                target.SetLength(0);
                bytes += _lab.Renderer.Render(new OverlayContext(site, _lab.Nodes[i]), overlays, target).Entries.Sum(entry => entry.Length);
                compressed += target.Length;
            }

            process.Refresh();
            first = i == 0 ? process.TotalProcessorTime - start : first;
        }

        var each = (process.TotalProcessorTime - start - first) / (rendered - 1);
        log.WriteLine(
            $"{nodes} nodes, {rendered} rendered: first {first.TotalMilliseconds:f0} ms, then {each.TotalMilliseconds:f2} ms of processor time each (system and runtime), "
            + $"{(GC.GetAllocatedBytesForCurrentThread() - allocated) / rendered / 1024} KiB allocated, {bytes / rendered} bytes, {compressed / rendered} compressed");
        Assert.True(bytes / rendered > nodes * 100L, "The hosts of all nodes are in both overlays.");
    }
}
