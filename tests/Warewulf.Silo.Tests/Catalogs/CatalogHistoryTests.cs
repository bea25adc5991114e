using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Nodes;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Storage;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Catalogs;

[Trait("Suite", "Fast")]
public sealed class CatalogHistoryTests : IDisposable
{
    private readonly MemoryCatalogStore _store = new();
    private readonly ManualTimeProvider _time = new();
    private readonly CatalogService _service;
    private readonly CatalogHistory _history;

    public CatalogHistoryTests()
    {
        _service = New();
        _history = new CatalogHistory(_service, _store, _time, NullLogger<CatalogHistory>.Instance);
    }

    public void Dispose()
    {
        _history.Dispose();
        _service.Dispose();
    }

    [Fact]
    public async Task At_AnyRevision_IsAsItWasThen()
    {
        await CommitAsync(_service, 600);
        for (var revision = 0; revision <= 600; revision += 40)
        {
            var catalog = await AtAsync(revision);
            Assert.Equal((revision, revision), (catalog.Revision, catalog.Nodes.Count));
        }

        Assert.Same(_service.Current, await AtAsync(600));
    }

    [Fact]
    public async Task At_FarFromTheBeginning_StartsFromTheNearestThatWasKept()
    {
        await CommitAsync(_service, 300);
        await KeepAsync();
        await CommitAsync(_service, 300);
        await KeepAsync();
        await CommitAsync(_service, 1);

        Assert.Equal(410, (await AtAsync(410)).Nodes.Count);
        Assert.Equal(110 + (601 - 410), _store.Reads);
    }

    [Fact]
    public async Task At_SameOrNextRevisionAgain_ReplaysNoMoreThanIsNew()
    {
        await CommitAsync(_service, 100);
        var first = await AtAsync(50);
        var reads = _store.Reads;
        var next = await AtAsync(53);

        Assert.Same(first, await AtAsync(50));
        Assert.Equal(3, _store.Reads - reads);
        Assert.Same(first.Nodes[NodeName.Parse("n7")], next.Nodes[NodeName.Parse("n7")]);
    }

    [Fact]
    public async Task At_WhatWasNotTouchedSince_IsOneObjectWithTheCurrent()
    {
        await CommitAsync(_service, 20);
        await _service.CommitAsync("x", null, _ => [new DeleteNode(NodeName.Parse("n3")), Comment("n4", "later")], CancellationToken.None);

        var catalog = await AtAsync(20);

        Assert.Equal((20, 20), (catalog.Revision, catalog.Index.Nodes.Count));
        Assert.Null(catalog.Nodes[NodeName.Parse("n4")].Settings.Comment);
        Assert.Equal(18, catalog.Nodes.Values.Count(node => ReferenceEquals(node, _service.Current.Nodes.GetValueOrDefault(node.Name))));
    }

    [Fact]
    public async Task At_LongAfterTheLastTime_IsReadAnew()
    {
        await CommitAsync(_service, 10);
        var first = await AtAsync(5);
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Same(first, await AtAsync(5));
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Same(first, await AtAsync(5));

        _time.Advance(TimeSpan.FromMinutes(6));

        Assert.NotSame(first, await AtAsync(5));
    }

    [Fact]
    public async Task At_ManyDifferentRevisions_OnlyTheLastFewAreKept()
    {
        await CommitAsync(_service, 20);
        var first = await AtAsync(1);
        foreach (var revision in (long[])[2, 3, 4, 5])
        {
            await AtAsync(revision);
        }

        Assert.NotSame(first, await AtAsync(1));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    [InlineData(long.MaxValue)]
    public async Task At_NoSuchRevision_IsNotFound(long revision)
    {
        await CommitAsync(_service, 3);

        var error = await Assert.ThrowsAsync<WarewulfException>(() => AtAsync(revision));

        Assert.Equal(ApiErrorCode.NotFound, error.Code);
        Assert.Contains($"no revision {revision}: the latest is 3.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_CommittedByAnotherHead_IsFound()
    {
        using var other = New();
        await CommitAsync(other, 2);

        Assert.Equal(2, (await AtAsync(2)).Nodes.Count);
        Assert.Single((await AtAsync(1)).Nodes);
    }

    [Fact]
    public async Task List_SomeRevisions_ComeLatestFirst()
    {
        await CommitAsync(_service, 5);

        Assert.Equal([5L, 4L], (await _history.ListAsync(long.MaxValue, 2, CancellationToken.None)).Select(revision => revision.Revision));
        Assert.Equal([2L, 1L], (await _history.ListAsync(3, 10, CancellationToken.None)).Select(revision => revision.Revision));
        Assert.Empty(await _history.ListAsync(1, 10, CancellationToken.None));
    }

    private static PutNode Comment(string node, string text) => new(new NodeConfig(NodeName.Parse(node), NodeSettings.Empty with { Comment = text }));

    private static async Task CommitAsync(CatalogService service, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await service.CommitAsync(
                "x", null, current => [new PutNode(new NodeConfig(NodeName.Parse($"n{current.Revision}"), NodeSettings.Empty))], CancellationToken.None);
        }
    }

    private Task<Catalog> AtAsync(long revision) => _history.AtAsync(revision, CancellationToken.None);

    private Task KeepAsync() =>
        _store.SaveCheckpointAsync(_service.Current.Revision, CheckpointCodec.Write(_service.Current), CancellationToken.None);

    private CatalogService New() => new(_store, new IdSource(RandomNumberGenerator.Create()), _time, NullLogger<CatalogService>.Instance);
}
