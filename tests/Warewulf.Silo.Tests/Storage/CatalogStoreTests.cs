using Warewulf.Core;
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
        Assert.Empty(await catalog.LoadAsync(0, CancellationToken.None));
        for (var revision = 1; revision <= 5; revision++)
        {
            Assert.Equal(AppendOutcome.Appended, await catalog.AppendAsync(revision, Change($"author{revision}"), CancellationToken.None));
        }

        catalog = (await test.ReopenAsync()).Catalog;

        var loaded = await catalog.LoadAsync(3, CancellationToken.None);
        Assert.Equal([4L, 5L], loaded.Select(item => item.Revision));
        Assert.Equal("author5", loaded[1].Change.Author);
        Assert.Equal(NodeName.Parse("n1"), Assert.IsType<DeleteNode>(Assert.Single(loaded[1].Change.Operations)).Name);
        Assert.Empty(await catalog.LoadAsync(5, CancellationToken.None));
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
        Assert.Equal("first", Assert.Single(await catalog.LoadAsync(0, CancellationToken.None)).Change.Author);
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

        Assert.Equal(20, (await one.LoadAsync(0, CancellationToken.None)).Count);
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

        var loaded = Assert.Single(await catalog.LoadAsync(0, CancellationToken.None));
        var read = Assert.IsType<PutImage>(Assert.Single(loaded.Change.Operations)).Image;
        Assert.Equal((id, id), (loaded.Change.Id, read.ImportId));
        var kernel = Assert.Single(read.Build!.Kernels);
        Assert.Equal(("6.1", null), (kernel.Version, kernel.Initramfs));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Checkpoint_SavedSeveralTimes_TheLatestIsReadBack(string kind)
    {
        await using var test = await TestStorage.CreateAsync(kind, server);
        var catalog = (await test.OpenAsync()).Catalog;
        Assert.Null(await catalog.LoadLatestCheckpointAsync(CancellationToken.None));
        var content = Enumerable.Range(0, 100_000).Select(i => (byte)(i / 1000)).ToArray();
        foreach (var revision in (long[])[10, 20, 30, 30])
        {
            content[0] = (byte)revision;
            await catalog.SaveCheckpointAsync(revision, content, CancellationToken.None);
        }

        catalog = (await test.ReopenAsync()).Catalog;

        var checkpoint = await catalog.LoadLatestCheckpointAsync(CancellationToken.None);
        Assert.Equal(30, checkpoint!.Revision);
        Assert.Equal(content, checkpoint.Content);
    }

    [Fact]
    public void Read_MissingOrDamagedRevision_NamesIt()
    {
        var good = CatalogCodec.Write(Change("a"));

        var missing = Assert.Throws<WarewulfException>(() => CatalogCodec.Read(4, [(5, good), (7, good)]));
        var damaged = Assert.Throws<WarewulfException>(() => CatalogCodec.Read(4, [(5, "{"u8.ToArray())]));
        var checkpoint = Assert.Throws<WarewulfException>(() => CatalogCodec.Expand(9, [1, 2, 3]));

        Assert.Contains("Revision 6", missing.Message, StringComparison.Ordinal);
        Assert.Contains("Revision 5", damaged.Message, StringComparison.Ordinal);
        Assert.Contains("Revision 9", checkpoint.Message, StringComparison.Ordinal);
    }

    private static CatalogChange Change(string author) => new(author, At, [new DeleteNode(NodeName.Parse("n1"))]) { Comment = "for the test" };
}
