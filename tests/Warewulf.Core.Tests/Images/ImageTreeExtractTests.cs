using System.IO.Compression;

using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;
using Warewulf.Core.Images;
using Warewulf.Core.Tests.Archives;

namespace Warewulf.Core.Tests.Images;

[Trait("Suite", "Fast")]
public sealed class ImageTreeExtractTests : IDisposable
{
    private readonly TempDirectory _temp = new();

    private static ImageTreeWriteOptions Options => new() { Suffix = "t1" };

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("--format=gnu", "")]
    [InlineData("--format=pax", "| gzip -1")]
    public void ExtractTar_OfGnuTar_RebuildsTheTree(string format, string filter)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            new RandomTree(new Random(seed)).Fill(_temp.Make($"src{seed}"));
            Tool.Shell(_temp.Path, $"tar {format} -C src{seed} -cf - . {filter} > {seed}.tar");
            using (var tar = File.OpenRead(_temp[$"{seed}.tar"]))
            {
                ImageTree.ExtractTar(tar, _temp[$"dst{seed}"], Options, default);
            }

            var without = TreeSnapshot.Without.Nanoseconds | TreeSnapshot.Without.Root;
            var expected = TreeSnapshot.Of(_temp[$"src{seed}"], without);
            var actual = TreeSnapshot.Of(_temp[$"dst{seed}"], without);
            Assert.True(expected.SequenceEqual(actual), $"seed {seed}: {string.Join('\n', expected.Except(actual).Concat(actual.Except(expected)))}");
        }
    }

    [Fact]
    public void ExtractTar_UnusualButGood_IsAccepted()
    {
        var result = Extract(new TarBuilder()
            .Directory("./")
            .File("/leading/slash", "1")
            .File("./twice", "old")
            .Symlink("twice", "/etc/passwd")
            .File("twice", "new", 0x9ED)
            .HardLink("again", "./twice")
            .Directory("late", 0x1C0)
            .File("late//file", "2")
            .Symlink("abs", "/etc/shadow"));
        Assert.Equal(9, result.Entries);
        Assert.Equal("1", File.ReadAllText(_temp["out/leading/slash"]));
        Assert.Equal("new", File.ReadAllText(_temp["out/twice"]));
        Assert.Equal("/etc/shadow", new FileInfo(_temp["out/abs"]).LinkTarget);
        using var root = TempDirectory.Open(_temp["out"]);
        var status = PosixFile.Status(root, "again"u8);
        Assert.Equal((2u, 0x9EDu), (status.Links, status.Mode & UnixMode.PermissionMask));
        Assert.Equal(0x1C0u, PosixFile.Status(root, "late"u8).Mode & UnixMode.PermissionMask);
        Assert.Equal(PosixFile.IsRoot ? PosixIds.Uid : status.Uid, status.Uid);
        Assert.Equal(PosixFile.IsRoot, result.Warnings.Count == 0);
        Assert.Equal(["out"], _temp.Names);
    }

    [Fact]
    public void ExtractTar_Device_NeedsRoot()
    {
        var tar = new TarBuilder().Device("null", '3', 1, 3);
        if (!PosixFile.IsRoot)
        {
            Errors.Expect(ApiErrorCode.Forbidden, "'null' is a device", () => Extract(tar));
            Assert.Empty(_temp.Names);
            return;
        }

        Extract(tar);
        using var root = TempDirectory.Open(_temp["out"]);
        var status = PosixFile.Status(root, "null"u8);
        Assert.Equal((UnixMode.CharacterDevice | 0x1A4, 1u, 3u), (status.Mode, status.DeviceMajor, status.DeviceMinor));
    }

    [Fact]
    public void ExtractTar_ExtendedAttribute_IsSetOrWarnedAbout()
    {
        var result = Extract(new TarBuilder().Pax(("SCHILY.xattr.user.test", "value")).File("a", ""));
        using var root = TempDirectory.Open(_temp["out"]);
        var value = PosixAttributes.Get(root, "a"u8, "user.test");
        Assert.True(
            value?.AsSpan().SequenceEqual("value"u8) ?? result.Warnings.Any(line => line.Contains("user.test", StringComparison.Ordinal)),
            "neither set nor warned about");
    }

    public static TheoryData<string, byte[]> Hostile => new()
    {
        { "'..' in its name", new TarBuilder().File("../escape", "x").ToArray() },
        { "'..' in its name", new TarBuilder().File("a/../../escape", "x").ToArray() },
        { "'..' in its name", new TarBuilder().Directory("..").ToArray() },
        { "no directory", new TarBuilder().Symlink("d", "/tmp").File("d/escape", "x").ToArray() },
        { "no directory", new TarBuilder().Symlink("d", "/tmp").Directory("d").ToArray() },
        { "no directory", new TarBuilder().Symlink("d", "/tmp").Directory("d/deeper").ToArray() },
        { "no directory", new TarBuilder().Directory("d").Directory("d/e").Symlink("d/e/l", "../../..").File("d/e/l/x", "").ToArray() },
        { "no directory", new TarBuilder().File("f", "").File("f/x", "").ToArray() },
        { "name of a directory", new TarBuilder().Directory("d").Symlink("d", "/tmp").ToArray() },
        { "name of a directory", new TarBuilder().Directory("d").File("d", "").ToArray() },
        { "absolute path '/etc/passwd'", new TarBuilder().HardLink("h", "/etc/passwd").ToArray() },
        { "'..' in its hard link target", new TarBuilder().HardLink("h", "../../../etc/passwd").ToArray() },
        { "no file the archive has", new TarBuilder().HardLink("h", "missing").ToArray() },
        { "no file the archive has", new TarBuilder().HardLink("h", "missing/too").ToArray() },
        { "no file the archive has", new TarBuilder().Directory("d").HardLink("h", "d").ToArray() },
        { "no file the archive has", new TarBuilder().HardLink("h", "").ToArray() },
        { "no directory", new TarBuilder().Symlink("d", "/etc").HardLink("h", "d/passwd").ToArray() },
        { "link to itself", new TarBuilder().File("h", "").HardLink("h", "./h").ToArray() },
        { "replace the root", new TarBuilder().File("./", "").Symlink(".", "/tmp").ToArray() },
        { "NUL in its name", new TarBuilder().Pax(("path", "a\0b")).File("x", "").ToArray() },
        { "NUL in its hard link", new TarBuilder().Pax(("linkpath", "a\0b")).HardLink("x", "y").ToArray() },
        { "with a NUL in it", new TarBuilder().Pax(("linkpath", "a\0b")).Symlink("x", "y").ToArray() },
        { "target of 0 bytes", new TarBuilder().Symlink("x", "").ToArray() },
        { "component of 256 bytes", new TarBuilder().LongName(new string('n', 256)).File("x", "").ToArray() },
        { "bytes (the limit is 4095)", new TarBuilder().LongName(string.Join('/', Enumerable.Repeat("abc", 1025))).File("x", "").ToArray() },
        { "target of 4096 bytes", new TarBuilder().LongLink(new string('n', 4096)).Symlink("x", "y").ToArray() },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void ExtractTar_Hostile_IsRefusedAndNothingIsLeft(string message, byte[] archive)
    {
        var good = new TarBuilder().Directory("kept").ToArray();
        byte[] both = [.. good[..512], .. archive];
        Errors.Expect(ApiErrorCode.Invalid, message, () => ImageTree.ExtractTar(new MemoryStream(both), _temp["out"], Options, default));
        Assert.Empty(_temp.Names);
    }

    [Fact]
    public void ExtractTar_CutAnywhere_LeavesNothing()
    {
        var plain = new TarBuilder().Directory("d").File("d/f", new string('x', 1500)).Symlink("s", "t").ToArray();
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(plain);
        }

        foreach (var (archive, step) in new[] { (plain, 512), (packed.ToArray(), 7) })
        {
            for (var length = 0; length < archive.Length; length += step)
            {
                var cut = archive[..length];
                Errors.Expect(ApiErrorCode.Invalid, "cut short", () => ImageTree.ExtractTar(new MemoryStream(cut), _temp["out"], Options, default));
                Assert.Empty(_temp.Names);
            }
        }
    }

    [Fact]
    public void ExtractTar_Mutated_NeverEscapesAndCleansUp()
    {
        _temp.Make("place");
        var original = new TarBuilder().Pax(("path", "x/y")).File("a", "content").Symlink("s", "/tmp").HardLink("h", "x/y").Directory("d").ToArray();
        for (var seed = 0; seed < 600; seed++)
        {
            var random = new Random(seed);
            var archive = (byte[])original.Clone();
            Mutation.Apply(archive, random, "01234567/.x \0");
            TarArchiveReaderTests.FixChecksums(archive, random);
            var outside = _temp["place/out"];
            try
            {
                ImageTree.ExtractTar(new MemoryStream(archive), outside, Options, default);
                ImageTree.Delete(outside);
            }
            catch (WarewulfException e)
            {
                Assert.True(e.Code is ApiErrorCode.Invalid or ApiErrorCode.Forbidden, $"seed {seed}: {e}");
            }

            Assert.True(_temp.Names.SequenceEqual(["place"]), $"seed {seed}");
            Assert.True(!Directory.EnumerateFileSystemEntries(_temp["place"]).Any(), $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0 }, ArchiveCompression.Xz)]
    [InlineData(new byte[] { 0x28, 0xb5, 0x2f, 0xfd, 0, 0 }, ArchiveCompression.Zstd)]
    [InlineData(new byte[] { 0x42, 0x5a, 0x68, 0x39, 0, 0 }, ArchiveCompression.Bzip2)]
    public void ExtractTar_OtherCompression_GoesToTheDelegate(byte[] magic, ArchiveCompression expected)
    {
        Errors.Expect(ApiErrorCode.Invalid, "gzip", () => ImageTree.ExtractTar(new MemoryStream(magic), _temp["out"], Options, default));
        var plain = new TarBuilder().File("f", "x").ToArray();
        var options = Options with
        {
            Decompressor = (compression, compressed) =>
            {
                Assert.Equal(expected, compression);
                var head = new byte[magic.Length];
                compressed.ReadExactly(head);
                Assert.Equal(magic, head);
                return compressed;
            },
        };
        ImageTree.ExtractTar(new MemoryStream([.. magic, .. plain]), _temp["out"], options, default);
        Assert.Equal("x", File.ReadAllText(_temp["out/f"]));
    }

    [Fact]
    public void ExtractTar_Destination_MustBeNewAndInAPlaceThatExists()
    {
        _temp.Make("taken");
        var tar = new TarBuilder().File("f", "x");
        Errors.Expect(ApiErrorCode.Conflict, "exists already", () => ImageTree.ExtractTar(tar.ToStream(), _temp["taken"], Options, default));
        Errors.Expect(ApiErrorCode.NotFound, "no directory", () => ImageTree.ExtractTar(tar.ToStream(), _temp["none/out"], Options, default));
        _temp.Make(".out.importing-t1");
        Errors.Expect(ApiErrorCode.Conflict, "another import", () => ImageTree.ExtractTar(tar.ToStream(), _temp["out"], Options, default));
        Assert.Equal([".out.importing-t1", "taken"], _temp.Names);
        Assert.Throws<ArgumentException>(() => ImageTree.ExtractTar(tar.ToStream(), _temp["o"], new ImageTreeWriteOptions { Suffix = "a/b" }, default));
    }

    [Fact]
    public void ExtractTar_Cancelled_LeavesNothing()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => ImageTree.ExtractTar(new TarBuilder().File("f", "x").ToStream(), _temp["out"], Options, source.Token));
        Assert.Empty(_temp.Names);
    }

    private ImageTreeWriteResult Extract(TarBuilder tar) => ImageTree.ExtractTar(tar.ToStream(), _temp["out"], Options, default);
}
