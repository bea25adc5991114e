using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Tests.Storage;

[Trait("Suite", "Socket")]
public sealed class PostgresDatabaseTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=a;Password=secret;Database=b", ApiErrorCode.Unavailable)]
    [InlineData("Hosst=nowhere;Password=secret", ApiErrorCode.Invalid)]
    public async Task Open_WrongAddress_SaysSoWithoutThePassword(string connectionString, ApiErrorCode expected)
    {
        var error = await Assert.ThrowsAsync<WarewulfException>(() => OpenAsync(connectionString));

        Assert.Equal(expected, error.Code);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Open_ManyHeadsAtOnce_MakeTheSchemaOnce()
    {
        var connectionString = await server.CreateDatabaseAsync();

        var heads = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => OpenAsync(connectionString))));

        await heads[0].Grains.SaveAsync("node", "n1", "1"u8.ToArray(), 0, CancellationToken.None);
        Assert.NotNull(await heads[5].Grains.LoadAsync("node", "n1", CancellationToken.None));
        Assert.All(heads, head => Assert.True(head.IsShared));
        await Task.WhenAll(heads.Select(head => head.DisposeAsync().AsTask()));
    }

    [PostgresFact]
    public async Task Open_NewerSchema_IsRefused()
    {
        var connectionString = await server.CreateDatabaseAsync();
        await (await OpenAsync(connectionString)).DisposeAsync();
        await using (var connection = new NpgsqlConnection(connectionString))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("update warewulf_schema set version = 99", connection);
            await command.ExecuteNonQueryAsync();
        }

        var error = await Assert.ThrowsAsync<WarewulfException>(() => OpenAsync(connectionString));

        Assert.Contains("newer", error.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Save_ServerCrashes_EverythingAcknowledgedIsThereAndTheStoreComesBack()
    {
        // A server of its own: the others' tests must not notice.
        var own = new PostgresServer();
        await own.InitializeAsync();
        try
        {
            await SaveThroughACrashAsync(own);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    private static async Task SaveThroughACrashAsync(PostgresServer own)
    {
        await using var storage = await OpenAsync(await own.CreateDatabaseAsync());
        var counts = new int[8];
        var writers = Enumerable.Range(0, counts.Length).Select(worker => Task.Run(async () =>
        {
            var version = 0L;
            while (true)
            {
                version = await storage.Grains.SaveAsync("node", $"n{worker}", Encoding.UTF8.GetBytes($"{counts[worker] + 1}"), version, CancellationToken.None);
                Interlocked.Increment(ref counts[worker]);
            }
        })).ToList();
        using (var limit = new CancellationTokenSource(Patience))
        {
            while (counts.Sum() < 400)
            {
                Assert.False(writers.Exists(writer => writer.IsCompleted), "a writer ended before the server did");
                await Task.Delay(10, limit.Token);
            }
        }

        await own.CrashAsync();

        foreach (var writer in writers)
        {
            var error = await Assert.ThrowsAsync<WarewulfException>(() => writer.WaitAsync(Patience));
            Assert.Equal(ApiErrorCode.Unavailable, error.Code);
        }

        await Assert.ThrowsAsync<WarewulfException>(() => storage.Grains.LoadAsync("node", "n0", CancellationToken.None));
        await own.StartAsync();
        for (var worker = 0; worker < counts.Length; worker++)
        {
            var stored = await storage.Grains.LoadAsync("node", $"n{worker}", CancellationToken.None);
            Assert.InRange(int.Parse(Encoding.UTF8.GetString(stored!.Json.Span)), counts[worker], counts[worker] + 1);
        }
    }

    private static Task<SiloStorage> OpenAsync(string connectionString) =>
        SiloStorage.OpenAsync(connectionString, "", NullLoggerFactory.Instance, CancellationToken.None);
}
