using Warewulf.Core.Api;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Formats;
using Warewulf.Core.Site;

namespace Warewulf.Core.Tests.Formats;

[Trait("Suite", "Fast")]
public sealed class SegmentsReaderTests
{
    private readonly List<string> _odd = [];

    [Fact]
    public void Read_TwoSegments_HasEveryValueOfBothInTheirOrder()
    {
        var site = Read(
            """
            ipaddr: 10.0.0.1/23
            segments:
              rack3:
                network: 10.0.3.0/24
              rack2:
                network: 10.0.2.0/24
                gateway: 10.0.2.1          # offered to machines
                range start: 10.0.2.200
                range end: 10.0.2.250
                lease time: 7200
            """);

        Assert.Equal(["rack3", "rack2"], site.Segments.Select(segment => segment.Name.ToString()));
        var rack2 = site.Segments[1];
        Assert.Equal(
            ("10.0.2.0/24", "10.0.2.1", "10.0.2.200", "10.0.2.250", 7200),
            (rack2.Network.ToString(), $"{rack2.Gateway}", $"{rack2.RangeStart}", $"{rack2.RangeEnd}", rack2.LeaseTime.TotalSeconds));
        Assert.Equal((null, null, 3600), (site.Segments[0].Gateway, site.Segments[0].RangeStart, site.Segments[0].LeaseTime.TotalSeconds));
        Assert.Empty(_odd);
    }

    [Theory]
    [InlineData("ipaddr: 10.0.0.1\n")]
    [InlineData("segments:\n")]
    [InlineData("segments: {}\n")]
    public void Read_NoneDeclared_IsEmpty(string text) => Assert.Empty(Read(text).Segments);

    [Fact]
    public void Read_UnknownKeyOfASegment_IsReportedWithItsLine()
    {
        Read("segments:\n  rack2:\n    network: 10.0.2.0/24\n    router: 10.0.2.1\n");
        var odd = Assert.Single(_odd);
        Assert.StartsWith("test.conf, line 4: the key 'segments.rack2.router'", odd, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("segments: [rack2]\n", "line 1", "'segments'")]
    [InlineData("segments:\n  rack2: 10.0.2.0/24\n", "line 2", "'rack2'")]
    [InlineData("segments:\n  rack2:\n    gateway: 10.0.2.1\n", "line 3", "'rack2'")]
    [InlineData("segments:\n  a/b:\n    network: 10.0.2.0/24\n", "line 3", "'a/b'")]
    [InlineData("segments:\n  default:\n    network: 10.0.2.0/24\n", "line 3", "'default'")]
    [InlineData("segments:\n  rack2:\n    network: 10.0.2.0\n", "line 3", "'network'")]
    [InlineData("segments:\n  rack2:\n    network: 10.0.2.0/31\n", "line 3", "'network'")]
    [InlineData("segments:\n  rack2:\n    network: 0.0.0.0/0\n", "line 3", "'network'")]
    [InlineData("segments:\n  rack2:\n    network: fd00::/64\n", "line 3", "'network'")]
    [InlineData("segments:\n  rack2:\n    network: 10.0.2.1/24\n", "line 3", "write 10.0.2.0/24")]
    [InlineData("segments:\n  rack2:\n    network: 10.0.2.0/24\n    gateway: 10.0.3.1\n", "line 4", "'gateway'")]
    [InlineData("segments:\n  rack2:\n    network: 10.0.2.0/24\n    gateway: 10.0.2.255\n", "line 4", "'gateway'")]
    [InlineData("segments:\n  rack2:\n    network: 10.0.2.0/24\n    range start: 10.0.2.9\n", "line 4", "'range start'")]
    [InlineData("segments:\n  rack2:\n    network: 10.0.2.0/24\n    range end: 10.0.2.9\n", "line 4", "'range end'")]
    [InlineData("segments:\n  r:\n    network: 10.0.2.0/24\n    range start: 10.0.2.9\n    range end: 10.0.2.8\n", "line 5", "'range end'")]
    [InlineData("segments:\n  r:\n    network: 10.0.2.0/24\n    range start: 10.0.2.9\n    range end: 10.0.4.8\n", "line 5", "'range end'")]
    [InlineData("segments:\n  r:\n    network: 10.0.2.0/24\n    range start: 10.0.1.9\n    range end: 10.0.2.8\n", "line 4", "'range start'")]
    [InlineData("segments:\n  rack2:\n    network: 10.0.2.0/24\n    lease time: 1h\n", "line 4", "'lease time'")]
    [InlineData("segments:\n  a:\n    network: 10.0.2.0/24\n  b:\n    network: 10.0.0.0/16\n", "line 5", "of segment 'a'")]
    [InlineData("ipaddr: 10.0.2.9/16\nsegments:\n  a:\n    network: 10.0.2.0/24\n", "line 4", "of segment 'default'")]
    public void Read_MalformedSegment_NamesFileLineAndKey(string text, string where, string what)
    {
        var error = Assert.Throws<WarewulfException>(() => Read(text));
        Assert.StartsWith("test.conf, " + where, error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SettingsStored_AreReadAgainAsTheyWere()
    {
        var change = new CatalogChange("test", DateTimeOffset.UnixEpoch, [new PutSite(Read(
            "segments:\n  rack2:\n    network: 10.0.2.0/24\n    gateway: 10.0.2.1\n    lease time: 60\n"))]);

        var json = System.Text.Json.JsonSerializer.Serialize(change, ApiJsonContext.Default.CatalogChange);
        var read = System.Text.Json.JsonSerializer.Deserialize(json, ApiJsonContext.Default.CatalogChange)!;

        var segment = Assert.Single(Catalog.Empty.Apply(read).Site.Segments);
        Assert.Equal(("rack2", "10.0.2.0/24", "10.0.2.1", 60), ($"{segment.Name}", $"{segment.Network}", $"{segment.Gateway}", segment.LeaseTime.TotalSeconds));
    }

    [Fact]
    public void Read_SettingsStoredByAnEarlierVersion_HaveNoSegments()
    {
        var change = new CatalogChange("test", DateTimeOffset.UnixEpoch, [new PutSite(SiteConfig.Default)]);
        var json = System.Text.Json.JsonSerializer.Serialize(change, ApiJsonContext.Default.CatalogChange);
        Assert.Contains("\"segments\":[],", json, StringComparison.Ordinal);

        var read = System.Text.Json.JsonSerializer.Deserialize(
            json.Replace("\"segments\":[],", "", StringComparison.Ordinal), ApiJsonContext.Default.CatalogChange)!;

        Assert.Empty(Catalog.Empty.Apply(read).Site.Segments);
    }

    private SiteConfig Read(string text) => SiteConfReader.Read("test.conf", text, _odd.Add);
}
