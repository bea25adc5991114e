using System.IO.Compression;

using Warewulf.Core.Api;
using Warewulf.Core.Archives;
using Warewulf.Core.Archives.Posix;
using Warewulf.Core.Images;
using Warewulf.Core.Tests.Archives;
using Warewulf.TestKit;

namespace Warewulf.Core.Tests.Images;

[Trait("Suite", "Fast")]
public sealed class ImageTreeBuildTests : IDisposable
{
    private readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("cpio -i --quiet -d -m")]
    [InlineData("busybox cpio -i -d -m")]
    [InlineData("bsdtar -xpf -")]
    public void Build_RandomTrees_AreUnpackedByOthers(string unpack)
    {
        Assert.True(Tool.Exists("cpio"), "GNU cpio is needed");
        if (!Tool.Exists(unpack.Split(' ')[0]))
        {
            return;
        }

        for (var seed = 0; seed < 5; seed++)
        {
            var source = _temp.Make($"src{seed}");
            new RandomTree(new Random(seed)).Fill(source);
            File.WriteAllBytes(_temp["image.gz"], Build(source, out _));
            Tool.Shell(_temp.Path, $"gzip -t image.gz && mkdir dst{seed} && gzip -dc image.gz > image && cd dst{seed} && {unpack} < ../image");

            // GNU cpio sets a directory's time before it fills it; busybox skips the times and owners of links.
            var without = TreeSnapshot.Without.Nanoseconds | TreeSnapshot.Without.DirectoryTimes | TreeSnapshot.Without.Links
                | TreeSnapshot.Without.Attributes | TreeSnapshot.Without.Root;
            var expected = TreeSnapshot.Of(source, without);
            var actual = TreeSnapshot.Of(_temp[$"dst{seed}"], without);
            Assert.True(expected.SequenceEqual(actual), $"seed {seed}: {string.Join('\n', expected.Except(actual).Concat(actual.Except(expected)))}");
        }
    }

    [Fact]
    public void Build_SameTree_HasTheListingOfGnuCpio()
    {
        var source = _temp.Make("src");
        new RandomTree(new Random(11)).Fill(source);
        File.WriteAllBytes(_temp["image.gz"], Build(source, out _, includeRoot: false));
        Tool.Shell(source, "find . -mindepth 1 -print0 | sed -z 's,^./,,' | sort -z | cpio -o -0 -H newc --quiet > ../theirs");
        Tool.Shell(_temp.Path, "gzip -dc image.gz > ours");
        const string List = "cpio -itv --quiet | sed 's/^\\(d[^ ]*\\) *[0-9]*/\\1/' | sort";
        Assert.Equal(Tool.Shell(_temp.Path, $"cat theirs | {List}"), Tool.Shell(_temp.Path, $"cat ours | {List}"));
        Assert.Equal(new FileInfo(_temp["theirs"]).Length, new FileInfo(_temp["ours"]).Length);
    }

    [Fact]
    public void Build_Twice_GivesTheSameBytes()
    {
        var source = _temp.Make("src");
        new RandomTree(new Random(5)).Fill(source);
        var first = Build(source, out var result);
        Assert.Equal(first, Build(source, out _));

        var plain = Unpack(first);
        Assert.Equal(plain.Length, result.Recipe.PlainLength);
        Assert.Equal(0, plain.Length % 512);
        Assert.Equal(result.Entries, CpioWriterTests.Read(plain).Count);

        // A copy has other inode numbers and another directory order, and is still the same image.
        ImageTree.Copy(source, _temp["copy"], new ImageTreeWriteOptions { Suffix = "x" }, default);
        Assert.Equal(first, Build(_temp["copy"], out _));
    }

    [Fact]
    public void Build_HardLinks_HaveTheirContentAtTheLastName()
    {
        var source = _temp.Make("src");
        File.WriteAllText(_temp["src/b"], "content");
        Tool.Shell(_temp.Path, "ln src/b src/a; ln src/b src/c; ln src/b outside; touch src/empty1; ln src/empty1 src/empty2");
        var entries = Members(Build(source, out _));
        Assert.Equal(["a", "b", "c", "empty1", "empty2"], entries.Select(entry => entry.Name.ToString()));
        Assert.Equal([0L, 0, 7, 0, 0], entries.Select(entry => entry.Size));
        Assert.Equal(entries[0].Inode, Assert.Single(entries.Take(3).Select(entry => entry.Inode).Distinct()));
        Assert.Equal(entries[3].Inode, entries[4].Inode);
        Assert.Equal(3, entries.Select(entry => entry.Inode).Append(0u).Distinct().Count());
        Assert.Equal([3u, 3u, 3u, 2u, 2u], entries.Select(entry => entry.Links));
    }

    [Fact]
    public void Build_EmptyTree_IsAnArchiveWithoutMembers()
    {
        var plain = Unpack(Build(_temp.Make("src"), out var result, includeRoot: false));
        Assert.Equal((0L, 512L), (result.Entries, result.Recipe.PlainLength));
        Assert.Equal(512, plain.Length);
    }

    [Fact]
    public void Build_Root_IsRootsOwnWhateverTheServersDirectoryIs()
    {
        var source = _temp.Make("src");
        Tool.Shell(source, "chmod 0777 . && touch -d @1234567 .");
        var root = Assert.Single(CpioWriterTests.Read(Unpack(Build(source, out var result))));
        Assert.Equal((".", UnixMode.Directory | 0x1ED, 0u, 0u), (root.Name.ToString(), root.Mode, root.Uid, root.Gid));
        Assert.Equal((1_234_567u, 1L), (root.ModifiedSeconds, result.Entries));
    }

    [Fact]
    public void Build_Excludes_ComeFromTheImage()
    {
        var source = _temp.Make("src");
        Tool.Shell(source, "mkdir -p etc/warewulf boot/grub usr/share/doc/x usr/share/man; touch boot/vmlinuz usr/share/doc/x/y a.log usr/a.log");
        File.WriteAllText(_temp["src/etc/warewulf/excludes"], "# comment\n\n/boot/\nusr/share/doc\n*.log\n/\n");
        var entries = Members(Build(source, out var result));
        Assert.Equal(
            ["etc", "etc/warewulf", "etc/warewulf/excludes", "usr", "usr/a.log", "usr/share", "usr/share/man"],
            entries.Select(entry => entry.Name.ToString()));
        Assert.Equal(3, result.Excluded);

        File.WriteAllText(_temp["src/etc/warewulf/excludes"], "fine\n[a\n");
        Errors.Expect(ApiErrorCode.Invalid, "Line 2", () => Build(source, out _));
    }

    [Fact]
    public void Build_FileOverFourGibibytes_IsRefused()
    {
        var source = _temp.Make("src");
        Tool.Shell(source, "truncate -s 4G big");
        Errors.Expect(ApiErrorCode.Invalid, "'big'", () => Build(source, out _));
    }

    [Fact]
    public void Build_DeepPaths_UpToTheKernelsLimit()
    {
        var source = _temp.Make("src");
        using var root = TempDirectory.Open(source);
        using var cursor = new DirectoryCursor(root);
        var name = new string('n', 255);
        var path = BytePath.FromText(string.Join('/', Enumerable.Repeat(name, 15)));
        cursor.Open(path, create: true);
        PosixFile.MakeSymbolicLink("t"u8, cursor.Open(path), TarBuilder.Latin(new string('e', 255)));
        var entries = Members(Build(source, out _));
        Assert.Equal(4095, entries[^1].Name.Length);

        PosixFile.MakeDirectory(cursor.Open(path), TarBuilder.Latin(new string('d', 250)), 0x1ED);
        PosixFile.MakeSymbolicLink("t"u8, cursor.Open(path.Child(TarBuilder.Latin(new string('d', 250)))), "12345"u8);
        Errors.Expect(ApiErrorCode.Invalid, "the limit is 4095", () => Build(source, out _));
    }

    [Fact]
    public void Build_ExtendedAttribute_IsWarnedAbout()
    {
        var source = _temp.Make("src");
        File.WriteAllText(_temp["src/f"], "x");
        using var root = TempDirectory.Open(source);
        if (PosixAttributes.TrySet(root, "f"u8, "user.note", "v"u8))
        {
            Build(source, out var result);
            Assert.Contains(result.Warnings, line => line.Contains("user.note", StringComparison.Ordinal));
        }

        byte[] capability = [1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        if (PosixAttributes.TrySet(root, "f"u8, "security.capability", capability))
        {
            Build(source, out var result);
            Assert.Contains(result.Warnings, line => line.Contains("'f' has file capabilities", StringComparison.Ordinal));
        }
        else
        {
            Assert.False(PosixFile.IsRoot);
        }
    }

    [RootFact]
    public void Build_MountPoint_IsKeptWithoutItsContent()
    {
        var source = _temp.Make("src");
        _temp.Make("src/mnt");
        Tool.Shell(source, "mount -t tmpfs -o size=1m ww-test mnt && touch mnt/inside");
        try
        {
            var entries = Members(Build(source, out var result));
            Assert.Equal(["mnt"], entries.Select(entry => entry.Name.ToString()));
            Assert.Contains(result.Warnings, line => line.Contains("'mnt' is a mount point", StringComparison.Ordinal));
        }
        finally
        {
            Tool.Shell(source, "umount mnt");
        }
    }

    [Fact]
    public void Build_Cancelled_Stops()
    {
        var source = _temp.Make("src");
        new RandomTree(new Random(1)).Fill(source);
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => ImageTree.Build(source, new MemorySegments(), new ImageTreeBuildOptions(), cancel.Token));
        Errors.Expect(ApiErrorCode.NotFound, "no directory", () => Build(_temp["none"], out _));
    }

    [Fact]
    public void Build_Progress_EndsWithTheTotals()
    {
        var source = _temp.Make("src");
        File.WriteAllBytes(_temp["src/f"], new byte[10_000_000]);
        var progress = new LastProgress();
        ImageTree.Build(source, new MemorySegments(), new ImageTreeBuildOptions { Progress = progress, CompressionLevel = 1 }, default);
        Assert.Equal(new ImageTreeProgress(10_000_000, 2, 10_000_000, 2), progress.Last);
        Assert.InRange(progress.Count, 3, 5);
    }

    private static List<CpioEntry> Members(byte[] image)
    {
        var entries = CpioWriterTests.Read(Unpack(image));
        Assert.Equal(".", entries[0].Name.ToString());
        return entries[1..];
    }

    private static byte[] Build(string source, out ImageTreeBuildResult result, bool includeRoot = true)
    {
        var store = new MemorySegments();
        result = ImageTree.Build(source, store, new ImageTreeBuildOptions { IncludeRoot = includeRoot, Workers = 3 }, default);
        return store.Gzip(result.Recipe);
    }

    private static byte[] Unpack(byte[] image)
    {
        using var gzip = new GZipStream(new MemoryStream(image), CompressionMode.Decompress);
        var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    private sealed class LastProgress : IProgress<ImageTreeProgress>
    {
        public ImageTreeProgress Last { get; private set; }

        public int Count { get; private set; }

        public void Report(ImageTreeProgress value)
        {
            Last = value;
            Count++;
        }
    }
}
