using Warewulf.Core.Images;
using Warewulf.Core.Tests.Archives;

namespace Warewulf.Core.Tests.Images;

[Trait("Suite", "Fast")]
public sealed class KernelFinderTests : IDisposable
{
    private readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void List_AllPlaces_InSearchOrderAndOnce()
    {
        using var image = Image(
            "boot/vmlinuz-5.14.0-70.el9", "boot/vmlinuz-linux", "boot/Image-6.1.0-1", "boot/vmlinuz-0-rescue-1234", "boot/config-5.14.0",
            "lib/modules/5.14.0-427.el9/vmlinuz", "lib/modules/5.14.0-428.el9/vmlinuz.gz", "lib/modules/5.14.0-70.el9/modules.dep");
        var kernels = KernelFinder.List(image);
        Assert.Equal(
            [
                "boot/Image-6.1.0-1", "boot/vmlinuz-linux", "boot/vmlinuz-0-rescue-1234", "boot/vmlinuz-5.14.0-70.el9",
                "lib/modules/5.14.0-427.el9/vmlinuz", "lib/modules/5.14.0-428.el9/vmlinuz.gz",
            ],
            kernels.Select(kernel => kernel.Path.ToString()));
        Assert.Equal("boot/Image-6.1.0-1", Assert.Single(kernels, kernel => kernel.IsDefault).Path.ToString());
    }

    [Fact]
    public void List_MergedUsrAndLinks_AreResolvedInTheImage()
    {
        using var image = Image("usr/lib/modules/6.1.0-1/vmlinuz", "etc/shadow");
        Tool.Shell(
            _temp["root"],
            "ln -s usr/lib lib; mkdir boot; ln -s /usr/lib/modules/6.1.0-1/vmlinuz boot/vmlinuz-6.1.0-1; ln -s /etc/hostname boot/vmlinuz-9.9.9; mkdir boot/vmlinuz-8.8.8");
        var kernels = KernelFinder.List(image);
        Assert.Equal(["boot/vmlinuz-6.1.0-1", "lib/modules/6.1.0-1/vmlinuz"], kernels.Select(kernel => kernel.Path.ToString()));
        Assert.All(kernels, kernel => Assert.Equal("usr/lib/modules/6.1.0-1/vmlinuz", kernel.ResolvedPath.ToString()));
    }

    [Theory]
    [InlineData("boot/vmlinuz-5.14.0-687.10.1.el9_8.0.1.x86_64", "boot/initramfs-5.14.0-687.10.1.el9_8.0.1.x86_64.img")]
    [InlineData("boot/vmlinuz-5.15.0-119-lowlatency", "boot/initrd.img-5.15.0-119-lowlatency")]
    [InlineData("boot/vmlinuz-5.15.0-119-generic", "boot/initrd.img-5.15.0-119-generic")]
    [InlineData("boot/vmlinuz-5.14.0-42.el9", "boot/initramfs-5.14.0-42.custom.img")]
    [InlineData("lib/modules/6.4.0-150600.21-default/vmlinuz", "boot/initrd-6.4.0-150600.21-default")]
    [InlineData("boot/vmlinuz-linux", "boot/initramfs-linux.img")]
    [InlineData("boot/vmlinuz-6.4.0", "boot/initrd-6.4.0-150600.21-default")]
    [InlineData("boot/vmlinuz-4.18.0-1.el8", null)]
    [InlineData("boot/vmlinuz-7.0.0", null)]
    public void FindInitramfs_Kernel_GetsItsOwn(string kernel, string? expected)
    {
        using var image = Image(
            kernel, "boot/initramfs-5.14.0-687.10.1.el9_8.0.1.x86_64.img", "boot/initramfs-5.14.0-687.10.1.el9_8.0.1.x86_64kdump.img",
            "boot/initrd.img-5.15.0-119-generic", "boot/initrd.img-5.15.0-119-lowlatency", "boot/initramfs-5.14.0-427.el9.img",
            "boot/initramfs-5.14.0-42.custom.img", "boot/initrd-6.4.0-150600.21-default", "boot/initramfs-linux.img",
            "boot/initramfs-0-rescue-7.0.0.img", "boot/initramfs-4.18.0-1.el8kdump.img");
        var found = Assert.Single(KernelFinder.List(image));
        Assert.Equal(expected, KernelFinder.FindInitramfs(image, found)?.Path.ToString());
    }

    [Fact]
    public void List_NoKernels_IsEmpty()
    {
        using var image = Image("etc/hostname");
        Assert.Empty(KernelFinder.List(image));
    }

    private ImageRoot Image(params string[] files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_temp["root/" + file])!);
            File.WriteAllText(_temp["root/" + file], file);
        }

        return ImageRoot.Open(_temp["root"]);
    }
}
