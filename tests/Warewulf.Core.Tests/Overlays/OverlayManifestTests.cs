using System.Text.Json;
using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Catalogs;
using Warewulf.Core.Overlays;

namespace Warewulf.Core.Tests.Overlays;

[Trait("Suite", "Fast")]
public sealed class OverlayManifestTests
{
    private static readonly OverlayName Name = OverlayName.Parse("a");

    [Fact]
    public void Json_NamesOfAnyBytes_SurviveTheTrip()
    {
        var odd = new BytePath([.. "rootfs/"u8, 0xFF, (byte)'%', (byte)'4', (byte)'1', 0x01, (byte)'\\', .. "ü "u8]);
        var manifest = new OverlayManifest(Name, [Directory(""), Directory("rootfs"), File("rootfs/f") with { Path = odd, Attributes = Core.Collections.SortedMap<string>.Empty.SetItem("user.k", "dg==") }, Link("rootfs/l", "../x")]);
        var change = new CatalogChange("ada", DateTimeOffset.UnixEpoch, [new PutOverlay(manifest), new ChangeOverlay(Name, [File("rootfs/g")], [odd]), new DeleteOverlay(Name)]);
        var json = JsonSerializer.Serialize(change, ApiJsonContext.Default.CatalogChange);
        var back = JsonSerializer.Deserialize(json, ApiJsonContext.Default.CatalogChange)!;
        Assert.Empty(OverlayManifest.Differences(manifest, ((PutOverlay)back.Operations[0]).Overlay));
        Assert.Equal(manifest.Digest, ((PutOverlay)back.Operations[0]).Overlay.Digest);
        Assert.Equal(odd, Assert.Single(((ChangeOverlay)back.Operations[1]).Removed));
        Assert.Equal(json, JsonSerializer.Serialize(back, ApiJsonContext.Default.CatalogChange));
    }

    [Theory]
    [InlineData("a%", "a%25")]
    [InlineData("%41", "%2541")]
    [InlineData("plain/ü", "plain/ü")]
    public void Escaped_IsReadBack(string text, string escaped)
    {
        Assert.Equal(escaped, BytePath.FromText(text).ToEscaped());
        Assert.Equal(BytePath.FromText(text), BytePath.FromEscaped(escaped));
    }

    [Fact]
    public void Differences_TimeOfADirectory_DoesNotCount()
    {
        var before = Sample();
        var after = before.With([Directory("rootfs") with { ModifiedSeconds = 99 }], []);
        Assert.Empty(OverlayManifest.Differences(before, after));
        Assert.Null(before.ChangeTo(after));
        Assert.Single(OverlayManifest.Differences(before, before.With([File("rootfs/f") with { ModifiedSeconds = 99 }], [])));
    }

    [Fact]
    public void ChangeTo_Applied_GivesTheOther()
    {
        var before = Sample();
        var after = before.With([File("rootfs/new"), Directory("rootfs/f"), File("rootfs/f/inner")], [Path("rootfs/d/x")]);
        var change = before.ChangeTo(after)!;
        Assert.Equal((3, 1), (change.Put.Count, change.Removed.Count));
        Assert.Empty(OverlayManifest.Differences(after, before.With(change.Put, change.Removed)));
    }

