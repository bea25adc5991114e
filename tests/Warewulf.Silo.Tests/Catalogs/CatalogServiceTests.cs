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
public sealed class CatalogServiceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MemoryCatalogStore _store = new();
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Commit_ThenAnotherService_ReadsEverythingBack()
    {
        using var service = New();
        await PutAsync(service, "n1");
        await PutAsync(service, "n2");
        _time.Advance(TimeSpan.FromHours(1));
        await service.CommitAsync("x", null, _ => [new DeleteNode(NodeName.Parse("n1"))], CancellationToken.None);

        using var restarted = New();
        await restarted.CatchUpAsync(CancellationToken.None);
        Assert.Equal(3, restarted.Current.Revision);
        Assert.Equal(["n2"], restarted.Current.Nodes.Keys.Select(name => name.ToString()));
        Assert.Equal(_time.GetUtcNow(), restarted.Current.CommittedAt);
    }

    [Fact]
    public async Task Commit_NothingToDo_MakesNoRevision()
    {
        using var service = New();
        var catalog = await service.CommitAsync("x", null, _ => [], CancellationToken.None);
        Assert.Equal((0, 0), (catalog.Revision, (await _store.LoadAsync(0, CancellationToken.None)).Count));
    }

    [Fact]
    public async Task Commit_OvertakenByAnotherHead_DecidesAnewAndKeepsBoth()
    {
        using var one = New();
        using var two = New();
        await PutAsync(one, "n1");
        var seen = new List<long>();
        await two.CommitAsync(
            "x",
            null,
            current =>
            {
                seen.Add(current.Revision);
                return [new PutNode(new NodeConfig(NodeName.Parse("n2"), NodeSettings.Empty))];
            },
            CancellationToken.None);
        Assert.Equal([0, 1], seen);
        Assert.Equal(2, two.Current.Revision);
        Assert.Equal(2, two.Current.Nodes.Count);
    }

    [Fact]
    public async Task Commit_ContradictedByWhatTheOtherHeadDid_IsRefused()
    {
        using var one = New();
        using var two = New();
        await PutAsync(one, "n1", "52:54:00:00:00:01");
        var error = await Assert.ThrowsAsync<WarewulfException>(() => PutAsync(two, "n2", "52:54:00:00:00:01"));
        Assert.Equal(ApiErrorCode.Conflict, error.Code);
        Assert.Equal(1, two.Current.Revision);
    }

    [Fact]
    public async Task Commit_OvertakenForEver_IsBusy()
    {
        using var one = New();
        using var two = New();
        var number = 0;
        var inside = false;
        _store.BeforeAppend = async () =>
        {
            if (!inside)
            {
                inside = true;
                await PutAsync(one, $"o{number++}");
                inside = false;
            }
        };
        var error = await Assert.ThrowsAsync<WarewulfException>(() => PutAsync(two, "n1"));
        Assert.Equal(ApiErrorCode.Busy, error.Code);
        Assert.DoesNotContain(NodeName.Parse("n1"), two.Current.Nodes.Keys);
    }

    [Fact]
    public async Task Commit_StoreRefuses_LeavesTheRevision()
    {
        using var service = New();
        await PutAsync(service, "n1");
        _store.RefuseAppends = true;
        var error = await Assert.ThrowsAsync<WarewulfException>(() => PutAsync(service, "n2"));
        Assert.Equal(ApiErrorCode.Unavailable, error.Code);
        Assert.Equal(1, service.Current.Revision);

        _store.RefuseAppends = false;
        await PutAsync(service, "n3");
        Assert.Equal(2, service.Current.Revision);
    }

    [Fact]
    public async Task Commit_StoredButTheAnswerLost_Succeeds()
    {
        using var service = New();
        _store.LoseAnswers = true;
        await PutAsync(service, "n1");
        await PutAsync(service, "n2");
        Assert.Equal(2, service.Current.Revision);
        Assert.Equal(["n1", "n2"], service.Current.Nodes.Keys.Select(name => name.ToString()));
        Assert.Equal(2, (await _store.LoadAsync(0, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Commit_AnswerLostAndAnotherHeadMadeTheSameChange_IsNotTakenForItsOwn()
    {
        using var one = New();
        using var two = New();
        _store.BeforeAppend = async () =>
        {
            _store.BeforeAppend = null;
            await PutAsync(one, "n1");
            _store.RefuseAppends = true;
        };
        var decided = 0;
        var error = await Assert.ThrowsAsync<WarewulfException>(() => two.CommitAsync(
            "x",
            null,
            current =>
            {
                decided++;
                return current.Nodes.Count == 0
                    ? [new PutNode(new NodeConfig(NodeName.Parse("n1"), NodeSettings.Empty))]
                    : throw WarewulfException.Conflict("It exists already.");
            },
            CancellationToken.None));
        Assert.Equal((2, ApiErrorCode.Conflict), (decided, error.Code));
        Assert.Equal(1, two.Current.Revision);
    }

    [Fact]
    public async Task Commit_StoreGoneAltogether_FailsAndGoesOnLater()
    {
        using var service = New();
        (_store.LoseAnswers, _store.RefuseReads) = (true, true);
        await Assert.ThrowsAsync<WarewulfException>(() => PutAsync(service, "n1"));
        Assert.Equal(0, service.Current.Revision);

        (_store.LoseAnswers, _store.RefuseReads) = (false, false);
        await PutAsync(service, "n2");
        Assert.Equal(["n1", "n2"], service.Current.Nodes.Keys.Select(name => name.ToString()));
    }

    [Fact]
    public async Task Commit_CallerGivesUpWhileItIsStored_IsDoneAndKnown()
    {
        using var service = New();
        using var caller = new CancellationTokenSource();
        _store.BeforeAppend = caller.CancelAsync;
        var change = new PutNode(new NodeConfig(NodeName.Parse("n1"), NodeSettings.Empty));
        await service.CommitAsync("x", null, _ => [change], caller.Token);
        Assert.Equal(1, service.Current.Revision);
    }

    [Fact]
    public async Task Commit_CallerGaveUpBefore_ChangesNothing()
    {
        using var service = New();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service.CommitAsync(
            "x", null, _ => [new PutNode(new NodeConfig(NodeName.Parse("n1"), NodeSettings.Empty))], new CancellationToken(true)));
        Assert.Equal(0, service.Current.Revision);
    }

    [Fact]
    public async Task Commit_TwentyAtOnceOnTwoHeads_AllSucceed()
    {
        using var one = New();
        using var two = New();
        await Task.WhenAll(Enumerable.Range(0, 10).SelectMany(i => new[] { Eager(one, $"a{i}"), Eager(two, $"b{i}") }));
        await one.CatchUpAsync(CancellationToken.None);
        await two.CatchUpAsync(CancellationToken.None);
        Assert.Equal((20, 20), (one.Current.Nodes.Count, two.Current.Nodes.Count));

        Task Eager(CatalogService service, string name) => Task.Run(async () =>
        {
            while (true)
            {
                try
                {
                    await PutAsync(service, name);
                    return;
                }
                catch (WarewulfException e) when (e.Code == ApiErrorCode.Busy)
                {
                    // What the message says to do.
                }
            }
        });
    }

    [Fact]
    public async Task WaitFor_LaterCommit_Wakes()
    {
        using var service = New();
        var waiting = service.WaitForAsync(0, Patience, CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        await PutAsync(service, "n1");
        Assert.Equal(1, (await waiting.WaitAsync(Patience))!.Revision);
    }

    [Fact]
    public async Task WaitFor_NothingHappens_GivesUpWhenTheTimeIsOver()
    {
        using var service = New();
        var waiting = service.WaitForAsync(0, TimeSpan.FromSeconds(5), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await waiting.WaitAsync(Patience));
    }

    [Fact]
    public async Task WaitFor_CallerGivesUp_Ends()
    {
        using var service = New();
        using var caller = new CancellationTokenSource();
        var waiting = service.WaitForAsync(0, TimeSpan.FromSeconds(5), caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
    }

    [Fact]
    public async Task Commit_OtherHeadWasFirst_IsDecidedFromWhatThatOneCommitted()
    {
        using var one = Shared();
        using var two = Shared();
        await PutAsync(one, "n1");

        // Nothing has told the second head; "nothing to do" would be wrong there.
        var commit = await two.CommitAsync("x", null, current => current.Nodes.Count == 0 ? [] : [new DeleteNode(NodeName.Parse("n1"))], CancellationToken.None);
        Assert.Equal(2, commit.Revision);
    }

    private CatalogService Shared() => new(_store, new IdSource(RandomNumberGenerator.Create()), _time, NullLogger<CatalogService>.Instance) { IsShared = true };

    private static Task PutAsync(CatalogService service, string name, string? mac = null)
    {
        var settings = mac is null ? NodeSettings.Empty : NodeFields.Find("hwaddr").Set(NodeSettings.Empty, FieldTarget.Default, mac);
        return service.CommitAsync("x", null, _ => [new PutNode(new NodeConfig(NodeName.Parse(name), settings))], CancellationToken.None);
    }

    private CatalogService New() => new(_store, new IdSource(RandomNumberGenerator.Create()), _time, NullLogger<CatalogService>.Instance);
}
