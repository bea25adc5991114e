using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Nodes;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Storage;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Catalogs;

/// <summary>A start reads the latest whole catalog and what came after it, whatever became of the one or the other.</summary>
[Trait("Suite", "Fast")]
public sealed class CheckpointTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MemoryCatalogStore _store = new();
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingLogger<CatalogService> _log = new();
    private readonly RecordingLogger<CheckpointWriter> _writerLog = new();

    [Fact]
    public async Task CatchUp_CatalogWasKept_ReplaysOnlyWhatCameAfterIt()
    {
        using var service = await CommitAsync(10);
        await KeepAsync(service.Current);
        await CommitAsync(service, 3);

        using var restarted = await RestartAsync();

        Assert.Equal(3, _store.Reads);
        Assert.Equal(SampleCatalog.Json(service.Current), SampleCatalog.Json(restarted.Current));
        Assert.Equal(13, restarted.Current.Revision);
        await CommitAsync(restarted, 1);
        Assert.Equal((14, 14), (restarted.Current.Revision, restarted.Current.Index.Nodes.Count));
    }

    [Fact]
    public async Task CatchUp_LatestIsDamaged_UsesTheOlderAndDropsIt()
    {
        using var service = await CommitAsync(4);
        await KeepAsync(service.Current);
        await CommitAsync(service, 3);
        await KeepAsync(service.Current);
        _store.Checkpoints[7][20] ^= 1;

        using var restarted = await RestartAsync();

        Assert.Equal((3, 7), (_store.Reads, restarted.Current.Revision));
        Assert.Equal(SampleCatalog.Json(service.Current), SampleCatalog.Json(restarted.Current));
        Assert.Equal([4L], _store.Checkpoints.Keys);
        Assert.Contains("revision 7 is damaged", Assert.Single(_log.Lines, line => line.Level == LogLevel.Warning).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CatchUp_AllAreDamaged_ReplaysEverything()
    {
        using var service = await CommitAsync(1200);
        await _store.SaveCheckpointAsync(5, [], CancellationToken.None);
        await _store.SaveCheckpointAsync(6, [9, 0, 0, 0], CancellationToken.None);

        using var restarted = await RestartAsync();

        Assert.Equal((1200, 1200), (_store.Reads, restarted.Current.Revision));
        Assert.Empty(_store.Checkpoints);
    }

    [Fact]
    public async Task Writer_NothingIsDue_KeepsNothing()
    {
        using var service = await CommitAsync(2);
        await using (var writer = Writer(service))
        {
            await CommitAsync(service, 1);
        }

        Assert.Empty(_store.Checkpoints);
    }

    [Fact]
    public async Task Writer_AThousandChanges_KeepsTheCatalog()
    {
        using var service = await CommitAsync(999);
        await using var writer = Writer(service);
        await CommitAsync(service, 1);
        await UntilAsync(() => _store.Checkpoints.Count == 1);

        using var restarted = await RestartAsync();

        Assert.Equal((0, 1000), (_store.Reads, restarted.Current.Revision));
    }

    [Fact]
    public async Task Writer_StartsOverAnOldHistory_KeepsTheCatalogAtOnce()
    {
        using var service = await CommitAsync(1000);
        await using var writer = Writer(service);
        await UntilAsync(() => _store.Checkpoints.ContainsKey(1000));
    }

    [Fact]
    public async Task Writer_StoreRefuses_LogsAndTriesAgainAfterTheNextCommit()
    {
        using var service = await CommitAsync(1);
        _store.Debt = new CheckpointDebt(0, 0, 5_000, 0);
        _store.RefuseAppends = true;
        await using var writer = Writer(service);
        await UntilAsync(() => _writerLog.Lines.Any(line => line.Text.Contains("cannot be kept", StringComparison.Ordinal)));
        _store.RefuseAppends = false;
        await CommitAsync(service, 1);
        await UntilAsync(() => _store.Checkpoints.ContainsKey(2));
    }

    [Theory]
    [InlineData(0, 999, 200_000, false)]
    [InlineData(0, 1000, 1, true)]
    [InlineData(0, 1, 300_000, true)]
    [InlineData(2_000_000, 10, 900_000, false)]
    [InlineData(2_000_000, 10, 1_000_001, true)]
    public void IsDue_ManyOrWeightyChanges_IsTrue(long size, long changes, long changesSize, bool expected) =>
        Assert.Equal(expected, new CheckpointDebt(1, size, changes, changesSize).IsDue);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private static async Task CommitAsync(CatalogService service, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await service.CommitAsync(
                "x", null, current => [new PutNode(new NodeConfig(NodeName.Parse($"n{current.Revision}"), NodeSettings.Empty))], CancellationToken.None);
        }
    }

    private async Task<CatalogService> CommitAsync(int count)
    {
        var service = New();
        await CommitAsync(service, count);
        return service;
    }

    private Task KeepAsync(Catalog catalog) => _store.SaveCheckpointAsync(catalog.Revision, CheckpointCodec.Write(catalog), CancellationToken.None);

    private async Task<CatalogService> RestartAsync()
    {
        var service = New();
        await service.CatchUpAsync(CancellationToken.None);
        return service;
    }

    private CatalogService New() => new(_store, new IdSource(RandomNumberGenerator.Create()), _time, _log);

    private CheckpointWriter Writer(CatalogService service) => new(service, _store, _writerLog);
}