    [Fact]
    public void Catalog_Operations_RestoreShareAndBack()
    {
        var first = Apply(Catalog.Empty, new PutOverlay(Sample()), new PutOverlay(new OverlayManifest(OverlayName.Parse("b"), Sample().Entries)));
        var second = Apply(first, new ChangeOverlay(Name, [File("rootfs/new")], [Path("rootfs/f")]));
        var third = Apply(second, new DeleteOverlay(Name));
        Assert.Same(first.Overlays[OverlayName.Parse("b")], third.Overlays[OverlayName.Parse("b")]);
        Assert.NotNull(second.Overlays[Name].Find(Path("rootfs/new")));
        Assert.False(third.Overlays.ContainsKey(Name));

        var restored = Catalog.Restore(second.Revision, second.CommittedAt, [.. second.Operations]);
        Assert.Equal(second.Overlays[Name].Digest, restored.Overlays[Name].Digest);
        var shared = third.Share(restored, [new ChangeOverlay(Name, [], []), new DeleteOverlay(Name)]);
        Assert.Same(restored.Overlays[Name], shared.Overlays[Name]);
        Assert.Same(third.Overlays[OverlayName.Parse("b")], shared.Overlays[OverlayName.Parse("b")]);
        Assert.Equal(second.Overlays.Values.SelectMany(overlay => overlay.Blobs).Distinct().Order(Comparer<ArtifactDigest>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))), second.OverlayBlobs.OrderBy(digest => digest.ToString(), StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("rootfs/x/y", "lies in no directory")]
    [InlineData("rootfs/f/y", "lies in no directory")]
    [InlineData("../x", "is no path inside an overlay")]
    [InlineData("rootfs//x", "is no path inside an overlay")]
    [InlineData("rootfs/./x", "is no path inside an overlay")]
    public void Apply_ManifestThatIsNoTree_IsRefused(string path, string problem)
    {
        var catalog = Apply(Catalog.Empty, new PutOverlay(Sample()));
        var error = Assert.Throws<WarewulfException>(() => Apply(catalog, new ChangeOverlay(Name, [File(path)], [])));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_RemovingADirectoryThatIsNotEmpty_IsRefused()
    {
        var catalog = Apply(Catalog.Empty, new PutOverlay(Sample()));
        Assert.Throws<WarewulfException>(() => Apply(catalog, new ChangeOverlay(Name, [], [Path("rootfs/d")])));
    }

    [Theory]
    [InlineData(0x2000u)]
    [InlineData(0x1000u)]
    public void Apply_Device_IsRefused(uint type)
    {
        var entry = new ManifestEntry(Path("rootfs/dev"), type | 0x1A4, 0, 0, 0);
        Assert.Throws<WarewulfException>(() => Apply(Catalog.Empty, new PutOverlay(Sample().With([entry], []))));
    }

    [Fact]
    public void Diff_SaysWhatChangedInEachFile()
    {
        var before = Apply(Catalog.Empty, new PutOverlay(Sample()));
        var after = Apply(before, new ChangeOverlay(
            Name,
            [File("rootfs/f", "other") with { Uid = 5, Mode = 0x81ED }, File("rootfs/new"), Link("rootfs/d/l", "t"), File("rootfs/d/x") with { ModifiedSeconds = 100 }],
            []));
        var group = Assert.Single(CatalogDiff.Between(before, after), group => group.Kind == "overlay");
        Assert.Equal(("a", "changed"), (group.Names, group.Verb));
        Assert.Equal(
            ["rootfs/d/l", "rootfs/d/x: modified", "rootfs/f: content", "rootfs/f: mode", "rootfs/f: owner", "rootfs/new"],
            group.Changes.Select(change => change.Path));
        Assert.Equal(("0644", "0755"), (group.Changes[3].Before, group.Changes[3].After));
        Assert.Equal("link 0777 0:0 to t", group.Changes[0].After);
    }

    [Fact]
    public void Conflict_SamePath_IsFoundAndOthersStandBesideEachOther()
    {
        var seen = Apply(Catalog.Empty, new PutOverlay(Sample()));
        var current = Apply(seen, new ChangeOverlay(Name, [File("rootfs/f", "theirs")], []));
        Assert.Empty(ChangeConflict.Find(seen, current, [new ChangeOverlay(Name, [File("rootfs/new")], [Path("rootfs/d/x")])]));
        Assert.Empty(ChangeConflict.Find(seen, current, [new ChangeOverlay(Name, [File("rootfs/f", "theirs")], [])]));
        Assert.Equal(["overlay 'a': 'rootfs/f' was changed meanwhile"], ChangeConflict.Find(seen, current, [new ChangeOverlay(Name, [File("rootfs/f", "mine")], [])]));
        Assert.Equal(["overlay 'a': 'rootfs/f' was changed meanwhile"], ChangeConflict.Find(seen, current, [new DeleteOverlay(Name)]));
        Assert.Equal(["overlay 'a' was removed meanwhile"], ChangeConflict.Find(seen, Apply(current, new DeleteOverlay(Name)), [new ChangeOverlay(Name, [File("rootfs/z")], [])]));
    }

    private static Catalog Apply(Catalog catalog, params CatalogOperation[] operations) =>
        catalog.Apply(new CatalogChange("ada", DateTimeOffset.UnixEpoch, operations));

    private static OverlayManifest Sample() =>
        new(Name, [File("rootfs/d/x"), Directory("rootfs/d"), Directory(""), File("rootfs/f"), Directory("rootfs")]);

    private static BytePath Path(string path) => BytePath.FromText(path);

    private static ManifestEntry Directory(string path) => new(Path(path), UnixMode.Directory | 0x1ED, 0, 0, 1);

    private static ManifestEntry Link(string path, string target) => new(Path(path), UnixMode.SymbolicLink | 0x1FF, 0, 0, 1) { Target = Path(target) };

    private static ManifestEntry File(string path, string content = "x") => new(Path(path), UnixMode.Regular | 0x1A4, 0, 0, 1)
    {
        Digest = ArtifactDigest.Of(System.Text.Encoding.UTF8.GetBytes(content)),
        Length = content.Length,
    };
}
