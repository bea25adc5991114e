using Warewulf.Core.Boot;

namespace Warewulf.Boot.Tests;

/// <summary>A machine of every kind of firmware gets from power-on to a running system, and every step of it is recorded.</summary>
[Collection(BootCollection.Name)]
[Trait("Suite", "Boot")]
public sealed class FirmwareTests(BootLab lab)
{
    [MachineFact]
    public async Task Bios_PowerOn_EndsReadyWithEveryStage()
    {
        await using var site = await BootSite.StartAsync(lab);
        var node = await site.AddNodeAsync(1);
        var machine = await site.PowerOnAsync(1);

        var status = await site.WaitForReadyAsync(node);

        var boot = Assert.Single(status.Boots);
        Assert.Equal("Dhcp Script Kernel Image System Runtime Init Ready", string.Join(' ', boot.Stages.Select(stage => stage.Stage)));
        AssertRecord(boot, ClientArchitecture.Bios);
        AssertConsole(machine.Console);
        Assert.Empty(status.Problems);
    }

    [MachineFact]
    public async Task Uefi_PowerOn_LoadsIpxeByTftpAndEndsReady()
    {
        await using var site = await BootSite.StartAsync(lab);
        var node = await site.AddNodeAsync(1);
        var machine = await site.PowerOnAsync(1, "uefi");

        var boot = Assert.Single((await site.WaitForReadyAsync(node)).Boots);

        Assert.Equal("Dhcp Loader Script Kernel Image System Runtime Init Ready", string.Join(' ', boot.Stages.Select(stage => stage.Stage)));
        AssertRecord(boot, ClientArchitecture.UefiX64);
        AssertLoader(boot, "warewulf/ipxe-snponly-x86_64.efi");
        AssertConsole(machine.Console);
    }

    [MachineFact]
    public async Task UefiHttp_PowerOn_LoadsIpxeByHttpAndEndsReady()
    {
        await using var site = await BootSite.StartAsync(lab);
        var node = await site.AddNodeAsync(1);
        var machine = await site.PowerOnAsync(1, "uefi-http");

        var boot = Assert.Single((await site.WaitForReadyAsync(node)).Boots);

        Assert.Equal("Dhcp Loader Script Kernel Image System Runtime Init Ready", string.Join(' ', boot.Stages.Select(stage => stage.Stage)));
        AssertRecord(boot, ClientArchitecture.UefiX64Http);
        AssertLoader(boot, "ipxe-snponly-x86_64.efi");
        AssertConsole(machine.Console);
    }

    private static StageRecord Stage(BootRecord boot, BootStage stage) => Assert.Single(boot.Stages, found => found.Stage == stage);

    // The node's own words: what the overlays and the kernel arguments became there.
    private static void AssertConsole(string console)
    {
        Assert.Contains("warewulf: node n0001, image small, root initramfs", console, StringComparison.Ordinal);
        Assert.Contains("small image is up on eth0: 10.77.0.101/24", console, StringComparison.Ordinal);
        Assert.Contains("small image: host name n0001, hosts entry '10.77.0.101 n0001", console, StringComparison.Ordinal);
    }

    private void AssertRecord(BootRecord boot, ClientArchitecture architecture)
    {
        Assert.Equal(architecture, boot.Architecture);
        Assert.Equal("10.77.0.101", boot.Address?.ToString());
        Assert.Equal("small", boot.ImageName);
        var times = boot.Stages.Select(stage => stage.At).ToList();
        Assert.Equal(times.Order(), times);
        Assert.Equal(boot.StartedAt, times[0]);
        var kernel = Assert.Single(Directory.GetFiles(Path.Combine(lab.SmallImage, "boot"), "vmlinuz-*"));
        Assert.Equal(new FileInfo(kernel).Length, Stage(boot, BootStage.Kernel).Bytes);
        Assert.Equal(Path.GetFileName(kernel), Stage(boot, BootStage.Kernel).Detail);
        Assert.Equal("default.ipxe", Stage(boot, BootStage.Script).Detail);
        Assert.InRange(Stage(boot, BootStage.Script).Bytes ?? 0, 1_000, 50_000);
        Assert.InRange(Stage(boot, BootStage.Image).Bytes ?? 0, 500_000, 20_000_000);
        Assert.InRange(Stage(boot, BootStage.System).Bytes ?? 0, 1_000, 1_000_000);
        Assert.InRange(Stage(boot, BootStage.Runtime).Bytes ?? 0, 100, 1_000_000);
    }

    private void AssertLoader(BootRecord boot, string name)
    {
        var loader = Stage(boot, BootStage.Loader);
        Assert.Equal(name, loader.Detail);
        Assert.Equal(new FileInfo(Path.Combine(lab.Prefix, "share/warewulf/boot/ipxe-snponly-x86_64.efi")).Length, loader.Bytes);
    }
}
