using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Warewulf.Benchmarks.Catalogs;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Formats;

namespace Warewulf.Benchmarks.Startup;

/// <summary>
/// Whole-process times of the installed programs: <c>wwctl</c> from start to exit, <c>warewulfd</c> from start to its first answer, and its
/// memory then, with few nodes and with 10,000.
/// </summary>
internal sealed class StartupBenchmark(string prefix, int runs)
{
    private const int ManyNodes = 10_000;
    private const int SampleNodes = 20_000;
    private readonly string _root = Directory.CreateTempSubdirectory("warewulf-startup-").FullName;

    public async Task RunAsync()
    {
        Console.WriteLine($"{"",-52} {"min",8} {"median",8} {"max",8}");
        try
        {
            await HeadAsync("empty catalog", 1);
            using (var head = await StartAsync())
            {
                await WwctlAsync("node", "add", "n[0001-0010]", "--ipaddr", "10.0.0.1");
                await TimeAsync("wwctl version", "version");
                await TimeAsync("wwctl node list, 10 nodes", "node", "list");
                await WwctlAsync("node", "delete", "n[0001-0010]", "--yes");
                await WwctlAsync("node", "add", $"n[00001-{ManyNodes}]", "--ipaddr", "10.0.0.1", "--netmask", "255.255.0.0");
                await TimeAsync($"wwctl node list, {ManyNodes} nodes", "node", "list");
                await TimeAsync($"wwctl node set of one node among {ManyNodes}", "node", "set", "n00007", "--comment", "x", "--yes");
                await StopAsync(head);
            }

            await HeadAsync($"{ManyNodes} nodes", 1);
            await SampleAsync();
        }
        finally
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    // Everything such a site has, in place of nodes that only have an address.
    private async Task SampleAsync()
    {
        var operations = SampleSite.Change(SampleNodes).Operations;
        var file = Path.Combine(_root, "sample.conf");
        await File.WriteAllTextAsync(file, NodesConfWriter.Write(
            [.. operations.OfType<PutProfile>().Select(put => put.Profile)], [.. operations.OfType<PutNode>().Select(put => put.Node)]));
        using (var head = await StartAsync())
        {
            await WwctlAsync("apply", "-f", file, "--prune", "--yes");
            await TimeAsync($"wwctl node list, sample site of {SampleNodes}", "node", "list");
            await TimeAsync($"wwctl node set of one node, sample site of {SampleNodes}", "node", "set", SampleSite.Name(7), "--comment", "x", "--yes");
            await StopAsync(head);
        }

        await HeadAsync($"sample site of {SampleNodes}", 3);
    }

    private async Task HeadAsync(string what, int least)
    {
        var start = new Samples($"warewulfd to its first answer, {what}", "ms");
        var memory = new Samples($"warewulfd resident memory, {what}", "MiB");
        for (var run = 0; run < Math.Max(least, runs / 4); run++)
        {
            var began = Stopwatch.GetTimestamp();
            using var head = await StartAsync();
            start.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await WwctlAsync("node", "list");
            memory.Add(ResidentMiB(head));
            await StopAsync(head);
        }

        Console.WriteLine(start);
        Console.WriteLine(memory);
    }

    private async Task TimeAsync(string what, params string[] arguments)
    {
        var samples = new Samples(what, "ms");
        await WwctlAsync(arguments);
        for (var run = 0; run < runs; run++)
        {
            var began = Stopwatch.GetTimestamp();
            await WwctlAsync(arguments);
            samples.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        Console.WriteLine(samples);
    }

    private async Task<Process> StartAsync()
    {
        var socket = Path.Combine(_root, "run/warewulf/warewulfd.sock");
        var head = Start("sbin/warewulfd", "--root", _root, "--edge", "off");
        while (!await AnswersAsync(socket))
        {
            if (head.HasExited)
            {
                throw new InvalidOperationException($"warewulfd ended with {head.ExitCode}: {await head.StandardOutput.ReadToEndAsync()}");
            }

            await Task.Delay(2);
        }

        _ = head.StandardOutput.ReadToEndAsync();
        return head;
    }

    private static async Task<bool> AnswersAsync(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
            await socket.SendAsync("GET /api/v1/version HTTP/1.1\r\nHost: head\r\n\r\n"u8.ToArray());
            return await socket.ReceiveAsync(new byte[256]) > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task StopAsync(Process head)
    {
        using var kill = Process.Start("kill", ["-TERM", head.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await head.WaitForExitAsync();
    }

    private async Task WwctlAsync(params string[] arguments)
    {
        var code = await TryWwctlAsync(arguments);
        if (code != 0)
        {
            throw new InvalidOperationException($"wwctl {string.Join(' ', arguments)} ended with {code}");
        }
    }

    private async Task<int> TryWwctlAsync(params string[] arguments)
    {
        using var process = Start("bin/wwctl", ["--root", _root, .. arguments]);
        var output = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        var errors = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        await Task.WhenAll(output, errors, process.WaitForExitAsync());
        return process.ExitCode;
    }

    private Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(prefix, program)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static double ResidentMiB(Process process) => File.ReadLines($"/proc/{process.Id}/status")
        .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024)
        .Single();
}
