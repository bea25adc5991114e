using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Images;
using Warewulf.Core.Nodes;
using Warewulf.Silo.Storage;

namespace Warewulf.Silo.Tests.Storage;

[Trait("Suite", "Socket")]
public sealed class CatalogStoreTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Kinds => StoreKinds.All;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Append_InOrder_IsReadBackAfterARestart(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var catalog = (await test.OpenAsync()).Catalog;
        Assert.Empty(await catalog.LoadAsync(0, 100, CancellationToken.None));
        for (var revision = 1; revision <= 5; revision++)
        {
            Assert.Equal(AppendOutcome.Appended, await catalog.AppendAsync(revision, Change($"author{revision}"), CancellationToken.None));
        }

        catalog = (await test.ReopenAsync()).Catalog;

        var loaded = await catalog.LoadAsync(3, 100, CancellationToken.None);
        Assert.Equal([4L, 5L], loaded.Select(item => item.Revision));
        Assert.Equal("author5", loaded[1].Change.Author);
        Assert.Equal(NodeName.Parse("n1"), Assert.IsType<DeleteNode>(Assert.Single(loaded[1].Change.Operations)).Name);
        Assert.Empty(await catalog.LoadAsync(5, 100, CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Append_RevisionTakenOrSkipped_IsOvertaken(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var catalog = (await test.OpenAsync()).Catalog;
        await catalog.AppendAsync(1, Change("first"), CancellationToken.None);

        Assert.Equal(AppendOutcome.Overtaken, await catalog.AppendAsync(1, Change("second"), CancellationToken.None));
        Assert.Equal(AppendOutcome.Overtaken, await catalog.AppendAsync(3, Change("third"), CancellationToken.None));
        Assert.Equal("first", Assert.Single(await catalog.LoadAsync(0, 100, CancellationToken.None)).Change.Author);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Append_ManyWritersAtOnce_EachRevisionHasOneWinner(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var one = (await test.OpenAsync()).Catalog;
        var two = kind == StoreKinds.Postgres ? (await test.OpenAsync()).Catalog : one;
        for (var revision = 1; revision <= 20; revision++)
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
                (i % 2 == 0 ? one : two).AppendAsync(revision, Change($"author{i}"), CancellationToken.None)));
            Assert.Single(outcomes, outcome => outcome == AppendOutcome.Appended);
        }

        Assert.Equal(20, (await one.LoadAsync(0, 100, CancellationToken.None)).Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Append_ChangeWithUnsetValues_IsReadBack(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var catalog = (await test.OpenAsync()).Catalog;
        var archive = new ArtifactRef(ArtifactDigest.Of([1]), 1, "rocky9.img.gz");
        var id = Guid.Parse("0123456789abcdef0123456789abcdef");
        var image = new ImageConfig(ImageName.Parse("rocky9"), "docker://rocky:9", At)
        {
            ImportId = id,
            Build = new ImageBuild(archive, 2, 3, At) { Kernels = [new ImageKernel("/boot/vmlinuz-6.1", "6.1", true, archive)] },
        };

        await catalog.AppendAsync(1, new CatalogChange("author", At, [new PutImage(image)]) { Id = id }, CancellationToken.None);

        var loaded = Assert.Single(await catalog.LoadAsync(0, 100, CancellationToken.None));
        var read = Assert.IsType<PutImage>(Assert.Single(loaded.Change.Operations)).Image;
        Assert.Equal((id, id), (loaded.Change.Id, read.ImportId));
        var kernel = Assert.Single(read.Build!.Kernels);
        Assert.Equal(("6.1", null), (kernel.Version, kernel.Initramfs));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Load_ManyRevisions_ComeInPiecesAndBackwards(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var catalog = (await test.OpenAsync()).Catalog;
        for (var revision = 1; revision <= 7; revision++)
        {
            await catalog.AppendAsync(revision, Change($"author{revision}"), CancellationToken.None);
        }

        Assert.Equal([3L, 4L], (await catalog.LoadAsync(2, 2, CancellationToken.None)).Select(item => item.Revision));
        Assert.Equal([7L, 6L, 5L], (await catalog.ListAsync(long.MaxValue, 3, CancellationToken.None)).Select(item => item.Revision));
        Assert.Equal(["author2", "author1"], (await catalog.ListAsync(3, 9, CancellationToken.None)).Select(item => item.Change.Author));
        Assert.Empty(await catalog.ListAsync(1, 9, CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Load_ChangeOfAnEarlierProgram_IsRead(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var catalog = (await test.OpenAsync()).Catalog;
        await catalog.AppendAsync(1, Change("first"), CancellationToken.None);
        await test.ExecuteAsync("update catalog_revisions set content = @content", JsonSerializer.SerializeToUtf8Bytes(Change("earlier"), ApiJsonContext.Default.CatalogChange));

        Assert.Equal("earlier", Assert.Single(await catalog.LoadAsync(0, 9, CancellationToken.None)).Change.Author);
        Assert.Equal("earlier", Assert.Single(await catalog.ListAsync(2, 9, CancellationToken.None)).Change.Author);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Open_DatabaseOfTheFirstSchema_IsBroughtUpToDateWithItsHistory(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var catalog = (await test.OpenAsync()).Catalog;
        await catalog.AppendAsync(1, Change("first"), CancellationToken.None);
        await catalog.SaveCheckpointAsync(1, [1], CancellationToken.None);
        await test.ExecuteAsync(kind == StoreKinds.Sqlite ? "pragma user_version = 1" : "drop table heads; update warewulf_schema set version = 1");

        catalog = (await test.ReopenAsync()).Catalog;

        Assert.Equal("first", Assert.Single(await catalog.LoadAsync(0, 9, CancellationToken.None)).Change.Author);
        Assert.Null(await catalog.LoadCheckpointAsync(0, long.MaxValue, CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Checkpoint_SavedSeveralTimes_IsReadBackByRange(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var catalog = (await test.OpenAsync()).Catalog;
        Assert.Null(await catalog.LoadCheckpointAsync(0, long.MaxValue, CancellationToken.None));
        foreach (var revision in (long[])[10, 20, 30, 30])
        {
            await catalog.SaveCheckpointAsync(revision, [1, 2, (byte)revision], CancellationToken.None);
        }

        catalog = (await test.ReopenAsync()).Catalog;

        var latest = await catalog.LoadCheckpointAsync(0, long.MaxValue, CancellationToken.None);
        Assert.Equal(30, latest!.Revision);
        Assert.Equal([1, 2, 30], latest.Content);
        Assert.Equal(20, (await catalog.LoadCheckpointAsync(0, 29, CancellationToken.None))!.Revision);
        Assert.Equal(10, (await catalog.LoadCheckpointAsync(0, 10, CancellationToken.None))!.Revision);
        Assert.Null(await catalog.LoadCheckpointAsync(0, 9, CancellationToken.None));
        Assert.Null(await catalog.LoadCheckpointAsync(20, 29, CancellationToken.None));
        await catalog.DropCheckpointAsync(30, CancellationToken.None);
        Assert.Equal(20, (await catalog.LoadCheckpointAsync(0, long.MaxValue, CancellationToken.None))!.Revision);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Checkpoint_SavedHundredsOfTimes_FewAreKept(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var catalog = (await test.OpenAsync()).Catalog;
        for (var revision = 1; revision <= 200; revision++)
        {
            await catalog.SaveCheckpointAsync(revision, [1], CancellationToken.None);
        }

        var kept = new List<long>();
        for (var at = 200L; await catalog.LoadCheckpointAsync(0, at, CancellationToken.None) is { } checkpoint; at = checkpoint.Revision - 1)
        {
            kept.Add(checkpoint.Revision);
        }

        Assert.InRange(kept.Count, 3, 12);
        Assert.Equal((200, 1), (kept[0], kept[^1]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Debt_ChangesAndCheckpoints_AreCounted(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var catalog = (await test.OpenAsync()).Catalog;
        Assert.Equal(new CheckpointDebt(0, 0, 0, 0), await catalog.ReadDebtAsync(CancellationToken.None));
        for (var revision = 1; revision <= 3; revision++)
        {
            await catalog.AppendAsync(revision, Change("a"), CancellationToken.None);
        }

        var size = CatalogCodec.Write(Change("a")).Length;
        Assert.Equal(new CheckpointDebt(0, 0, 3, 3 * size), await catalog.ReadDebtAsync(CancellationToken.None));
        await catalog.SaveCheckpointAsync(2, new byte[77], CancellationToken.None);
        Assert.Equal(new CheckpointDebt(2, 77, 1, size), await catalog.ReadDebtAsync(CancellationToken.None));
    }

    private static CatalogChange Change(string author) => new(author, At, [new DeleteNode(NodeName.Parse("n1"))]) { Comment = "for the test" };
}
