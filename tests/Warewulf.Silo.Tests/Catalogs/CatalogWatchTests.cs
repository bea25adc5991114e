using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Nodes;
using Warewulf.Silo.Catalogs;
using Warewulf.Silo.Tests.Support;
using Warewulf.TestKit;

namespace Warewulf.Silo.Tests.Catalogs;

[Trait("Suite", "Fast")]
public sealed class CatalogWatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ListenAgainAfter = TimeSpan.FromSeconds(1);

    private readonly MemoryCatalogStore _store = new();
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingLogger<CatalogWatch> _log = new();
    private readonly CatalogService _here;
    private readonly CatalogService _there;
    private int _connections;
    private Action<long>? _tell;
    private TaskCompletionSource _broken = new();

    public CatalogWatchTests()
    {
        _here = new CatalogService(_store, new IdSource(RandomNumberGenerator.Create()), _time, NullLogger<CatalogService>.Instance);
        _there = new CatalogService(_store, new IdSource(RandomNumberGenerator.Create()), _time, NullLogger<CatalogService>.Instance);
        _store.Watch = (moved, cancellationToken) =>
        {
            _tell = moved;
            moved(_there.Current.Revision);
            Interlocked.Increment(ref _connections);
            return _broken.Task.WaitAsync(cancellationToken);
        };
    }

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public async Task Watch_OtherHeadCommits_IsKnownWithoutAnyTimePassing()
    {
        await using var watch = await StartAsync();
        await CommitAsync();
        _tell!(1);
        await ArrivesAsync(1);
    }

    [Fact]
    public async Task Watch_CommitIsNotHeardOf_IsKnownWithTheNextAsking()
    {
        await using var watch = await StartAsync();
        await CommitAsync();
        _time.Advance(AskEvery);
        await ArrivesAsync(1);
        await CommitAsync();
        _time.Advance(AskEvery);
        await ArrivesAsync(2);
    }

    [Fact]
    public async Task Watch_ConnectionBreaks_ListensAgainAndKnowsWhatCameMeanwhile()
    {
        await using var watch = await StartAsync();
        Break();
        await CommitAsync();
        await UntilAsync(() => _time.IsAwaited(ListenAgainAfter));
        Assert.Equal(0, _here.Current.Revision);

        _time.Advance(ListenAgainAfter);

        await ArrivesAsync(1);
        Assert.Equal(2, _connections);
        Assert.Equal(2, _log.Lines.Count);
        Assert.Contains("does not hear", _log.Lines.First().Text, StringComparison.Ordinal);
        Assert.Contains("hears again", _log.Lines.Last().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_StoreIsGoneForLong_IsLoggedOnce()
    {
        var attempts = 0;
        _store.Watch = (_, _) =>
        {
            attempts++;
            throw new WarewulfException(ApiErrorCode.Unavailable, "Gone.");
        };
        await using var watch = New();
        for (var i = 1; i <= 5; i++)
        {
            await UntilAsync(() => attempts == i && _time.IsAwaited(ListenAgainAfter));
            _time.Advance(ListenAgainAfter);
        }

        Assert.Single(_log.Lines);
    }

    [Fact]
    public async Task Watch_ReadingFails_IsReadWithTheNextAsking()
    {
        await using var watch = await StartAsync();
        await CommitAsync();
        _store.RefuseReads = true;
        _tell!(1);
        await UntilAsync(() => _log.Lines.Any(line => line.Text.Contains("cannot read", StringComparison.Ordinal)));
        _store.RefuseReads = false;
        _time.Advance(AskEvery);
        await ArrivesAsync(1);
    }

    [Fact]
    public async Task Dispose_WhileItListens_Ends()
    {
        var watch = await StartAsync();
        await watch.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.Empty(_log.Lines);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private void Break()
    {
        var broken = _broken;
        _broken = new TaskCompletionSource();
        broken.SetException(new WarewulfException(ApiErrorCode.Unavailable, "Broken."));
    }

    private async Task<CatalogWatch> StartAsync()
    {
        var watch = New();
        await UntilAsync(() => _connections == 1);
        return watch;
    }

    private CatalogWatch New() => new(_here, _store, _time, _log);

    private Task CommitAsync() => _there.CommitAsync(
        "x", null, current => [new PutNode(new NodeConfig(NodeName.Parse($"n{current.Revision}"), NodeSettings.Empty))], CancellationToken.None);

    private async Task ArrivesAsync(long revision) =>
        Assert.Equal(revision, (await _here.WaitForAsync(revision - 1, Timeout.InfiniteTimeSpan, CancellationToken.None).WaitAsync(Patience))!.Revision);
}
