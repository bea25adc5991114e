using System.Net;
using Warewulf.Core.Leases;
using Warewulf.Core.Nodes;
using Warewulf.Core.Segments;
using Warewulf.Core.Site;
using Warewulf.Grains.Segments;
using Warewulf.Silo.Overlays;
using Warewulf.Silo.Segments;
using Warewulf.Silo.Site;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Segments;

/// <summary>Promises that a head notices its network when it comes up after the head, and that edges hear of it.</summary>
[Trait("Suite", "Fast")]
public sealed class SnapshotServiceTests : IAsyncLifetime
{
    private static readonly HostInterface Late = new("eth0", 2, IPAddress.Parse("10.77.0.1"), 24);

    private SiloLab _lab = null!;

    private SnapshotService Snapshots => _lab.Get<SnapshotService>();

    public async Task InitializeAsync()
    {
        _lab = await SiloLab.CreateAsync();
        await SiteSettings.PublishAsync(_lab.Catalog, SiteConfig.Default, CancellationToken.None);
        _lab.Interfaces = [];
        await _lab.AddAsync("n1");
    }

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    [Fact]
    public void Current_NetworkComesUpLater_HasItAtTheSameRevisionWithAnotherDigest()
    {
        var before = Snapshots.Current;
        Assert.Empty(before.Segments);

        ComeUp();

        var after = Snapshots.Current;
        Assert.Equal("10.77.0.0/24", Assert.Single(after.Segments).Network.ToString());
        Assert.Equal(before.Revision, after.Revision);
        Assert.NotEqual(before.Digest, after.Digest);
    }

    [Fact]
    public void Current_InterfaceThatChangesNothing_IsTheSameObject()
    {
        ComeUp();
        var before = Snapshots.Current;

        _lab.Interfaces = [Late, new HostInterface("docker0", 7, IPAddress.Parse("172.17.0.1"), 16)];
        _lab.Time.Advance(RecentInterfaces.FreshFor);

        Assert.Same(before, Snapshots.Current);
    }

    [Fact]
    public async Task Next_NetworkComesUpWhileAnEdgeWaits_AnswersIt()
    {
        var known = Snapshots.Current;
        var waiting = Snapshots.NextAsync(known.Revision, known.Digest, TimeSpan.FromSeconds(30), CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        ComeUp();

        var next = await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Single(next!.Segments);
    }

    [Fact]
    public async Task Next_OtherDigestOfTheSameRevision_IsAnsweredAtOnce()
    {
        var current = Snapshots.Current;
        Assert.Same(current, await Snapshots.NextAsync(current.Revision, "another", TimeSpan.FromSeconds(30), CancellationToken.None));
    }

    [Fact]
    public async Task Next_EdgeThatKnowsNoDigests_WaitsForARevision()
    {
        var waiting = Snapshots.NextAsync(Snapshots.Current.Revision, null, TimeSpan.FromSeconds(30), CancellationToken.None);
        ComeUp();
        Assert.False(waiting.IsCompleted);

        await _lab.AddAsync("n2");

        Assert.Single((await waiting.WaitAsync(TimeSpan.FromSeconds(30)))!.Segments);
    }

    [Fact]
    public async Task Lease_InASegmentThatCameUpLater_IsGivenAndNeverTheHeadsOwnAddress()
    {
        ComeUp();
        var range = Snapshots.Current.Segments[0];
        _lab.Interfaces = [Late, new HostInterface("eth0", 2, range.RangeStart!, 24)];
        _lab.Time.Advance(RecentInterfaces.FreshFor);

        var response = await _lab.Grains.Segment(range.Name).LeaseAsync(
            new LeaseRequest(range.Name, MacAddress.Parse("52:54:00:00:00:09")), CancellationToken.None);

        Assert.Equal(Ipv4.ToNumber(range.RangeStart!) + 1, Ipv4.ToNumber(response.Address!));
    }

    [Fact]
    public void Overlays_NetworkComesUpLater_AreRenderedWithIt()
    {
        var sites = _lab.Get<OverlaySites>();
        var before = sites.Of(_lab.Catalog.Current).Config;
        Assert.Same(before, sites.Of(_lab.Catalog.Current).Config);

        ComeUp();

        Assert.NotEqual(before.Ipaddr, sites.Of(_lab.Catalog.Current).Config.Ipaddr);
    }

    private void ComeUp()
    {
        _lab.Interfaces = [Late];
        _lab.Time.Advance(RecentInterfaces.FreshFor);
    }
}
