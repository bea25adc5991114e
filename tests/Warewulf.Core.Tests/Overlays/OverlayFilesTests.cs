using Warewulf.Core.Api;
using Warewulf.Core.Overlays.Files;
using Warewulf.Core.Overlays.Rendering;
using Warewulf.Core.Tests.Archives;

namespace Warewulf.Core.Tests.Overlays;

[Trait("Suite", "Fast")]
public sealed class OverlayFilesTests : IDisposable
{
    private readonly OverlayLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void ReadServer_File_IsReadWhole()
    {
        _lab.Write("root/etc/warewulf/keys/k", "secret");
        _lab.Write("root/etc/bytes", "a\0b");

        Assert.Equal("secret"u8.ToArray(), _lab.Files.ReadServer("keys/k"));
        Assert.Equal("a\0b"u8.ToArray(), _lab.Files.ReadServer("/etc/bytes"));
        Assert.Null(_lab.Files.ReadServer("/etc/warewulf"));
        Assert.Null(_lab.Files.ReadServer("/etc/bytes/x"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/etcetera")]
    [InlineData("/etc/../usr/x")]
    [InlineData("../../var/x")]
    [InlineData("/etc/a\0b")]
    public void ReadServer_OtherDirectory_IsRefused(string path) => Errors.Expect(
        ApiErrorCode.Invalid, "it is not below /etc, /root. Move the file there.", () => _lab.Files.ReadServer(path));

    [Fact]
    public void ReadServer_HugeFile_IsRefused()
    {
        _lab.Write("root/etc/huge", "");
        using (var file = File.OpenWrite(_lab["root/etc/huge"]))
        {
            file.SetLength(OverlayFiles.MaxLength + 1);
        }

        Errors.Expect(ApiErrorCode.Invalid, "The file '/etc/huge' has more than 16777216 bytes", () => _lab.Files.ReadServer("/etc/huge"));
    }

    [Fact]
    public void Resolve_Path_FollowsEveryLink()
    {
        _lab.Write("root/etc/real/f", "x");
        _lab.Link("root/etc/dir", "real");
        _lab.Link("root/etc/f", "/etc/dir/f");

        Assert.Equal("/etc/real/f", _lab.Files.Resolve("/etc/f"));
        Assert.Equal("/etc/real", _lab.Files.Resolve("../dir"));
        Assert.Null(_lab.Files.Resolve("/etc/none"));
    }

    [Fact]
    public void BoundedCache_Limit_DropsAllAndStartsAnew()
    {
        var cache = new BoundedCache<string, string>(10);
        Assert.Equal("1", cache.Add("a", "1", 6));
        Assert.Equal("1", cache.Add("a", "2", 1));
        Assert.Equal("2", cache.Add("b", "2", 6));

        Assert.False(cache.TryGet("a", out _));
        Assert.True(cache.TryGet("b", out var kept));
        Assert.Equal("2", kept);
        Assert.Equal(1, cache.Count);
    }
}
