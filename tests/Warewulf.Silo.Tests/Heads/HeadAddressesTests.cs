using Warewulf.Core.Api;
using Warewulf.Core.Site;
using Warewulf.Silo.Heads;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Heads;

[Trait("Suite", "Fast")]
public sealed class HeadAddressesTests
{
    [Theory]
    [InlineData(null, "http://10.0.0.1:9875", null, "http://10.0.0.1:9875")]
    [InlineData(null, "http://0.0.0.0:9875 http://10.0.0.1:80", "10.9.0.1", "http://10.9.0.1:9875 http://10.0.0.1")]
    [InlineData(null, "http://[::]:9875", null, "http://head1:9875")]
    [InlineData("http://head1.example:9000", "http://0.0.0.0:9875", "10.9.0.1", "http://head1.example:9000")]
    [InlineData("http://head1.example", "", null, "http://head1.example:9875")]
    [InlineData(null, "", "10.9.0.1", "")]
    public void Of_WhatItListensOnAndAdvertises_IsWhereOthersReachIt(string? advertise, string listening, string? site, string expected)
    {
        using var files = new HeadDirectory();
        var options = RunningHead.Options(files) with { Advertise = advertise is null ? [] : [HeadAddress.Parse(advertise)] };
        var settings = new SiteConfig { Ipaddr = site is null ? null : System.Net.IPAddress.Parse(site) };
        var addresses = HeadAddresses.Of(
            options, settings, [.. listening.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(address => new Uri(address))]);
        Assert.Equal(expected, string.Join(' ', addresses));
    }
}
