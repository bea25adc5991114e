using System.Collections.Immutable;
using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Boot;
using Warewulf.Core.Segments;
using Warewulf.Core.Site;

namespace Warewulf.Core.Tests.Boot;

[Trait("Suite", "Fast")]
public sealed class BootLoaderTableTests
{
    [Fact]
    public void From_Defaults_KnowsTheUsualArchitectures()
    {
        var table = BootLoaderTable.From(new TftpSettings());

        Assert.Equal("warewulf/undionly.kpxe", table[ClientArchitecture.Bios]);
        Assert.Equal("warewulf/ipxe-snponly-x86_64.efi", table[ClientArchitecture.UefiX64]);
        Assert.Equal("warewulf/ipxe-snponly-x86_64.efi", table[ClientArchitecture.UefiByteCode]);
        Assert.Equal("warewulf/snponly.efi", table[ClientArchitecture.UefiArm64]);
        Assert.Equal(4, table.Count);
    }

    [Theory]
    [InlineData("00:0b", "/usr/share/ipxe/arm64.efi", 11, "warewulf/arm64.efi")]
    [InlineData("00:1B", "riscv.efi", 27, "warewulf/riscv.efi")]
    [InlineData("FF:FF", "a/b/c.efi", 65535, "warewulf/c.efi")]
    public void From_Entry_IsNumberAndBaseName(string key, string file, int architecture, string expected) =>
        Assert.Equal(expected, BootLoaderTable.From(Settings(key, file))[(ClientArchitecture)architecture]);

    [Theory]
    [InlineData("0007", "x.efi", "'0007'")]
    [InlineData("00:7", "x.efi", "'00:7'")]
    [InlineData("00:0G", "x.efi", "'00:0G'")]
    [InlineData("0:007", "x.efi", "'0:007'")]
    [InlineData("", "x.efi", "''")]
    [InlineData("00:07", "", "''")]
    [InlineData("00:07", "dir/", "'dir/'")]
    [InlineData("00:07", "..", "'..'")]
    [InlineData("00:07", "a b", "'a b'")]
    public void From_BadEntry_SaysWhich(string key, string file, string named)
    {
        var error = Assert.Throws<WarewulfException>(() => BootLoaderTable.From(Settings(key, file)));
        Assert.Equal(ApiErrorCode.Invalid, error.Code);
        Assert.StartsWith(named, error.Message, StringComparison.Ordinal);
        Assert.Contains("tftp: ipxe", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_ArchitectureWithoutAName_SurvivesJson()
    {
        var snapshot = new SegmentSnapshot(1) { Loaders = BootLoaderTable.From(Settings("00:1B", "riscv.efi")) };

        var again = JsonSerializer.Deserialize<SegmentSnapshot>(JsonSerializer.Serialize(snapshot))!;

        Assert.Equal("warewulf/riscv.efi", again.Loaders[(ClientArchitecture)27]);
    }

    private static TftpSettings Settings(string key, string file) =>
        new() { Ipxe = ImmutableSortedDictionary<string, string>.Empty.Add(key, file) };
}
