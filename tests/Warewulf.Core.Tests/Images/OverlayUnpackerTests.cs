using System.IO.Compression;
using System.Text;
using Warewulf.Core.Archives;
using Warewulf.Core.Images;
using Warewulf.Core.Tests.Archives;
using Warewulf.TestKit;

namespace Warewulf.Core.Tests.Images;

[Trait("Suite", "Fast")]
public sealed class OverlayUnpackerTests : IDisposable
{
    private const uint Plain = UnixMode.Regular | 0x1A4;

    private readonly TempDirectory _temp = new();

    public OverlayUnpackerTests()
    {
        _temp.Make("image/usr/lib");
        _temp.Make("target");
        _temp.Make("outside");
        Tool.Shell(_temp["image"], $"ln -s usr/lib lib; ln -s {_temp["outside"]} leak; touch file");
    }

    public void Dispose() => _temp.Dispose();

    [RootFact]
    public void Unpack_OwnersModesTimesAndLinks_AreKept()
    {
        Unpack(
            (new CpioEntry { Name = BytePath.FromText("etc"), Mode = UnixMode.Directory | 0x1E8, Uid = 5, Gid = 6, ModifiedSeconds = 1000 }, ""),
            (new CpioEntry { Name = BytePath.FromText("etc/secret"), Mode = UnixMode.Regular | 0x980, Uid = 7, Gid = 8, ModifiedSeconds = 2000, Size = 5 }, "sssh\n"),
            (new CpioEntry { Name = BytePath.FromText("etc/link"), Mode = UnixMode.SymbolicLink | 0x1FF, Size = 6 }, "secret"));
        Assert.Equal(
            "drwxr-x--- 5 6 1000 etc\n-rwS------ 7 8 2000 etc/secret\nlrwxrwxrwx 0 0 0 etc/link\nsssh\n",
            Tool.Shell(_temp["target"], "stat -c '%A %u %g %Y %n' etc etc/secret etc/link; cat etc/link"));
    }

    [RootFact]
    public void Unpack_BelowLinksOfTheImage_LandsWhereTheyLeadInsideIt()
    {
        Unpack((Directory("lib"), ""), (Directory("lib/modules"), ""), (File("lib/modules/x", 1), "x"), (File("leak/y", 1), "y"));
        Assert.True(System.IO.File.Exists(_temp["target/usr/lib/modules/x"]));
        Assert.False(Path.Exists(_temp["target/lib"]));
        Assert.Empty(System.IO.Directory.EnumerateFileSystemEntries(_temp["outside"]));
        Assert.True(System.IO.File.Exists(_temp["target"] + _temp["outside"] + "/y"));
    }

    [RootFact]
    public void Unpack_SecondArchive_ReplacesFilesOfTheFirst()
    {
        Unpack((File("motd", 3), "one"));
        Unpack((File("motd", 3), "two"));
        Assert.Equal("two", System.IO.File.ReadAllText(_temp["target/motd"]));
    }

    [RootFact]
    public void Unpack_BelowAFileOfTheImage_IsRefused() =>
        Assert.Contains("'/file/x'", Assert.Throws<WarewulfException>(() => Unpack((File("file/x", 1), "x"))).Message, StringComparison.Ordinal);

    [RootFact]
    public void Clean_MarksAndAttributesOfUnions_GoAndNothingElse()
    {
        _temp.Make("lower/etc/deep");
        Tool.Shell(_temp.Path, "mkdir -p image/etc/deep; touch lower/gone lower/etc/gone lower/etc/kept image/etc/kept; mknod image/etc/gone c 0 0; mknod image/gone c 1 3; mknod image/etc/deep/own c 0 0; touch image/own; ln -sfn /etc lower/lib");
        ImageUnion.Clean(_temp["image"], _temp["lower"]);
        Assert.Equal("etc file gone leak lib own usr", string.Join(' ', System.IO.Directory.EnumerateFileSystemEntries(_temp["image"]).Select(Path.GetFileName).Order(StringComparer.Ordinal)));
        Assert.Equal("deep kept", string.Join(' ', System.IO.Directory.EnumerateFileSystemEntries(_temp["image/etc"]).Select(Path.GetFileName).Order(StringComparer.Ordinal)));
        Assert.True(System.IO.File.Exists(_temp["image/etc/deep/own"]));
        ImageUnion.Clean(_temp["image"], _temp["lower"]);
    }

    private static CpioEntry File(string name, int size) => new() { Name = BytePath.FromText(name), Mode = Plain, Size = size };

    private static CpioEntry Directory(string name) => new() { Name = BytePath.FromText(name), Mode = UnixMode.Directory | 0x1ED };

    private void Unpack(params (CpioEntry Entry, string Content)[] members)
    {
        using var archive = new MemoryStream();
        using (var gzip = new GZipStream(archive, CompressionLevel.Fastest, leaveOpen: true))
        {
            var writer = new CpioWriter(gzip);
            foreach (var (entry, content) in members)
            {
                writer.Write(entry, Encoding.UTF8.GetBytes(content));
            }

            writer.Complete();
        }

        archive.Position = 0;
        using var image = ImageRoot.Open(_temp["image"]);
        OverlayUnpacker.Unpack(archive, image, _temp["target"], CancellationToken.None);
    }
}
