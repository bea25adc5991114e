using System.Security.Cryptography;

namespace Warewulf.Boot.Tests;

/// <summary>A head that dies in the middle of a boot: the node waits for its successor.</summary>
[Collection(BootCollection.Name)]
[Trait("Suite", "Boot")]
public sealed class HeadCrashTests(BootLab lab)
{
    [MachineFact]
    public async Task Head_KilledDuringTheImageDownload_NodeEndsReady()
    {
        await using var site = await BootSite.CreateAsync(lab);
        var head = await site.StartHeadAsync();
        await site.CtlAsync("image", "import", lab.SmallImage, "large");
        // What does not compress takes 16 seconds at the rate below, however fast the machine is: long enough to be interrupted.
        await File.WriteAllBytesAsync(Path.Combine(site.Root, "var/lib/warewulf/chroots/large/rootfs/root/ballast"), RandomNumberGenerator.GetBytes(32 << 20));
        await site.CtlAsync("image", "build", "large");
        var node = await site.AddNodeAsync(1, "large");
        await site.LimitRateAsync(megabits: 16);
        var machine = await site.PowerOnAsync(1, memory: 256);

        await site.WaitForConsoleAsync(machine, "/image/");
        await head.KillAsync();

        // It was put together, and its last byte was not sent.
        Assert.DoesNotContain("image large.img.gz, ", head.Log, StringComparison.Ordinal);
        await site.LimitRateAsync(megabits: null);
        await site.StartHeadAsync();

        var status = await site.WaitForReadyAsync(node);
        Assert.Contains("Warewulf: image: attempt 1 of 5 failed", machine.Console, StringComparison.Ordinal);
        Assert.Contains(status.Boots[0].Stages, stage => stage.Detail == "large.img.gz" && stage.Bytes > 32 << 20);
    }
}
