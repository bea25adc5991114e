using Warewulf.Core.Artifacts;
using Warewulf.Core.Images;

namespace Warewulf.Core.Tests.Images;

[Trait("Suite", "Fast")]
public sealed class ImageBuildTests
{
    private static readonly ArtifactRef Artifact = new(ArtifactDigest.Of("x"u8), 1, "x");

    [Theory]
    [InlineData("", "/boot/vmlinuz-5.15.0")]
    [InlineData(null, "/boot/vmlinuz-5.15.0")]
    [InlineData("boot/vmlinuz-5.14.0-1.el9+debug", "/boot/vmlinuz-5.14.0-1.el9+debug")]
    [InlineData("/boot/vmlinuz-0-rescue-5.1.1", "/boot/vmlinuz-0-rescue-5.1.1")]
    [InlineData("5.1", "/boot/vmlinuz-5.14.0-2.el9")]
    [InlineData("5.15.0-119", "/boot/vmlinuz-5.15.0-119-generic")]
    [InlineData("5.15.0", "/boot/vmlinuz-5.15.0")]
    [InlineData("5.14.0-1", null)]
    [InlineData("/etc/shadow", null)]
    [InlineData("/boot/../etc/shadow", null)]
    [InlineData("7", null)]
    public void FindKernel_Wanted_FollowsTheRules(string? wanted, string? expected)
    {
        var build = new ImageBuild(Artifact, 1, 1, DateTimeOffset.UnixEpoch)
        {
            Kernels =
            [
                Kernel("0-rescue-5.1.1", "5.1.1"), Kernel("5.14.0-1.el9+debug", "5.14.0-1"), Kernel("5.14.0-2.el9", "5.14.0-2"),
                Kernel("5.15.0", "5.15.0") with { IsDefault = true }, Kernel("5.15.0-119-generic", "5.15.0-119"),
            ],
        };
        Assert.Equal(expected, build.FindKernel(wanted)?.Path);
    }

    [Fact]
    public void FindKernel_ImageWithoutAny_IsNothing() =>
        Assert.Null(new ImageBuild(Artifact, 1, 1, DateTimeOffset.UnixEpoch).FindKernel(null));

    private static ImageKernel Kernel(string release, string version) => new($"/boot/vmlinuz-{release}", version, false, Artifact, null);
}
