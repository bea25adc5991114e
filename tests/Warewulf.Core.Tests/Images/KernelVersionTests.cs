using Warewulf.Core.Images;

namespace Warewulf.Core.Tests.Images;

[Trait("Suite", "Fast")]
public sealed class KernelVersionTests
{
    [Theory]
    [InlineData("/boot/vmlinuz-5.14.0-427.24.1.el9_4.x86_64", "5.14.0-427.24.1")]
    [InlineData("/boot/vmlinuz-6.1.0-18-amd64", "6.1.0-18")]
    [InlineData("/boot/vmlinuz-5.15.0-119-generic", "5.15.0-119")]
    [InlineData("/boot/vmlinuz-6.4.0-150600.21-default", "6.4.0-150600.21")]
    [InlineData("/boot/vmlinuz-6.9.7", "6.9.7")]
    [InlineData("/lib/modules/4.18.0-553.el8_10.x86_64/vmlinuz", "4.18.0-553")]
    [InlineData("/boot/initramfs-5.14.0-687.10.1.el9_8.0.1.x86_64.img", "5.14.0-687.10.1")]
    [InlineData("/boot/vmlinuz-5.14.0-..x-6.1.2", "6.1.2")]
    [InlineData("/boot/vmlinuz-99999999999999999999.1.1-x-6.1.2", "6.1.2")]
    [InlineData("/boot/vmlinuz-linux", null)]
    [InlineData("/boot/vmlinuz-6.1", null)]
    [InlineData("", null)]
    public void FindIn_Path_TakesTheFirstVersion(string path, string? expected)
    {
        Assert.Equal(expected, KernelVersion.FindIn(path)?.Text);
    }

    [Theory]
    [InlineData("5.15.0-119", "5.15.0")]
    [InlineData("5.9.0", "5.14.0")]
    [InlineData("5.14.0-427.2.1", "5.14.0-427.24.1")]
    [InlineData("5.14.0-427", "5.14.0-427.1")]
    [InlineData("5.15.0", "5.15.1-1")]
    public void CompareTo_Older_RanksLower(string older, string newer)
    {
        var low = KernelVersion.FindIn(older)!;
        var high = KernelVersion.FindIn(newer)!;
        Assert.True(low < high && high > low && low <= high && high >= low && low != high);
        Assert.True(low > null && null < low);
    }

    [Fact]
    public void Equals_SameNumbers_AreEqual()
    {
        var left = KernelVersion.FindIn("5.15.0-0119")!;
        var right = KernelVersion.FindIn("5.15.0-119")!;
        Assert.True(left == right && left.Equals((object)right));
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
        Assert.Equal("5.15.0-119", right.ToString());
    }
}
