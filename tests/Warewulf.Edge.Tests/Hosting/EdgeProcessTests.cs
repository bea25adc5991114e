using System.Net;
using Warewulf.Core.Boot;
using Warewulf.Core.Leases;
using Warewulf.Edge.Tests.Dhcp;

namespace Warewulf.Edge.Tests.Hosting;

/// <summary><c>wwedge</c> as its own process, and machines that use what administrators have.</summary>
[Trait("Suite", "Socket")]
public sealed class EdgeProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly NetworkNamespaces _namespaces = new();
    private readonly TemporaryDirectory _directory = new();

    public void Dispose()
    {
        _namespaces.Dispose();
        _directory.Dispose();
    }

    [NetworkNamespaceFact]
    public async Task UnknownMachine_LeasesAnAddressOfTheHeads_AndIsSeenByThem()
    {
        var address = IPAddress.Parse("10.77.0.142");
        var (server, machine) = (_namespaces.Add("s"), _namespaces.Add("c"));
        NetworkNamespaces.Join(server, "s0", machine, "c0");
        NetworkNamespaces.Ip(server, "addr add 10.77.0.1/24 dev s0");
        NetworkNamespaces.Ip(machine, $"link set c0 address {TestNetwork.Unknown}");
        await using var edge = await EdgeProcess.StartAsync(_namespaces, server, TestNetwork.Snapshot);
        edge.Lease = request => request.Mac == TestNetwork.Unknown
            ? new LeaseResponse(true) { Address = address, ExpiresAt = TimeProvider.System.GetUtcNow().AddMinutes(30) }
            : new LeaseResponse(false);

        // As firmware asks: PXE, 64-bit UEFI.
        var bound = await RunAsync(
            machine, "udhcpc", "-f", "-q", "-n", "-t", "10", "-T", "1", "-i", "c0", "-s", Script(), "-V", "PXEClient", "-x", "0x5d:0007", "-O", "bootfile");
        Assert.Contains("bound 10.77.0.142 10.77.0.1 warewulf/snponly.efi", bound, StringComparison.Ordinal);
        var script = await RunAsync(machine, "busybox", "wget", "-q", "-O", "-", $"http://10.77.0.1:9873/ipxe/{TestNetwork.Unknown}");
        Assert.Contains($"{TestNetwork.Unknown} is unknown", script, StringComparison.Ordinal);

        await Eventually.HoldsAsync(() => edge.Events.Any(e => e.Stage == BootStage.Script), "the head learns of the script");
        var dhcp = Assert.Single(edge.Events, e => e.Stage == BootStage.Dhcp);
        Assert.Equal((TestNetwork.Unknown, address, ClientArchitecture.UefiX64, true), (dhcp.Mac, dhcp.Address!, dhcp.Architecture!.Value, dhcp.PowerOn));
        Assert.Equal((TestNetwork.Unknown, address), Assert.Single(edge.Events, e => e.Stage == BootStage.Script) is var seen ? (seen.Mac, seen.Address!) : default);
        Assert.All(edge.Leases, request => Assert.Equal("default", request.Segment.ToString()));
        Assert.Contains(edge.Lines, line => line.Contains("an unknown machine at 10.77.0.142 asks to boot", StringComparison.Ordinal));
        Assert.DoesNotContain(edge.Lines, line => line.Contains(" ERR ", StringComparison.Ordinal));
    }

    [NetworkNamespaceFact]
    public async Task Tftp_OnTheSecondOfTwoInterfacesOfOneNetwork_AnswersThere()
    {
        var content = Tftp.TestFiles.Bytes(100_000);
        var server = _namespaces.Add("s");
        var machines = new[] { _namespaces.Add("a"), _namespaces.Add("b") };
        for (var i = 0; i < machines.Length; i++)
        {
            NetworkNamespaces.Join(server, $"s{i}", machines[i], "c0");
            NetworkNamespaces.Ip(server, $"addr add 10.77.0.{i + 1}/24 dev s{i}");
            NetworkNamespaces.Ip(machines[i], $"addr add 10.77.0.{i + 11}/24 dev c0");

            // By default, a request that the routing table would have expected on the other interface does not even arrive.
            await RunAsync(server, "sh", "-c", $"echo 0 >/proc/sys/net/ipv4/conf/s{i}/rp_filter; echo 0 >/proc/sys/net/ipv4/conf/all/rp_filter");
        }

        await using var edge = await EdgeProcess.StartAsync(_namespaces, server, TestNetwork.Snapshot, ("snponly.efi", content));

        for (var i = 0; i < machines.Length; i++)
        {
            var target = _directory.Below($"loader{i}");
            await RunAsync(machines[i], "busybox", "tftp", "-g", "-b", "1468", "-r", "warewulf/snponly.efi", "-l", target, $"10.77.0.{i + 1}");
            Assert.Equal(content, await File.ReadAllBytesAsync(target));
        }
    }

    private async Task<string> RunAsync(string name, string program, params string[] arguments)
    {
        var process = _namespaces.Start(name, program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{program} in {name}: exit status {process.ExitCode}\n{await output}{await error}");
        return await output;
    }

    private string Script()
    {
        var path = _directory.Below("script");
        File.WriteAllText(path, """
            #!/bin/sh
            [ -z "$ip" ] || ip addr replace "$ip/24" dev "$interface"
            echo "$1 $ip $serverid $boot_file$bootfile"
            """);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
