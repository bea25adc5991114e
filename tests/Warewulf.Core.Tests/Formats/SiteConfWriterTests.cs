using Warewulf.Core.Catalogs;
using Warewulf.Core.Formats;
using Warewulf.Core.Site;

namespace Warewulf.Core.Tests.Formats;

[Trait("Suite", "Fast")]
public sealed class SiteConfWriterTests
{
    [Fact]
    public void Write_Defaults_SaysEveryOneOfThem() => Assert.Equal(
        """
        warewulf:
          port: 9873
          tls port: 9874
          secure: true
          tls: false
          update interval: 60
          autobuild overlays: true
          host overlay: true
          grubboot: false
          image generations: 10
          systemd name: ""
        api:
          enabled: false
          tls: false
          allowed subnets:
            - 127.0.0.0/8
            - "::1/128"
        dhcp:
          enabled: true
          template: default
          systemd name: dhcpd
        tftp:
          enabled: true
          systemd name: tftp
          ipxe:
            "00:00": undionly.kpxe
            00:0B: arm64-efi/snponly.efi
            "00:07": ipxe-snponly-x86_64.efi
            "00:09": ipxe-snponly-x86_64.efi
        nfs:
          enabled: true
          export paths: []
          systemd name: nfsd
        ssh:
          key types:
            - ed25519
            - ecdsa
            - rsa
        image mounts:
          - source: /etc/resolv.conf
            dest: /etc/resolv.conf
            readonly: false
            copy: false

        """,
        SiteConfWriter.Write(SiteConfig.Default));

    [Fact]
    public void Write_MountWithoutDestination_GetsTheSourceAsOne() =>
        Assert.Contains("dest: /a\n", SiteConfWriter.Write(new SiteConfig { ImageMounts = [new ImageMount("/a")] }), StringComparison.Ordinal);

    [Fact]
    public void Write_AnySettings_AreReadBackAndWrittenAlike()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var site = new RandomSettings(seed).Site();
            var text = SiteConfWriter.Write(site);
            var odd = new List<string>();
            var read = SiteConfReader.Read("test.conf", text, odd.Add);
            Assert.True(odd.Count == 0, $"seed {seed}: {odd.FirstOrDefault()}");
            Assert.True(RandomSettings.Json(new PutSite(site)) == RandomSettings.Json(new PutSite(read)), $"seed {seed}:\n{text}");
            Assert.Equal(text, SiteConfWriter.Write(read));
        }
    }
}
