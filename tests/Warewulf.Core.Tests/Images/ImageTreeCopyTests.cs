using Warewulf.Core.Api;
using Warewulf.Core.Archives.Posix;
using Warewulf.Core.Images;
using Warewulf.Core.Tests.Archives;
using Warewulf.TestKit;

namespace Warewulf.Core.Tests.Images;

[Trait("Suite", "Fast")]
public sealed class ImageTreeCopyTests : IDisposable
{
    private readonly TempDirectory _temp = new();

    private static ImageTreeWriteOptions Options => new() { Suffix = "c1" };

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Copy_RandomTrees_AreEqualInEverything()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            new RandomTree(new Random(seed)) { Entries = 60 }.Fill(_temp.Make($"src{seed}"));
            Tool.Shell(_temp.Path, $"touch -h -d @1234567 src{seed}");
            var result = ImageTree.Copy(_temp[$"src{seed}"], _temp[$"dst{seed}"], Options, default);
            var expected = TreeSnapshot.Of(_temp[$"src{seed}"]);
            var actual = TreeSnapshot.Of(_temp[$"dst{seed}"]);
            Assert.True(expected.SequenceEqual(actual), $"seed {seed}: {string.Join('\n', expected.Except(actual).Concat(actual.Except(expected)))}");
            Assert.Equal(expected.Count - 1, result.Entries);
        }

        Assert.DoesNotContain(_temp.Names, name => name.StartsWith('.'));
    }

    [Fact]
    public void Copy_ExtendedAttributesAndCapabilities_AreKept()
    {
        _temp.Make("src");
        File.WriteAllText(_temp["src/f"], "x");
        using (var source = TempDirectory.Open(_temp["src"]))
        {
            PosixFile.SetMode(source, "f"u8, 0x9ED);
            PosixAttributes.TrySet(source, "f"u8, "user.note", "v"u8);
            PosixAttributes.TrySet(source, "f"u8, "security.capability", [1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        }

        var result = ImageTree.Copy(_temp["src"], _temp["dst"], Options, default);
        Assert.Equal(TreeSnapshot.Of(_temp["src"]), TreeSnapshot.Of(_temp["dst"]));
        Assert.Equal(PosixFile.IsRoot, result.Warnings.Count == 0);
    }

    [Fact]
    public void Copy_SparseFile_StaysSparse()
    {
        _temp.Make("src");
        Tool.Shell(_temp["src"], "truncate -s 3G lastlog; printf middle | dd of=lastlog bs=1M seek=2000 conv=notrunc status=none; truncate -s 5M hole");
        ImageTree.Copy(_temp["src"], _temp["dst"], Options, default);
        using var destination = TempDirectory.Open(_temp["dst"]);
        var status = PosixFile.Status(destination, "lastlog"u8);
        Assert.Equal(3L << 30, status.Size);
        Assert.InRange(status.Blocks * 512, 1, 1 << 20);
        Assert.Equal("middle", Tool.Shell(_temp["dst"], "dd if=lastlog bs=1M skip=2000 count=1 status=none | head -c 6"));
        Assert.Equal(5L << 20, PosixFile.Status(destination, "hole"u8).Size);
    }

    [Fact]
    public void Copy_LinksToTheServer_AreCopiedAsText()
    {
        _temp.Make("src");
        _temp.Make("outside");
        File.WriteAllText(_temp["outside/secret"], "s");
        Tool.Shell(_temp["src"], $"ln -s {_temp["outside"]} dir; ln -s {_temp["outside/secret"]} file; ln -s loop loop");
        ImageTree.Copy(_temp["src"], _temp["dst"], Options, default);
        Assert.Equal(_temp["outside"], new FileInfo(_temp["dst/dir"]).LinkTarget);
        Assert.Equal(_temp["outside/secret"], new FileInfo(_temp["dst/file"]).LinkTarget);
        ImageTree.Delete(_temp["dst"]);
        Assert.True(File.Exists(_temp["outside/secret"]));
    }

    [Fact]
    public void Copy_BadRequests_ChangeNothing()
    {
        _temp.Make("src/inner");
        _temp.Make("taken");
        Errors.Expect(ApiErrorCode.NotFound, "none", () => ImageTree.Copy(_temp["none"], _temp["dst"], Options, default));
        Errors.Expect(ApiErrorCode.Conflict, "exists already", () => ImageTree.Copy(_temp["src"], _temp["taken"], Options, default));
        Errors.Expect(ApiErrorCode.Invalid, "into itself", () => ImageTree.Copy(_temp["src"], _temp["src/inner/dst"], Options, default));
        Errors.Expect(ApiErrorCode.NotFound, "to delete", () => ImageTree.Delete(_temp["none"]));
        Assert.Equal(["src", "taken"], _temp.Names);
    }

    [RootFact]
    public void Copy_DiskFull_SaysSoAndCleansUp()
    {
        _temp.Make("src");
        _temp.Make("small");
        File.WriteAllBytes(_temp["src/a"], new byte[600_000]);
        File.WriteAllBytes(_temp["src/b"], [.. Enumerable.Repeat((byte)1, 900_000)]);
        Tool.Shell(_temp.Path, "mount -t tmpfs -o size=1m ww-test small && tar -C src -cf src.tar .");
        try
        {
            Errors.Expect(ApiErrorCode.Unavailable, "No space left on", () => ImageTree.Copy(_temp["src"], _temp["small/dst"], Options, default));
            using (var tar = File.OpenRead(_temp["src.tar"]))
            {
                Errors.Expect(ApiErrorCode.Unavailable, "free some or move", () => ImageTree.ExtractTar(tar, _temp["small/dst"], Options, default));
            }

            Assert.Empty(Directory.EnumerateFileSystemEntries(_temp["small"]));
        }
        finally
        {
            Tool.Shell(_temp.Path, "umount small");
        }
    }

    [Fact]
    public void Copy_CancelledOnTheWay_LeavesNothing()
    {
        _temp.Make("src");
        File.WriteAllBytes(_temp["src/a"], new byte[20_000_000]);
        using var cancel = new CancellationTokenSource();
        var options = Options with { Progress = new CancelOnReport(cancel) };
        Assert.ThrowsAny<OperationCanceledException>(() => ImageTree.Copy(_temp["src"], _temp["dst"], options, cancel.Token));
        Assert.Equal(["src"], _temp.Names);
    }

    private sealed class CancelOnReport(CancellationTokenSource source) : IProgress<ImageTreeProgress>
    {
        public void Report(ImageTreeProgress value) => source.Cancel();
    }
}
