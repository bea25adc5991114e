using System.IO.Compression;
using System.Security.Cryptography;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Overlays;

namespace Warewulf.Core.Tests.Overlays;

/// <summary>What is kept of builds saves renders where all is as it was, and is never taken for something else.</summary>
[Trait("Suite", "Fast")]
public sealed class OverlayRecordTests : IDisposable
{
    private readonly OverlayLab _lab = new();
    private readonly OverlayShelf _shelf = new();

    public OverlayRecordTests()
    {
        _lab.Write("root/etc/secret", "one");
        _lab.Write("site/a/rootfs/own.ww", "{{ .Id }} {{ .Comment }} {{ Include \"/etc/secret\" }}{{ file \"b\" }}{{ softlink .Id }}");
        _lab.Write("site/a/rootfs/all.ww", "{{ len .AllNodes }} {{ Include \"/etc/secret\" }}");
    }

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Build_FromRecordsOfAnotherProcess_RendersNothing()
    {
        var build = Build(new OverlayRenderer(_lab.Source, _lab.Files), null);
        var kept = new Kept(build.SharedResults);
        var renderer = new OverlayRenderer(_lab.Source, _lab.Files, kept);
        var record = OverlayRecord.Read(OverlayRecord.Write(build))!;
        var again = Build(renderer, record);
        Assert.Equal(0, renderer.Renders);
        Assert.Equal(build.Recipe.Segments, again.Recipe.Segments);
        Assert.True(record.Gave(again));
        Assert.True(kept.Asked > 0);
    }

    [Theory]
    [InlineData("file", 2)]
    [InlineData("comment", 1)]
    [InlineData("template", 1)]
    [InlineData("node", 1)]
    public void Build_SomethingElseThanThen_RendersThat(string changed, int renders)
    {
        var build = Build(new OverlayRenderer(_lab.Source, _lab.Files), null);
        switch (changed)
        {
            case "file":
                _lab.Write("root/etc/secret", "two");
                break;
            case "comment":
                _lab.Nodes[0] = OverlayLab.MakeNode(1, settings => settings with { Comment = "c" });
                break;
            case "template":
                _lab.Write("site/a/rootfs/own.ww", "{{ .Id }}");
                break;
            default:
                _lab.Nodes.Add(OverlayLab.MakeNode(3));
                break;
        }

        var renderer = new OverlayRenderer(_lab.Source, _lab.Files, new Kept(build.SharedResults));
        var record = OverlayRecord.Read(OverlayRecord.Write(build))!;
        Assert.Null(new OverlayBuilder(renderer, _shelf).TryBuild(_lab.Context(), Set(renderer), null, _shelf, record));
        Assert.Equal(0, renderer.Renders);
        var again = Build(renderer, record);
        Assert.Equal(renders, renderer.Renders);
        Assert.Equal(Build(new OverlayRenderer(_lab.Source, _lab.Files), null).Recipe.Segments, again.Recipe.Segments);
    }

    [Fact]
    public void Take_ResultsOfAnotherHead_AreUsedWhereNothingIsKnownHere()
    {
        var build = Build(new OverlayRenderer(_lab.Source, _lab.Files), null);
        var renderer = new OverlayRenderer(_lab.Source, _lab.Files);
        renderer.Take(_lab.Site(), Set(renderer), build.SharedResults.ToLookup(record => record.Template));
        Build(renderer, OverlayRecord.Read(OverlayRecord.Write(build)));
        Assert.Equal(0, renderer.Renders);

        // What is known here, of the file as it is here, is not given up for the other's.
        _lab.Write("root/etc/secret", "two");
        var mine = Build(renderer, null);
        var before = renderer.Renders;
        renderer.Take(_lab.Site(), Set(renderer), build.SharedResults.ToLookup(record => record.Template));
        Assert.Equal(mine.Recipe.Segments, Build(renderer, null).Recipe.Segments);
        Assert.Equal(before, renderer.Renders);
    }

    [Fact]
    public void Read_AnythingElse_IsNothing()
    {
        var build = Build(new OverlayRenderer(_lab.Source, _lab.Files), null);
        var (own, shared) = (OverlayRecord.Write(build), Assert.Single(build.SharedResults).Write());
        Assert.Null(OverlayRecord.Read([]));
        Assert.Null(OverlayRecord.Read(shared));
        Assert.Null(SharedRecord.Read(own));
        for (var at = 0; at < own.Length; at++)
        {
            Assert.Null(OverlayRecord.Read(own[..at]));
            Assert.Null(OverlayRecord.Read([.. own[..at], (byte)~own[at], .. own[(at + 1)..]]));
        }
    }

    /// <summary>Whoever writes records may seal whatever he likes.</summary>
    [Fact]
    public void Read_SealedRubbish_IsNothingAndTakesLittleMemory()
    {
        var build = Build(new OverlayRenderer(_lab.Source, _lab.Files), null);
        var written = OverlayRecord.Write(build);
        var plain = Plain(written);
        var random = new Random(1);
        for (var i = 0; i < 3000; i++)
        {
            var changed = plain.ToArray();
            for (var times = random.Next(1, 4); times > 0; times--)
            {
                changed[random.Next(changed.Length)] = (byte)(random.Next(3) == 0 ? 0xff : random.Next(256));
            }

            if (OverlayRecord.Read(Sealed(written, changed)) is { } record)
            {
                var renderer = new OverlayRenderer(_lab.Source, _lab.Files);
                _ = Record.Exception(() => Build(renderer, record)) is { } refusal ? Assert.IsType<WarewulfException>(refusal) : null;
            }
        }

        var before = GC.GetTotalAllocatedBytes();
        Assert.Null(OverlayRecord.Read(Sealed(written, new byte[200 * 1024 * 1024])));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 900L * 1024 * 1024);
    }

    private static byte[] Plain(byte[] record)
    {
        using var deflate = new DeflateStream(new MemoryStream(record, 6, record.Length - 6 - SHA256.HashSizeInBytes), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        deflate.CopyTo(plain);
        return plain.ToArray();
    }

    private static byte[] Sealed(byte[] like, byte[] plain)
    {
        using var bytes = new MemoryStream();
        bytes.Write(like.AsSpan(0, 6));
        using (var deflate = new DeflateStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(plain);
        }

        var written = bytes.ToArray();
        return [.. written, .. SHA256.HashData(written)];
    }

    private static OverlaySet Set(OverlayRenderer renderer) => renderer.Load([OverlayName.Parse("a")]);

    private OverlayBuild Build(OverlayRenderer renderer, OverlayRecord? record) =>
        new OverlayBuilder(renderer, _shelf).Build(_lab.Context(), Set(renderer), null, _shelf, record);

    private sealed class Kept(IReadOnlyList<SharedRecord> records) : ISharedRecords
    {
        public int Asked { get; private set; }

        public IReadOnlyList<SharedRecord> Find(ArtifactDigest template)
        {
            Asked++;
            return [.. records.Where(record => record.Template == template).Select(record => SharedRecord.Read(record.Write())!)];
        }
    }
}
