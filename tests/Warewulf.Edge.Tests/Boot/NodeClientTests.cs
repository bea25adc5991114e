using System.Diagnostics;
using System.Globalization;
using Warewulf.Core.Boot;
using Warewulf.Edge.Tests.Hosting;
using Warewulf.Edge.Tests.Http;

namespace Warewulf.Edge.Tests.Boot;

/// <summary>The client that runs on nodes, in a tree with nothing but busybox, against a real edge in secure mode.</summary>
[Trait("Suite", "Socket")]
public sealed class NodeClientTests : IDisposable
{
    private readonly TemporaryDirectory _node = new();

    public void Dispose() => _node.Dispose();

    [BusyboxFact]
    public async Task Client_WithoutCurlInSecureMode_ReportsInitAndReady()
    {
        await using var edge = await TestEdge.StartAsync(edge => edge.Heads.Snapshot = edge.Heads.Snapshot! with { Secure = true });
        MakeNode(edge.Port);

        using var client = Start();
        try
        {
            await edge.EventAsync(e => e.Mac == TestEdge.N1 && e.Stage == BootStage.Ready, "the node is ready");
        }
        finally
        {
            client.Kill(entireProcessTree: true);
            await client.WaitForExitAsync();
        }

        Assert.Equal([BootStage.Init, BootStage.Ready], edge.Heads.Events.Select(e => e.Stage));
        var said = await client.StandardOutput.ReadToEndAsync();
        Assert.Contains("needs curl in the image", said, StringComparison.Ordinal);
        Assert.Contains("runtime overlay not applied", said, StringComparison.Ordinal);
    }

    // What the client reads of its system: the kernel's command line, and the names of the processes, which say that it is up.
    private void MakeNode(int port)
    {
        foreach (var directory in new[] { "bin", "dev", "proc/1", "run", "tmp", "warewulf", "sys/class/dmi/id" })
        {
            Directory.CreateDirectory(_node.Below(directory));
        }

        File.Copy(BusyboxFactAttribute.Program, _node.Below("bin/busybox"));
        foreach (var applet in new[] { "cat", "cksum", "cut", "dirname", "grep", "mktemp", "rm", "sed", "sh", "sleep", "timeout", "tr", "wget" })
        {
            File.CreateSymbolicLink(_node.Below("bin/" + applet), "busybox");
        }

        File.WriteAllText(_node.Below("dev/null"), "");
        File.WriteAllText(_node.Below("proc/cmdline"), $"quiet wwid={TestEdge.N1}\n");
        File.WriteAllText(_node.Below("proc/1/comm"), "init\n");
        File.WriteAllText(
            _node.Below("warewulf/config"), string.Create(CultureInfo.InvariantCulture, $"WWSECURE=true\nWWIPADDR=127.0.0.1\nWWPORT={port}\nWWINTERVAL=60\n"));
        File.Copy(ClientScript(), _node.Below("warewulf/wwclient"));
    }

    private Process Start() => Process.Start(
        new ProcessStartInfo("chroot", [_node.Path, "/bin/sh", "/warewulf/wwclient"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static string ClientScript()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Warewulf.sln")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("Warewulf.sln is in no directory above the tests.");
        }

        return Path.Combine(directory, "deploy/overlays/wwclient/rootfs/warewulf/wwclient");
    }
}
