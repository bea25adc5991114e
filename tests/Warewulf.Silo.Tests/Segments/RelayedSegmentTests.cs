using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Nodes;
using Warewulf.Core.Nodes;
using Warewulf.Edge.Tests.Dhcp;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Segments;

/// <summary>
/// Promises that machines behind a relay agent are served when their network is declared in <c>warewulf.conf</c>: real programs, dnsmasq as the
/// relay agent, udhcpc as the machine.
/// </summary>
[Trait("Suite", "Socket")]
[SupportedOSPlatform("linux")]
public sealed class RelayedSegmentTests : IDisposable
{
    private const string Known = "52:54:00:77:01:02";
    private const string Unknown = "52:54:00:77:09:99";

    private const string Rack =
        """

        tftp:
          enabled: false
        segments:
          rack2:
            network: 10.81.0.0/24
            gateway: 10.81.0.1
            range start: 10.81.0.200
            range end: 10.81.0.200
            lease time: 7200
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly HeadDirectory _files = new();
    private readonly NetworkNamespaces _namespaces = new();
    private readonly string _server;
    private readonly string _client;

    public RelayedSegmentTests()
    {
        _server = _namespaces.Add("s");
        var relay = _namespaces.Add("r");
        _client = _namespaces.Add("c");
        NetworkNamespaces.Join(_server, "s0", relay, "r0");
        NetworkNamespaces.Join(relay, "r1", _client, "c0");
        NetworkNamespaces.Ip(_server, "addr add 10.77.0.1/24 dev s0");
        NetworkNamespaces.Ip(_server, "route add 10.81.0.0/24 via 10.77.0.3");
        NetworkNamespaces.Ip(relay, "addr add 10.77.0.3/24 dev r0");
        NetworkNamespaces.Ip(relay, "addr add 10.81.0.1/24 dev r1");
        _namespaces.Start(
            relay, "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--port=0", "--user=root", "--dhcp-relay=10.81.0.1,10.77.0.1",
            "--interface=r0", "--interface=r1", "--bind-interfaces", $"--pid-file={_files.Base}/relay.pid", "--log-facility=-");
    }

    public void Dispose()
    {
        _namespaces.Dispose();
        _files.Dispose();
    }

    [NetworkNamespaceFact]
    public async Task Relayed_HeadWithItsEdge_GivesReservedAndDynamicAddressesAndTheGateway()
    {
        _files.Write("root/etc/warewulf/warewulf.conf", "ipaddr: 10.77.0.1/24" + Rack);
        using var head = await HeadProcess.StartAsync(_files, _server);
        await AddAsync(head);

        Assert.Contains("bound 10.81.0.12 255.255.255.0 10.81.0.1 10.77.0.1 7200", await AskAsync(Known));
        // The rest of its lease, in whole seconds, is what a dynamic address is given for.
        Assert.Contains(
            await AskAsync(Unknown), line => line.StartsWith("bound 10.81.0.200 255.255.255.0 10.81.0.1 10.77.0.1 ", StringComparison.Ordinal));
    }

    [NetworkNamespaceFact]
    public async Task Relayed_EdgeInNoSegmentWithItsInterfaceNamed_Serves()
    {
        _files.Write("root/etc/warewulf/warewulf.conf", "ipaddr: 10.9.0.1/16" + Rack);
        using var head = await HeadProcess.StartAsync(_files);
        await AddAsync(head);
        _namespaces.Start(
            _server, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "wwedge.dll"),
            "--root", Path.Combine(_files.Base, "edge"), "--head", $"unix:{_files.Root}/run/warewulf/warewulfd.sock", "--interface", "s0");

        Assert.Contains("bound 10.81.0.12 255.255.255.0 10.81.0.1 10.77.0.1 7200", await AskAsync(Known));
    }

    private static async Task AddAsync(HeadProcess head)
    {
        var json = JsonSerializer.Serialize(
            new NodeChangeRequest(["n1"], new SettingsEdit { Fields = new Dictionary<string, string> { ["hwaddr"] = Known, ["ipaddr"] = "10.81.0.12" } }),
            ApiJsonContext.Default.NodeChangeRequest);
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await head.Client.PostAsync(Routes.NodesAdd, content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    // The client asks again and again, because the edge may not be there yet.
    private async Task<string[]> AskAsync(string mac)
    {
        NetworkNamespaces.Ip(_client, "link set c0 down");
        NetworkNamespaces.Ip(_client, $"link set c0 address {mac}");
        NetworkNamespaces.Ip(_client, "link set c0 up");
        var script = _files.Write("script", "#!/bin/sh\necho \"$1 $ip $subnet $router $serverid $lease\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var process = _namespaces.Start(_client, "udhcpc", "-f", "-q", "-n", "-t", "60", "-T", "1", "-i", "c0", "-s", script);
        var output = process.StandardOutput.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        return (await output).Split('\n');
    }
}
