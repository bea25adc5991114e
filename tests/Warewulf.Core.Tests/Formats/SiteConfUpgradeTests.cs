using Warewulf.Core.Formats;
using Warewulf.Core.Site;

namespace Warewulf.Core.Tests.Formats;

[Trait("Suite", "Fast")]
public sealed class SiteConfUpgradeTests
{
    private readonly List<string> _odd = [];

    [Theory]
    [InlineData("WW_INTERNAL: 43\n", "'WW_INTERNAL' has no meaning")]
    [InlineData("warewulf:\n  syslog: true\n", "'warewulf.syslog' has no meaning")]
    [InlineData("ipv6net: fd00::1\n", "'ipv6net' was dropped")]
    [InlineData("ipv6net: 10.0.0.0/8\n", "'ipv6net' was dropped")]
    public void Read_KeyWithoutMeaning_IsDroppedWithAWarning(string text, string what)
    {
        Assert.Equal(SiteConfWriter.Write(SiteConfig.Default), SiteConfWriter.Write(Read(text)));
        Assert.Contains(what, Assert.Single(_odd), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ipv6net: fd00::1/64\n", "fd00::1", 64)]
    [InlineData("ipv6net: fd00::1/64\nprefixlen6: 48\n", "fd00::1", 48)]
    [InlineData("ipv6net: fd00::1/64\nipaddr6: fd00::2\n", "fd00::2", 64)]
    [InlineData("ipv6net: fd00::1/64\nipaddr6: fd00::2/56\n", "fd00::2", 56)]
    public void Read_Ipv6Net_FillsWhatIsNotSaid(string text, string address, int length)
    {
        var site = Read(text);
        Assert.Equal((address, length), (site.Ipaddr6!.ToString(), site.PrefixLen6));
        Assert.StartsWith("test.conf, line 1: 'ipv6net'", Assert.Single(_odd), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("warewulf:\n  datastore: /srv\n", "/srv")]
    [InlineData("paths:\n  datadir: /own\nwarewulf:\n  datastore: /srv\n", "/own")]
    [InlineData("paths:\nwarewulf:\n  datastore: /srv\n", "/srv")]
    public void Read_DataStore_BecomesTheDataDirectory(string text, string path)
    {
        Assert.Equal(path, Read(text).Paths["datadir"]);
        Assert.Contains("'warewulf.datastore'", Assert.Single(_odd), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Exports_ComeBeforeExportPaths()
    {
        var site = Read("nfs:\n  export paths:\n  - path: /c\n    export options: rw\n  exports: [/a, /b]\n");
        Assert.Equal([new NfsExport("/a", ""), new NfsExport("/b", ""), new NfsExport("/c", "rw")], site.Nfs.ExportPaths.ToArray());
        Assert.Contains("line 5: 'nfs.exports'", Assert.Single(_odd), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MountOfAnExport_IsDroppedWithAWarningThatSaysWhereToPutIt()
    {
        var site = Read("nfs:\n  export paths:\n  - path: /a\n    mount: true\n    mount options: defaults\n  - path: /b\n    mount: false\n");
        Assert.Equal(["/a", "/b"], site.Nfs.ExportPaths.Select(export => export.Path));
        Assert.Equal(3, _odd.Count);
        Assert.Contains("'fstab'", _odd[0], StringComparison.Ordinal);
        Assert.DoesNotContain("'fstab'", _odd[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("container mounts:\n- source: /a\n", "/a")]
    [InlineData("container mounts:\n- source: /a\nimage mounts:\n- source: /b\n", "/b")]
    public void Read_ContainerMounts_BecomeImageMounts(string text, string source)
    {
        Assert.Equal(source, Assert.Single(Read(text).ImageMounts).Source);
        Assert.Contains("'container mounts'", Assert.Single(_odd), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("warewulf: {secure: ~, autobuild overlays: null, host overlay: }\ndhcp: {enabled: ~}\ntftp: {enabled: null}\nnfs: {enabled: }\n")]
    [InlineData("warewulf:\napi:\ndhcp:\ntftp:\nnfs:\nssh:\nimage mounts:\npaths:\nwwclient:\n")]
    public void Read_ExplicitNull_IsTheDefault(string text)
    {
        Assert.Equal(SiteConfWriter.Write(SiteConfig.Default), SiteConfWriter.Write(Read(text)));
        Assert.Empty(_odd);
    }

    [Fact]
    public void Read_EveryKeyOfWarewulf_IsKnown()
    {
        Read(
            """
            comment: x
            ipaddr: 10.0.0.1
            netmask: 255.0.0.0
            network: 10.0.0.0
            fqdn: head
            ipaddr6: fd00::1
            prefixlen6: 64
            warewulf: {port: 1, tls port: 2, secure: true, secure files: true, tls: false, update interval: 1, autobuild overlays: true, host overlay: true, grubboot: true, systemd name: x}
            api: {enabled: true, tls: true, allowed subnets: [10.0.0.0/8, ~]}
            dhcp: {enabled: true, template: static, range start: 10.0.0.2, range end: 10.0.0.3, range6 start: "fd00::2", range6 end: "fd00::3", systemd name: x}
            tftp: {enabled: true, tftproot: /t, systemd name: x, ipxe: {"00:00": a}}
            nfs: {enabled: true, export paths: [{path: /a, export options: rw}], systemd name: x}
            ssh: {key types: [rsa]}
            image mounts: [{source: /a, dest: /b, readonly: true, copy: true, options: x}]
            paths: {bindir: /1, sysconfdir: /2, localstatedir: /3, cachedir: /4, ipxesource: /5, srvdir: /6, firewallddir: /7, systemddir: /8, datadir: /9, wwoverlaydir: /10, wwchrootdir: /11, wwprovisiondir: /12, wwclientdir: /13, wwfilesdir: /14}
            wwclient: {port: 987}
            """);
        Assert.Empty(_odd);
    }

    private SiteConfig Read(string text) => SiteConfReader.Read("test.conf", text, _odd.Add);
}
