using Warewulf.Core.Api;
using Warewulf.Core.Images;
using Warewulf.Core.Images.Oci;
using Warewulf.Core.Tests.Archives;
using Warewulf.TestKit;

namespace Warewulf.Core.Tests.Images.Oci;

[Trait("Suite", "Fast")]
public sealed class OciUnpackTests : IDisposable
{
    private readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("gzip")]
    [InlineData("none")]
    public void Unpack_Whiteouts_RemoveWhatEarlierLayersBrought(string compression)
    {
        Unpack(
            compression,
            new TarBuilder().File("a/old", "1").File("a/gone", "1").File("b/x/y", "1").File("b/z", "1").File("c", "1").Symlink("l", "/none"),
            new TarBuilder().File("a/.wh.gone", "").File("b/new", "2").File("b/.wh..wh..opq", "").File(".wh.c", "").File(".wh.never", ""));
        Assert.Equal(["a", "a/old", "b", "b/new", "l"], Names());
    }

    [Fact]
    public void Unpack_OtherType_TakesThePlaceOfTheEarlier()
    {
        Unpack(
            "gzip",
            new TarBuilder().File("file", "1").Directory("directory").File("directory/in", "1").Symlink("link", "directory").File("kept", "1", 0x9ED),
            new TarBuilder().Directory("file").File("file/in", "2").File("directory", "2").Directory("link").File("link/in", "2").HardLink("again", "kept"));
        Assert.Equal(["again", "directory", "file", "file/in", "kept", "link", "link/in"], Names());
        Assert.Null(new DirectoryInfo(_temp["out/link"]).LinkTarget);
        Assert.True(File.GetUnixFileMode(_temp["out/again"]).HasFlag(UnixFileMode.SetUser));
    }

    [Fact]
    public void Unpack_TrickInALayer_RefusesTheImage()
    {
        TarBuilder[] tricks =
        [
            new TarBuilder().File("../evil", "x"),
            new TarBuilder().File("link/evil", "x"),
            new TarBuilder().File("link/.wh.victim", ""),
            new TarBuilder().File(".wh...", ""),
            new TarBuilder().File(".wh..", ""),
            new TarBuilder().HardLink("h", "../../evil"),
            new TarBuilder().HardLink("h", "link/victim"),
        ];
        Directory.CreateDirectory(_temp["elsewhere"]);
        File.WriteAllText(_temp["elsewhere/victim"], "alive");
        foreach (var trick in tricks)
        {
            var error = Assert.Throws<WarewulfException>(() => Unpack("gzip", new TarBuilder().Symlink("link", _temp["elsewhere"]), trick));
            Assert.Equal(ApiErrorCode.Invalid, error.Code);
            Assert.False(Directory.Exists(_temp["out"]));
            Assert.Equal(["victim"], Directory.EnumerateFileSystemEntries(_temp["elsewhere"]).Select(Path.GetFileName));
            Directory.Delete(_temp["layout"], recursive: true);
        }
    }

    [ProgramFact("umoci")]
    public void Unpack_RandomLayers_AsUmociDoes()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var layout = new OciLayout(_temp[$"layout{seed}"]);
            for (var layer = 0; layer < 2; layer++)
            {
                new RandomTree(new Random((seed * 10) + layer)).Fill(_temp.Make($"src{seed}-{layer}"));
                Tool.Shell(_temp.Path, $"tar --format=pax --xattrs --one-file-system -C src{seed}-{layer} -cf {seed}-{layer}.tar .");
            }

            layout.Add("9", [.. Enumerable.Range(0, 2).Select(layer => File.ReadAllBytes(_temp[$"{seed}-{layer}.tar"]))]);
            Tool.Shell(_temp.Path, $"umoci unpack --image layout{seed}:9 bundle{seed}");
            OciUnpacker.Unpack(OciReader.Read(new OciDirectory(layout.Path), null, null), _temp[$"ours{seed}"], Options, default);
            var without = TreeSnapshot.Without.Nanoseconds;
            var expected = TreeSnapshot.Of(_temp[$"bundle{seed}/rootfs"], without);
            var actual = TreeSnapshot.Of(_temp[$"ours{seed}"], without);
            Assert.True(expected.SequenceEqual(actual), $"seed {seed}: {string.Join('\n', expected.Except(actual).Concat(actual.Except(expected)))}");
        }
    }

    private static ImageTreeWriteOptions Options => new() { Suffix = "t1" };

    private void Unpack(string compression, params TarBuilder[] layers)
    {
        var layout = new OciLayout(_temp["layout"]) { Compression = compression };
        layout.Add(null, [.. layers.Select(layer => layer.ToArray())]);
        OciUnpacker.Unpack(OciReader.Read(new OciDirectory(layout.Path), null, null), _temp["out"], Options, default);
    }

    private List<string> Names() =>
        [.. Directory.EnumerateFileSystemEntries(_temp["out"], "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_temp["out"], path)).Order(StringComparer.Ordinal)];
}
