using Warewulf.Core.Archives;
using Warewulf.Core.Overlays;
using Warewulf.Core.Overlays.Rendering;
using Warewulf.Core.Tests.Archives;

namespace Warewulf.Core.Tests.Overlays;

[Trait("Suite", "Fast")]
public sealed class OverlayArchiveTests : IDisposable
{
    private readonly OverlayLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Build_SharedAndOwnContent_IsOneMemberThatToolsRead()
    {
        var large = string.Concat(Enumerable.Range(0, 20_000).Select(number => $"line {number}\n"));
        _lab.Write("site/a/rootfs/a-large", large);
        _lab.Write("site/a/rootfs/b-large", large + "b");
        _lab.Write("site/a/rootfs/own.ww", "{{ .Id }}");
        _lab.Write("site/a/rootfs/shared.ww", "{{ range until 3000 }}{{ . }} {{ end }}");
        _lab.Link("site/a/rootfs/link", "own");
        WriteArchive(_lab.Renderer, "out.gz");
        Directory.CreateDirectory(_lab["unpacked"]);

        Tool.Shell(_lab["unpacked"], "gzip -t ../out.gz && gzip -dc ../out.gz | cpio -idm --quiet");

        Assert.Equal(large, File.ReadAllText(_lab["unpacked/a-large"]));
        Assert.Equal(large + "b", File.ReadAllText(_lab["unpacked/b-large"]));
        Assert.Equal("n0001", File.ReadAllText(_lab["unpacked/own"]));
        Assert.EndsWith("2998 2999 ", File.ReadAllText(_lab["unpacked/shared"]), StringComparison.Ordinal);
        Assert.Equal("own", new FileInfo(_lab["unpacked/link"]).LinkTarget);
        Assert.Equal("1700000000\n", Tool.Shell(_lab["unpacked"], "stat -c %Y own"));
    }

    [Fact]
    public void Build_SameInputs_GivesTheSameBytes()
    {
        _lab.Write("site/a/rootfs/large", new string('x', 100_000));
        _lab.Write("site/a/rootfs/f.ww", "{{ .Id }} {{ .BuildTime }} {{ range .AllNodes }}{{ .Id }}{{ end }}");

        WriteArchive(_lab.Renderer, "one.gz");
        WriteArchive(_lab.Renderer, "two.gz");
        WriteArchive(new OverlayRenderer(_lab.Source, _lab.Files), "three.gz");

        Assert.Equal(File.ReadAllBytes(_lab["one.gz"]), File.ReadAllBytes(_lab["two.gz"]));
        Assert.Equal(File.ReadAllBytes(_lab["one.gz"]), File.ReadAllBytes(_lab["three.gz"]));
    }

    [Fact]
    public void Build_FileTooLargeToKeep_IsStreamed()
    {
        _lab.Write("site/a/rootfs/f", "x");
        using (var file = File.Create(_lab["site/a/rootfs/huge"]))
        {
            file.SetLength(OverlayFileReader.LargestKept + 1);
        }

        WriteArchive(_lab.Renderer, "out.gz");

        Assert.Equal(
            $"{OverlayFileReader.LargestKept + 1}\n", Tool.Shell(_lab["site"], "gzip -dc ../out.gz | cpio -i --to-stdout --quiet huge | wc -c"));
    }

    [Fact]
    public void Combine_TwoRuns_IsTheChecksumOfBoth()
    {
        var random = new Random(7);
        for (var i = 0; i < 50; i++)
        {
            var (first, second) = (new byte[random.Next(2000)], new byte[random.Next(2000)]);
            random.NextBytes(first);
            random.NextBytes(second);

            Assert.Equal(
                Crc32.Append(0, [.. first, .. second]),
                ChecksumMath.Combine(Crc32.Append(0, first), Crc32.Append(0, second), second.Length));
        }
    }

    [Theory]
    [InlineData("a", "a/b", "a-b", "b")]
    [InlineData("a", "a/\x01", "a\x01", "a.b")]
    public void Order_Paths_AreAsInAWalk(params string[] expected)
    {
        var paths = expected.Select(BytePath.FromText).Reverse().Order(EntryOrder.Instance).Select(path => path).ToArray();

        Assert.Equal(expected.Select(BytePath.FromText), paths);
    }

    private void WriteArchive(OverlayRenderer renderer, string name)
    {
        using var target = File.Create(_lab[name]);
        renderer.Render(_lab.Context(), [OverlayName.Parse("a")], target);
    }
}
