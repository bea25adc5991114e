using Warewulf.Core.Images;
using Warewulf.Core.Images.Oci;
using Warewulf.Core.Tests.Archives;
using Warewulf.TestKit;

namespace Warewulf.Core.Tests.Images;

/// <summary>How far unpacking is, is told by what was read of the archive: only that has a known end.</summary>
[Trait("Suite", "Fast")]
public sealed class ImageTreeProgressTests : IDisposable
{
    private readonly TempDirectory _temp = new();
    private readonly Reports _reports = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void ExtractTar_File_ReportsWhatWasReadOfIt()
    {
        File.WriteAllBytes(_temp["a.tar"], Layer(2000));
        using var tar = File.OpenRead(_temp["a.tar"]);
        var result = ImageTree.ExtractTar(tar, _temp["tree"], Options, default);
        AssertWhole(tar.Length);
        Assert.Equal((2000, 2000 * 5), (result.Entries, result.Bytes));
    }

    [Fact]
    public void ExtractTar_OverATree_ReportsTheCopyAndThenTheArchive()
    {
        ImageTree.ExtractTar(new MemoryStream(Layer(3000)), _temp["old"], new ImageTreeWriteOptions { Suffix = "o" }, default);
        using var tar = new MemoryStream(Layer(2000));
        ImageTree.ExtractTar(tar, _temp["tree"], Options with { Over = _temp["old"] }, default);
        Assert.Contains(_reports.Seen, report => report is { TotalEntries: 3000 });
        Assert.Equal(tar.Length, _reports.Seen[^1].TotalBytes);
        Assert.Equal(tar.Length, _reports.Seen[^1].Bytes);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("none")]
    public void Unpack_Layers_ReportsWhatWasReadOfAll(string compression)
    {
        var layout = new OciLayout(_temp["layout"]) { Compression = compression };
        var blobs = layout.Add("1", Layer(2000), Layer(1500));
        OciUnpacker.Unpack(OciReader.Read(new OciDirectory(layout.Path), null, null), _temp["tree"], Options, default);
        AssertWhole(blobs.Sum(blob => new FileInfo(layout.Blob(blob)).Length));
    }

    private ImageTreeWriteOptions Options => new() { Suffix = "p", Progress = _reports };

    private static byte[] Layer(int files) => OciLayout.Layer([.. Enumerable.Range(0, files).Select(i => ($"f{i}", "12345"))]);

    private void AssertWhole(long total)
    {
        Assert.True(_reports.Seen.Count > 3);
        Assert.All(_reports.Seen, report => Assert.Equal(total, report.TotalBytes));
        Assert.Equal(_reports.Seen.Select(report => report.Bytes).Order(), _reports.Seen.Select(report => report.Bytes));
        Assert.Equal(total, _reports.Seen[^1].Bytes);
    }

    private sealed class Reports : IProgress<ImageTreeProgress>
    {
        public List<ImageTreeProgress> Seen { get; } = [];

        public void Report(ImageTreeProgress value) => Seen.Add(value);
    }
}
