using System.Diagnostics;
using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Nodes;
using Warewulf.Core.Boot;
using Warewulf.Core.Leases;

namespace Warewulf.Boot.Tests;

/// <summary>One test's own network, programs and machines. All of it is gone when it is disposed of.</summary>
internal sealed class BootSite : IAsyncDisposable
{
    /// <summary>The address of the servers.</summary>
    public const string Address = "10.77.0.1";

    // Many times what an idle machine needs: only a boot that hangs takes as long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private static int _count;

    private readonly BootLab _lab;
    private readonly string _network;
    private readonly string _directory;
    private readonly List<Service> _services = [];
    private readonly List<Machine> _machines = [];
    private int _powerOns;

    private BootSite(BootLab lab)
    {
        _lab = lab;
        _network = $"{Path.GetFileName(lab.Work)}x{Interlocked.Increment(ref _count)}";
        _directory = Path.Combine(lab.Work, _network);
    }

    /// <summary>The directory that stands for the head's <c>/</c>.</summary>
    public string Root => Path.Combine(_directory, "head");

    /// <summary>Makes the network.</summary>
    public static async Task<BootSite> CreateAsync(BootLab lab)
    {
        var site = new BootSite(lab);
        Directory.CreateDirectory(site.Root);
        await Command.RunAsync(BootLab.Script("net"), "up", site._network);
        return site;
    }

