using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Edges;
using Warewulf.Core.Api.Nodes;
using Warewulf.Core.Nodes;
using Warewulf.Silo.Tests.Support;
using Xunit.Abstractions;

namespace Warewulf.Silo.Tests.Hosting;

/// <summary>What a head of 10,000 nodes costs. Times are printed, not judged: machines differ.</summary>
[Trait("Suite", "Stress")]
public sealed class ScaleTests(ITestOutputHelper output) : IDisposable
{
    private const int Nodes = 10_000;

    private readonly HeadDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Head_TenThousandNodes_ServesAndCommits()
    {
        using (var idle = await TimedAsync("start, no node", () => HeadProcess.StartAsync(_files)))
        {
            output.WriteLine($"memory, no node: {idle.ResidentMiB:0} MiB");
            await TimedAsync("add 10,000 nodes in one commit", () => PostAsync(idle, Routes.NodesAdd, Request(
                $"n[00001-{Nodes}]", ("ipaddr", "10.9.0.2"), ("runtime-overlays", "hosts"), ("system-overlays", "named"))));
            await PostAsync(idle, Routes.NodesSet, Request("n00001", ("hwaddr", "52:54:00:00:00:01")));
            await PostAsync(idle, Routes.NodesSet, Request("n00002", ("hwaddr", "52:54:00:00:00:02")));
        }

        using var head = await TimedAsync("start, 10,000 nodes", () => HeadProcess.StartAsync(_files));
        output.WriteLine($"memory, 10,000 nodes after the start: {head.ResidentMiB:0} MiB");
        var commits = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            commits.Add(await MeasureAsync(() => PostAsync(head, Routes.NodesSet, Request("n05000", ("comment", $"{i}")))));
        }

        Print("commit of one node", commits);
        foreach (var path in (string[])[Routes.Nodes, Routes.NodesStatus])
        {
            var reads = new List<double>();
            for (var i = 0; i < 10; i++)
            {
                reads.Add(await MeasureAsync(() => head.Client.GetByteArrayAsync(path)));
            }

            Print($"GET {path}", reads);
        }

        var (first, next, again) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < 10; i++)
        {
            await PostAsync(head, Routes.NodesSet, Request("n05000", ("comment", $"x{i}")));
            first.Add(await MeasureAsync(() => PlanAsync(head, 1)));
            next.Add(await MeasureAsync(() => PlanAsync(head, 2)));
            again.Add(await MeasureAsync(() => PlanAsync(head, 2)));
        }

        Print("plan, the first after a commit", first);
        Print("plan, another node's", next);
        Print("plan, asked again", again);
        output.WriteLine($"memory, after all that: {head.ResidentMiB:0} MiB");
        var all = (await head.Client.GetFromJsonAsync(Routes.Nodes, ApiJsonContext.Default.NodeListResponse))!;
        Assert.Equal(Nodes, all.Nodes.Count);
        Assert.Equal("x9", all.Nodes.Single(node => node.Name == NodeName.Parse("n05000")).Settings.Comment);
    }

    private static NodeChangeRequest Request(string hosts, params (string Field, string Value)[] fields) =>
        new([hosts], new SettingsEdit { Fields = fields.ToDictionary(field => field.Field, field => field.Value) });

    private static async Task<bool> PostAsync(HeadProcess head, string path, NodeChangeRequest request)
    {
        using var response = await head.Client.PostAsJsonAsync(path, request, ApiJsonContext.Default.NodeChangeRequest);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return true;
    }

    private static async Task<PlanResponse> PlanAsync(HeadProcess head, int node)
    {
        var request = new PlanRequest(MacAddress.Parse($"52:54:00:00:00:0{node}"), "edge1");
        using var response = await head.Client.PostAsJsonAsync(Routes.EdgePlan, request, ApiJsonContext.Default.PlanRequest);
        var plan = JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), ApiJsonContext.Default.PlanResponse)!;
        Assert.NotNull(plan.Plan!.Runtime);
        return plan;
    }

    private static async Task<double> MeasureAsync<T>(Func<Task<T>> action)
    {
        var began = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private async Task<T> TimedAsync<T>(string what, Func<Task<T>> action)
    {
        var began = Stopwatch.GetTimestamp();
        var result = await action();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms"));
        return result;
    }

    private void Print(string what, List<double> samples)
    {
        samples.Sort();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what}: p50 {samples[samples.Count / 2]:0.0} ms, least {samples[0]:0.0}, most {samples[^1]:0.0}"));
    }
}
