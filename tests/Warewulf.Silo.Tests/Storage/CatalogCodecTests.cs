using System.Text;
using System.Text.Json;
using Warewulf.Core;
using Warewulf.Core.Api;
using Warewulf.Core.Catalogs;
using Warewulf.Silo.Storage;
using Warewulf.Silo.Tests.Support;

namespace Warewulf.Silo.Tests.Storage;

[Trait("Suite", "Fast")]
public sealed class CatalogCodecTests
{
    [Fact]
    public void Write_ChangeThatRepeatsItself_IsSmallAndReadBack()
    {
        var change = SampleCatalog.Change(300);

        var content = CatalogCodec.Write(change);

        var json = Json(change);
        Assert.InRange(content.Length, 100, json.Length / 10);
        Assert.Equal(json, Json(CatalogCodec.Read(content)));
    }

    [Fact]
    public void Write_OneFieldOfANodeWithMuchToSay_TakesLessThanFourKiB()
    {
        var node = SampleCatalog.Node(7);

        var content = CatalogCodec.Write(new CatalogChange("admin", DateTimeOffset.UnixEpoch, [new PutNode(node with { Settings = node.Settings with { Comment = "new" } })]));

        Assert.InRange(content.Length, 100, 2048);
    }

    [Fact]
    public void Write_TinyChange_IsPlainJson()
    {
        var change = new CatalogChange("a", DateTimeOffset.UnixEpoch, []);

        var content = CatalogCodec.Write(change);

        Assert.Equal(Json(change), Encoding.UTF8.GetString(content));
        Assert.Equal("a", CatalogCodec.Read(content).Author);
    }

    [Fact]
    public void Read_AnyByteOfACompressedChangeChanged_IsDamaged()
    {
        var content = CatalogCodec.Write(SampleCatalog.Change(3));
        for (var i = 0; i < content.Length; i++)
        {
            var damaged = (byte[])content.Clone();
            damaged[i] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => CatalogCodec.Read(damaged));
        }

        Assert.Throws<InvalidDataException>(() => CatalogCodec.Read(content.AsSpan(0, content.Length - 1)));
        Assert.Throws<InvalidDataException>(() => CatalogCodec.Read(content.AsSpan(0, 5)));
        Assert.Throws<InvalidDataException>(() => CatalogCodec.Read([]));
    }

    [Fact]
    public void Read_MissingOrDamagedRevision_NamesIt()
    {
        var good = CatalogCodec.Write(SampleCatalog.Change(1));

        var missing = Assert.Throws<WarewulfException>(() => CatalogCodec.Read(4, [(5, good), (7, good)]));
        var damaged = Assert.Throws<WarewulfException>(() => CatalogCodec.Read(4, [(5, "{"u8.ToArray())]));

        Assert.Contains("Revision 6", missing.Message, StringComparison.Ordinal);
        Assert.Contains("Revision 5", damaged.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(700)]
    public void Checkpoint_WrittenAndRead_IsTheSameCatalog(int nodes)
    {
        var catalog = Catalog.Empty.Replay(SampleCatalog.Change(nodes)).Replay(new CatalogChange("b", SampleCatalog.At.AddDays(1), []));

        var read = CheckpointCodec.Read(new CatalogCheckpoint(2, CheckpointCodec.Write(catalog)));

        Assert.Equal((2, SampleCatalog.At.AddDays(1)), (read.Revision, read.CommittedAt));
        Assert.Equal(SampleCatalog.Json(catalog), SampleCatalog.Json(read));
        Assert.Equal(catalog.Index.Nodes.Count, read.Index.Nodes.Count);
    }

    [Fact]
    public void Checkpoint_DamagedAnywhere_IsNotRead()
    {
        var content = CheckpointCodec.Write(Catalog.Empty.Replay(SampleCatalog.Change(300)));
        foreach (var at in Enumerable.Range(0, 40).Concat(Enumerable.Range(1, 40).Select(i => i * (content.Length - 1) / 40)))
        {
            var damaged = (byte[])content.Clone();
            damaged[at] ^= 0x04;
            Assert.Throws<InvalidDataException>(() => CheckpointCodec.Read(new CatalogCheckpoint(1, damaged)));
            Assert.Throws<InvalidDataException>(() => CheckpointCodec.Read(new CatalogCheckpoint(1, content[..at])));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(1000)]
    public void Superfluous_SavesOverALongTime_LeavesFewAndNoLongWay(int every)
    {
        const int Saves = 3_000;
        var kept = new List<long>();
        for (var latest = (long)every; latest <= Saves * every; latest += every)
        {
            kept.Add(latest);
            kept.RemoveAll(CheckpointAges.Superfluous(kept).Contains);
            Assert.Equal(latest, kept[^1]);
            Assert.InRange(kept.Count, 1, 24);
            foreach (var (before, after) in kept.Zip(kept.Skip(1)))
            {
                Assert.InRange(after - before, 1, Math.Max(every, 2 * (latest - after)));
            }
        }

        Assert.Equal(every, kept[0]);
        Assert.Empty(CheckpointAges.Superfluous([]));
    }

    private static string Json(CatalogChange change) => JsonSerializer.Serialize(change, ApiJsonContext.Default.CatalogChange);
}