    /// <summary>Makes the network, starts a head with its own edge, and imports and builds the small image.</summary>
    public static async Task<BootSite> StartAsync(BootLab lab, params string[] headArguments)
    {
        var site = await CreateAsync(lab);
        try
        {
            await site.StartHeadAsync(headArguments);
            await site.CtlAsync("image", "import", lab.SmallImage, "small", "--build");
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Command.RunAsync(BootLab.Script("net"), "down", _network);
        _services.ForEach(service => service.Dispose());
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Starts a head; done when it answers.</summary>
    public async Task<Service> StartHeadAsync(params string[] arguments)
    {
        var head = Start("sbin/warewulfd", ["--root", Root, .. arguments]);
        await WaitAsync("warewulfd to answer", async () => await TryCtlAsync("node", "list") is { Status: 0 } ? head : null);
        return head;
    }

    /// <summary>Starts an edge of its own that knows the head's TCP address; done when it serves.</summary>
    public async Task<Service> StartEdgeAsync(string head)
    {
        var token = Path.Combine(Root, "etc/warewulf/keys/api.token");
        var edge = Start("sbin/wwedge", "--root", Path.Combine(_directory, "edge"), "--head", head, "--token-file", token, "--name", "edge1");
        await WaitAsync("wwedge to serve DHCP", () => Task.FromResult(edge.Log.Contains("Answering DHCP", StringComparison.Ordinal) ? edge : null));
        return edge;
    }

    /// <summary>Runs <c>wwctl</c>, which must succeed.</summary>
    public async Task<string> CtlAsync(params string[] arguments)
    {
        var (status, output, error) = await TryCtlAsync(arguments);
        Assert.True(status == 0, $"wwctl {string.Join(' ', arguments)}: exit status {status}\n{error}\n{Evidence()}");
        return output;
    }

    /// <summary>Adds the node of a machine, n0001 for the first, with an address that ends in 100 more than the machine's number.</summary>
    public async Task<string> AddNodeAsync(int id, string image = "small")
    {
        var name = $"n{id:D4}";
        await CtlAsync(["node", "add", name, "--hwaddr", Machine.MacOf(id), .. NodeSettings(id, image)]);
        return name;
    }

    /// <summary>What <see cref="AddNodeAsync"/> gives a node besides its hardware address.</summary>
    public static string[] NodeSettings(int id, string image) =>
    [
        "--ipaddr", $"10.77.0.{100 + id}", "--netmask", "255.255.255.0", "--image", image,
        "--kernelargs", "console=ttyS0,quiet,panic=10,mitigations=off,no_timer_check",
        "--system-overlays", "wwinit,wwclient,hostname,hosts,issue,resolv", "--runtime-overlays", "hosts",
    ];

    /// <summary>Switches on a machine.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="firmware">bios, uefi or uefi-http.</param>
    /// <param name="memory">In MB; what the small image needs when not given.</param>
    public async Task<Machine> PowerOnAsync(int id, string firmware = "bios", int? memory = null)
    {
        var file = Path.Combine(_directory, $"machine{id}-{++_powerOns}");
        await Command.RunAsync(
            BootLab.Script("vm"), "--netns", _network, "--id", $"{id}", "--firmware", firmware,
            "--memory", $"{memory ?? (firmware == "bios" ? 128 : 192)}",
            "--console", file + ".console", "--pid-file", file + ".pid", "--background");
        var machine = new Machine(id, file + ".console", file + ".pid");
        _machines.Add(machine);
        return machine;
    }

    /// <summary>Reads how nodes are; all nodes and the unknown machines when none is named.</summary>
    public async Task<NodeStatusResponse> StatusAsync(params string[] nodes)
    {
        var json = await CtlAsync(["node", "status", .. nodes, "--output", "json"]);
        return JsonSerializer.Deserialize(json, ApiJsonContext.Default.NodeStatusResponse)!;
    }

    /// <summary>Waits until a node is as wanted.</summary>
    public Task<NodeStatus> WaitForNodeAsync(string node, string what, Func<NodeStatus, bool> isSo) =>
        WaitAsync($"node {node} {what}", async () => (await StatusAsync(node)).Nodes.SingleOrDefault(isSo));

    /// <summary>Waits until a node is up.</summary>
    public Task<NodeStatus> WaitForReadyAsync(string node) => WaitForNodeAsync(node, "to be ready", status => status.State == NodeBootState.Ready);

    /// <summary>Waits until the one machine that nobody knows has reached a stage.</summary>
    public Task<DiscoveredMachine> WaitForUnknownAsync(BootStage stage) => WaitAsync(
        $"an unknown machine to reach {stage}", async () => (await StatusAsync()).Discovered.SingleOrDefault(found => found.Stage == stage));

    /// <summary>Makes the servers' network slow, so that what is sent takes a known time; with nothing, as fast as it is by itself.</summary>
    /// <param name="megabits">Millions of bits a second.</param>
    public Task LimitRateAsync(int? megabits) => megabits is { } rate
        ? Command.RunAsync("tc", "-n", _network, "qdisc", "replace", "dev", "br0", "root", "tbf", "rate", $"{rate}mbit", "burst", "64kb", "latency", "100ms")
        : Command.RunAsync("tc", "-n", _network, "qdisc", "del", "dev", "br0", "root");

    /// <summary>Waits until a machine's console shows a text.</summary>
    public Task<string> WaitForConsoleAsync(Machine machine, string text) =>
        WaitAsync($"'{text}' on the console of machine {machine.Id}", () =>
            Task.FromResult(machine.Console is var console && console.Contains(text, StringComparison.Ordinal) ? console : null));

    /// <summary>Waits until a service has said something, once or several times.</summary>
    public Task<string> WaitForLogAsync(Service service, string text, int times = 1) =>
        WaitAsync($"'{text}' in a log, {times} times", () => Task.FromResult(service.Log is var log && log.Split(text).Length > times ? log : null));

    /// <summary>The consoles and logs, for the message of a failed test.</summary>
    public string Evidence()
    {
        var consoles = _machines.Select(machine => $"-- end of the console of machine {machine.Id}\n{End(machine.Console)}");
        var logs = _services.Select(service => $"-- end of a {(service.HasEnded ? "service that has ended" : "running service")}'s log\n{End(service.Log)}");
        return string.Join('\n', consoles.Concat(logs));
    }

    private static string End(string text) => string.Join('\n', text.TrimEnd().Split('\n').TakeLast(25));

    private Service Start(string program, params string[] arguments)
    {
        var service = new Service(_network, Path.Combine(_lab.Prefix, program), arguments);
        _services.Add(service);
        return service;
    }

    private Task<(int Status, string Output, string Error)> TryCtlAsync(params string[] arguments) =>
        Command.TryAsync(Path.Combine(_lab.Prefix, "bin/wwctl"), ["--root", Root, .. arguments]);

    private async Task<T> WaitAsync<T>(string what, Func<Task<T?>> look)
        where T : class
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Patience; await Task.Delay(BetweenLooks))
        {
            if (await look() is { } found)
            {
                return found;
            }
        }

        Assert.Fail($"Waited {Patience.TotalSeconds:F0} s in vain for {what}.\n{Evidence()}");
        throw new InvalidOperationException("not reached");
    }
}
