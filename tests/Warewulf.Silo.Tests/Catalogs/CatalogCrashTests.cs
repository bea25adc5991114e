using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Nodes;
using Warewulf.Core.Nodes;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Catalogs;

[Trait("Suite", "Stress")]
public sealed class CatalogCrashTests
{
    private const int Rounds = 4;

    [Fact]
    public async Task Commit_HeadKilledAgainAndAgain_EverythingAcknowledgedIsThere()
    {
        using var files = new HeadDirectory();
        var acknowledged = new ConcurrentDictionary<string, long>();
        for (var round = 0; round < Rounds; round++)
        {
            using var head = await HeadProcess.StartAsync(files);
            var already = acknowledged.Count;
            var workers = Enumerable.Range(0, 4).Select(worker => AddAsync(head, $"r{round}w{worker}n", acknowledged)).ToList();
            while (acknowledged.Count < already + 40 + (round * 17))
            {
                Assert.False(workers.TrueForAll(worker => worker.IsCompleted), "the head ended by itself");
                await Task.Delay(1);
            }

            await head.KillAsync();
            await Task.WhenAll(workers);
        }

        using var last = await HeadProcess.StartAsync(files);
        var nodes = (await last.Client.GetFromJsonAsync(Routes.Nodes, ApiJsonContext.Default.NodeListResponse))!;
        var there = nodes.Nodes.Select(node => node.Name.ToString()).ToHashSet();
        Assert.Empty(acknowledged.Keys.Except(there));
        Assert.Equal(acknowledged.Count, acknowledged.Values.Distinct().Count());
        Assert.True(nodes.Revision >= acknowledged.Values.Max());
        Assert.InRange(there.Count - acknowledged.Count, 0, Rounds * 4);
    }

    private static async Task AddAsync(HeadProcess head, string prefix, ConcurrentDictionary<string, long> acknowledged)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                var request = new NodeChangeRequest([$"{prefix}{i}"], new SettingsEdit());
                using var response = await head.Client.PostAsJsonAsync(Routes.NodesAdd, request, ApiJsonContext.Default.NodeChangeRequest);
                var commit = JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), ApiJsonContext.Default.CommitResponse)!;
                acknowledged[$"{prefix}{i}"] = commit.Revision;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
            {
                return;
            }
        }
    }
}
