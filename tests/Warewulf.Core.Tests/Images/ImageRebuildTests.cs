using Warewulf.Core.Api;
using Warewulf.Core.Images;
using Warewulf.Core.Images.Recipes;
using Warewulf.Core.Tests.Archives;

namespace Warewulf.Core.Tests.Images;

/// <summary>Builds that take over what the build before made.</summary>
[Trait("Suite", "Fast")]
public sealed class ImageRebuildTests : IDisposable
{
    // Long after everything that a test writes.
    private static readonly DateTimeOffset Later = TimeProvider.System.GetUtcNow().AddDays(1);

    private readonly TempDirectory _temp = new();
    private readonly MemorySegments _store = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Build_AfterAnyEdits_IsTheSameAsFromNothing()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var random = new Random(seed);
            var source = _temp.Make($"src{seed}");
            new RandomTree(random) { Entries = 150 }.Fill(source);
            var before = Build(source, null);
            for (var turn = 0; turn < 5; turn++)
            {
                Edit(source, random, turn);
                var now = Build(source, before.Index);
                var scratch = ImageTree.Build(source, new MemorySegments(), new ImageTreeBuildOptions { Workers = 1 }, default);
                Assert.Equal(scratch.Recipe.Segments, now.Recipe.Segments);
                Assert.Equal(scratch.Index.Recipe, now.Index.Recipe);
                before = now;
            }
        }
    }

    [Fact]
    public void Build_WithNothingChanged_ReadsNothingAndTellsSo()
    {
        var source = Tree();
        var first = Build(source, null);
        _store.Puts = 0;
        var progress = new Totals();
        var second = Build(source, Reread(first.Index), progress: progress);
        Assert.Equal(1, _store.Puts);
        Assert.Equal(0, progress.Last.TotalBytes);
        Assert.Equal(first.Recipe.Segments, second.Recipe.Segments);
        Assert.Null(first.Changes);
        Assert.Equal(new ImageChanges(0, 0, 0, 0, 0, 0), second.Changes);
    }

    [Fact]
    public void Build_AfterChanges_TellsWhatChanged()
    {
        var source = Tree();
        Tool.Shell(source, "find . -exec touch -d @1000000000 {} +");
        var first = Build(source, null);
        Tool.Shell(source, "echo more > new; rm a/7; echo other > a/8; chmod 600 a/9; touch a/10");
        var changes = Build(source, first.Index).Changes!;

        // The directory's time changes with what is in it, and so does the root's.
        Assert.Equal((1, 5, 1), (changes.Added, changes.Changed, changes.Removed));
        Assert.True(changes.Bytes >= 11);
        Assert.InRange(changes.NewSegments, 2, 8);
        Assert.InRange(changes.NewSegmentBytes, 100, 100_000);
    }

    [Fact]
    public void Preview_AfterChanges_TellsThemWithoutABuild()
    {
        var source = Tree();
        Tool.Shell(source, "find . -exec touch -d @1000000000 {} +");
        var first = Build(source, null);
        Assert.Equal(new ImagePreview(first.Entries, 0) { IsAgainstBefore = true }, Preview(source, first.Index));
        Tool.Shell(source, "echo more > new; rm a/7; echo other > a/8; chmod 600 a/9; touch a/10; ln -s f link");
        var puts = _store.Puts;
        var preview = Preview(source, first.Index);
        var changes = Build(source, first.Index).Changes!;
        Assert.Equal((changes.Added, changes.Changed, changes.Removed), (preview.Added, preview.Changed, preview.Removed));
        Assert.Equal((2, 1), (preview.Added, preview.Removed));
        Assert.True(preview.BytesToRead >= changes.Bytes - 1, "a link has a target and nothing to read");
        Assert.NotEqual(puts, _store.Puts);
    }

    [Fact]
    public void Preview_WithoutABuildBefore_IsAboutEverything()
    {
        var source = Tree();
        var preview = Preview(source, null);
        Assert.False(preview.IsAgainstBefore);
        Assert.Equal(ImageTree.Measure(source, default), preview.BytesToRead);
        Assert.Equal(Build(source, null).Entries, preview.Entries);
        Assert.Throws<WarewulfException>(() => Preview(Path.Combine(source, "none"), null));
    }

    [Fact]
    public void Measure_LinksAndHoles_CountOnceAndWhole()
    {
        var source = _temp.Make("measured");
        Tool.Shell(source, "printf 12345 > a; ln a b; ln -s a c; mkdir d; truncate -s 1M d/hole");
        Assert.Equal(5 + (1 << 20), ImageTree.Measure(source, default));
        Assert.Throws<WarewulfException>(() => ImageTree.Measure(Path.Combine(source, "none"), default));
    }

    [Fact]
    public void Index_Files_AreKept()
    {
        var stamp = new FileStamp(1, ulong.MaxValue, 3, -4, 5, 6, 999_999_999);
        var file = new StoredFile(Core.Archives.BytePath.FromText("boot/vmlinuz-6.1"), stamp, Core.Artifacts.ArtifactDigest.Of("k"u8));
        var index = Reread(Build(Tree(), null).Index.With([file]));
        Assert.Equal(file, Assert.Single(index.Files));
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(97, 97, true)]
    [InlineData(98, 0, false)]
    [InlineData(0, 98, false)]
    [InlineData(0, 100, false)]
    [InlineData(0, 101, true)]
    [InlineData(101, 0, false)]
    public void IsAtRest_Times_OnlyThoseThatLieBack(long changed, long modified, bool expected) =>
        Assert.Equal(expected, new FileStamp(1, 1, 1, modified, 0, changed, 0).IsAtRest(DateTimeOffset.FromUnixTimeSeconds(100)));

    [Fact]
    public void Build_FilesChangedJustBefore_AreReadAgain()
    {
        var source = Tree();
        var first = Build(source, null, scannedAt: TimeProvider.System.GetUtcNow());
        _store.Puts = 0;
        var second = Build(source, first.Index);
        Assert.Equal(first.Recipe.Segments.Count, _store.Puts);
        Assert.Equal(new ImageChanges(0, 0, 0, 0, 0, 0), second.Changes);

        _store.Puts = 0;
        Build(source, Build(source, null, scannedAt: null).Index);
        Assert.Equal(2 * first.Recipe.Segments.Count, _store.Puts);
    }

    [Fact]
    public void Build_SameSizeAndTime_IsStillSeenToBeAnother()
    {
        var source = Tree();
        Tool.Shell(source, "echo 1111 > f; touch -d @1000 f");
        var first = Build(source, null);
        Tool.Shell(source, "echo 2222 > f; touch -d @1000 f");
        var second = Build(source, first.Index);
        Assert.NotEqual(first.Index.Recipe, second.Index.Recipe);
        Assert.Equal(1, second.Changes!.Changed);
    }

    [Fact]
    public void Build_SegmentsLost_AreMadeAgain()
    {
        var source = Tree();
        var first = Build(source, null);
        _store.Forget(first.Recipe.Segments[0]);
        _store.Forget(first.Recipe.Segments[5]);
        var second = Build(source, first.Index);
        Assert.NotEmpty(_store.Gzip(second.Recipe));
        Assert.Equal(first.Recipe.Segments, second.Recipe.Segments);
    }

    [Fact]
    public void Build_AnotherLevel_TakesNothingOver()
    {
        var source = Tree();
        var first = Build(source, null);
        _store.Puts = 0;
        ImageTree.Build(source, _store, new ImageTreeBuildOptions { Before = first.Index, CompressionLevel = 1 }, default);
        Assert.Equal(first.Recipe.Segments.Count, _store.Puts);
    }

    [Fact]
    public void Build_WarningsOfWhatWasTakenOver_AreToldAgain()
    {
        var source = Tree();
        using var root = TempDirectory.Open(source);
        if (!Warewulf.Core.Archives.Posix.PosixAttributes.TrySet(root, "f"u8, "user.note", "v"u8))
        {
            return;
        }

        var first = Build(source, null);
        Assert.Equal(first.Warnings, Build(source, first.Index).Warnings);
        Assert.Single(first.Warnings);
    }

    [Theory]
    [InlineData("echo x >> large")]
    [InlineData("truncate -s 1000 large")]
    [InlineData("cp large other && mv other large")]
    [InlineData("chmod 600 large")]
    public void Build_FileThatChangesWhileItIsRead_FailsWithItsName(string change)
    {
        var source = _temp.Make("src");
        File.WriteAllBytes(_temp["src/large"], new byte[30_000_000]);
        var done = false;
        var progress = new Callback(value =>
        {
            if (value.Bytes > 8_000_000 && !done)
            {
                done = true;
                Tool.Shell(source, change);
            }
        });
        Errors.Expect(ApiErrorCode.Busy, "'large' in", () => Build(source, null, progress: progress));
    }

    [Fact]
    public void Build_CancelledInTheMiddle_Ends()
    {
        var source = _temp.Make("src");
        File.WriteAllBytes(_temp["src/large"], new byte[50_000_000]);
        using var cancel = new CancellationTokenSource();
        var progress = new Callback(value =>
        {
            if (value.Bytes > 8_000_000)
            {
                cancel.Cancel();
            }
        });
        var options = new ImageTreeBuildOptions { Progress = progress, Workers = 3 };
        Assert.ThrowsAny<OperationCanceledException>(() => ImageTree.Build(source, _store, options, cancel.Token));
        Assert.InRange(_store.Puts, 0, 8);
    }

    [Fact]
    public void Build_HardLinksFarApart_AreUnpackedAsOneFileByOthers()
    {
        var source = Tree();
        Tool.Shell(source, "echo content > 0first; for d in a b c; do ln 0first $d/999link; done; ln 0first zlast; head -c 1500000 /dev/urandom > b/big; ln b/big zbig; touch -d @1000000000 .");
        var built = Build(source, null);
        File.WriteAllBytes(_temp["image.gz"], _store.Gzip(built.Recipe));
        foreach (var unpack in new[] { "gzip -dc ../image.gz | cpio -i --quiet -d -m", "bsdtar -xpf ../image.gz" }.Where(command => Tool.Exists("bsdtar") || !command.StartsWith("bsdtar", StringComparison.Ordinal)))
        {
            Tool.Shell(_temp.Make("dst"), unpack);
            var without = TreeSnapshot.Without.Nanoseconds | TreeSnapshot.Without.DirectoryTimes | TreeSnapshot.Without.Root;
            Assert.Equal(TreeSnapshot.Of(source, without), TreeSnapshot.Of(_temp["dst"], without));
            Tool.Shell(_temp.Path, "rm -rf dst");
        }

        // Another name at the end changes the headers of all names, and nothing else.
        Tool.Shell(source, "ln 0first zzlast; touch -d @1000000000 .");
        var changes = Build(source, built.Index).Changes!;
        Assert.Equal((1L, 5L, 0L), (changes.Added, changes.Changed, changes.Removed));
    }

    [Fact]
    public void Index_DamagedAnywhere_CountsAsNone()
    {
        var stored = Build(Tree(), null).Index.Write();
        var random = new Random(3);
        for (var i = 0; i < 300; i++)
        {
            byte[] damaged = [.. stored];
            Mutation.Apply(damaged, random, "\0\u00ff");
            Assert.True(damaged.AsSpan().SequenceEqual(stored) || ImageBuildIndex.Read(damaged) is null);
            Assert.Null(ImageBuildIndex.Read(stored[..random.Next(stored.Length)]));
        }
    }

    private static ImagePreview Preview(string source, ImageBuildIndex? before) =>
        ImageTree.Preview(source, new ImageTreeBuildOptions { Before = before }, default);

    private static ImageBuildIndex Reread(ImageBuildIndex index) => ImageBuildIndex.Read(index.Write())!;

    private static void Edit(string source, Random random, int turn)
    {
        var files = Directory.GetFiles(source).Where(file => !file.Contains('\ufffd', StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        File.WriteAllText(Path.Combine(source, $"added{turn}"), $"{random.Next()}");
        if (files.Count > 0)
        {
            var file = files[random.Next(files.Count)];
            if (random.Next(2) == 0)
            {
                File.Delete(file);
            }
            else if (new FileInfo(file).LinkTarget is null)
            {
                Tool.Shell(source, $"ln '{file.Replace("'", "'\\''", StringComparison.Ordinal)}' linked{turn} || true");
            }
        }
    }

    private string Tree()
    {
        var source = _temp.Make("src");
        var random = new Random(1);
        foreach (var directory in new[] { "a", "b", "c" })
        {
            Directory.CreateDirectory(Path.Combine(source, directory));
            for (var i = 0; i < 100; i++)
            {
                var content = new byte[random.Next(6) == 0 ? 60_000 : random.Next(3000)];
                random.NextBytes(content);
                File.WriteAllBytes(Path.Combine(source, directory, $"{i}"), content);
            }
        }

        File.WriteAllText(Path.Combine(source, "f"), "f");
        return source;
    }

    private ImageTreeBuildResult Build(string source, ImageBuildIndex? before, IProgress<ImageTreeProgress>? progress = null) =>
        Build(source, before, Later, progress);

    private ImageTreeBuildResult Build(
        string source, ImageBuildIndex? before, DateTimeOffset? scannedAt, IProgress<ImageTreeProgress>? progress = null) =>
        ImageTree.Build(
            source, _store, new ImageTreeBuildOptions { Before = before, ScannedAt = scannedAt, Progress = progress, Workers = 2 }, default);

    private sealed class Totals : IProgress<ImageTreeProgress>
    {
        public ImageTreeProgress Last { get; private set; }

        public void Report(ImageTreeProgress value) => Last = value;
    }

    private sealed class Callback(Action<ImageTreeProgress> report) : IProgress<ImageTreeProgress>
    {
        public void Report(ImageTreeProgress value) => report(value);
    }
}
