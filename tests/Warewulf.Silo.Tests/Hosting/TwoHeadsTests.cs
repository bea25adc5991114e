using System.Net.Http.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core.Api;
using Warewulf.Core.Api.Nodes;
using Warewulf.Core.Nodes;
using Warewulf.Silo.Hosting;
using Warewulf.Silo.Tests.Storage;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Hosting;

/// <summary>Two whole heads over one PostgreSQL.</summary>
[Trait("Suite", "Socket")]
public sealed class TwoHeadsTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [PostgresFact]
    public async Task Add_OnEitherHead_IsListedByBoth()
    {
        using var hereFiles = new HeadDirectory();
        using var thereFiles = new HeadDirectory();
        var database = await server.CreateDatabaseAsync();

        // Both make the schema, and publish the same settings, at once.
        await using var here = Host(hereFiles, database);
        await using var there = Host(thereFiles, database);
        await Task.WhenAll(Task.Run(() => here.StartAsync(CancellationToken.None)), Task.Run(() => there.StartAsync(CancellationToken.None)));
        using var one = Client(hereFiles);
        using var two = Client(thereFiles);

        var first = await AddAsync(one, "n1");
        await KnowsAsync(two, first);
        var second = await AddAsync(two, "n2");
        await KnowsAsync(one, second);

        Assert.Equal(first + 1, second);
        foreach (var client in (HttpClient[])[one, two])
        {
            var list = (await client.GetFromJsonAsync(Routes.Nodes, ApiJsonContext.Default.NodeListResponse))!;
            Assert.Equal(["n1", "n2"], list.Nodes.Select(node => node.Name.ToString()));
        }
    }

    private static SiloHost Host(HeadDirectory files, string database) =>
        new(RunningHead.Options(files) with { Database = database }, TimeProvider.System, NullLoggerFactory.Instance);

    private static HttpClient Client(HeadDirectory files) => HeadSocket.Client(Path.Combine(files.Root, "run/warewulf/warewulfd.sock"));

    private static async Task<long> AddAsync(HttpClient client, string node)
    {
        using var response = await client.PostAsJsonAsync(
            Routes.NodesAdd, new NodeChangeRequest([node], new SettingsEdit()), ApiJsonContext.Default.NodeChangeRequest);
        return (await response.Content.ReadFromJsonAsync(ApiJsonContext.Default.CommitResponse))!.Revision;
    }

    private static async Task KnowsAsync(HttpClient client, long revision)
    {
        using var limit = new CancellationTokenSource(Patience);
        while ((await client.GetFromJsonAsync(Routes.Version, ApiJsonContext.Default.VersionResponse, limit.Token))!.Revision < revision)
        {
            await Task.Delay(5, limit.Token);
        }
    }
}
