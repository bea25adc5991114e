using System.Diagnostics;
using System.Globalization;
using Warewulf.Core.Images;

namespace Warewulf.Benchmarks.Images;

/// <summary>
/// Builds of an image against <c>find | cpio | pigz</c>, what one changed package costs, and what an edge fetches then. Works on a copy of the tree;
/// needs three times its room, root's rights and the programs cpio and pigz.
/// </summary>
internal sealed class ImageBenchmark(string tree, IReadOnlyList<string> packages)
{
    private const int Workers = 2;

    private readonly string _work = Directory.CreateTempSubdirectory("warewulf-images-").FullName;

    public async Task RunAsync()
    {
        try
        {
            await using var head = await ImageLab.OpenAsync(Path.Combine(_work, "head"));
            var root = head.Root("bench");
            Directory.CreateDirectory(Path.GetDirectoryName(root)!);
            Shell($"cp -a '{tree}' '{root}'");

            // No file may look as if it had just been changed, and both read from memory.
            await Task.Delay(ImageTreeBuildOptions.ClockGranularity + TimeSpan.FromSeconds(1));
            Shell($"cd '{root}' && find . -xdev -type f -exec cat {{}} + > /dev/null");
            var rival = await RivalAsync(root);
            await head.RegisterAsync("bench", root);
            var cold = await MeasureAsync("build from nothing", () => head.BuildAsync("bench"));
            var build = cold.Result;
            Console.WriteLine($"{build.Entries} members, {Mb(build.UncompressedLength)} MB, {Workers} processors");
            Row("find | cpio | pigz -p 2", $"{rival.Seconds:0.0} s, {rival.Processor:0.0} s of processors, {Mb(rival.Length)} MB", "", null);
            Row("build from nothing: wall clock", $"{cold.Seconds:0.0} s", "0.7 of that", cold.Seconds / rival.Seconds, 0.7);
            Row("build from nothing: processors", $"{cold.Processor:0.0} s", "", cold.Processor / rival.Processor);
            Row("build from nothing: size", $"{Mb(build.Archive.Length)} MB", "within 3 %", (double)build.Archive.Length / rival.Length, 1.03);
            Row("build from nothing: peak memory", $"{cold.PeakMegabytes:0} MB", "300 MB", cold.PeakMegabytes / 300, 1);
            Shell($"gzip -t < '{await head.WriteAsync(build.Archive, Path.Combine(_work, "image.gz"))}' && rm '{_work}/image.gz'");

            await using var edge = head.NewEdge(Path.Combine(_work, "edge"));
            var fetched = await edge.FetchAsync(build.Archive);
            Row("edge, nothing cached", $"{fetched.Seconds:0.0} s, {Mb(fetched.Bytes)} MB", "", null);
            var again = await MeasureAsync("nothing changed", () => head.BuildAsync("bench"));
            Row("build, nothing changed", $"{again.Seconds:0.00} s", "2 s", again.Seconds / 2, 1);
            foreach (var package in packages)
            {
                using var upgrade = new PackageUpgrade(root, package);
                var changed = upgrade.Run();
                await Task.Delay(ImageTreeBuildOptions.ClockGranularity + TimeSpan.FromSeconds(1));
                var rebuilt = await MeasureAsync(package, () => head.BuildAsync("bench"));
                fetched = await edge.FetchAsync(rebuilt.Result.Archive);
                Row($"{package}: rebuild", $"{rebuilt.Seconds:0.0} s", "0.1 of find | cpio | pigz", rebuilt.Seconds / rival.Seconds, 0.1);
                Row(
                    $"{package}: edge, {changed.Files} files changed", $"{Kb(fetched.Bytes)} of {Kb(changed.Compressed)} kB, {fetched.Seconds:0.0} s",
                    "1.3", (double)fetched.Bytes / changed.Compressed, 1.3);
                Console.WriteLine($"    {rebuilt.Result.Changes}");
            }

            await SharedAsync(head, root, build);
        }
        finally
        {
            Shell($"rm -rf '{_work}'");
        }
    }

    private static async Task SharedAsync(ImageLab head, string root, ImageBuild first)
    {
        var other = head.Root("other");
        Directory.CreateDirectory(Path.GetDirectoryName(other)!);
        Shell($"cp -a '{root}' '{other}' && mkdir '{other}/opt/site' && head -c 20000000 /dev/urandom > '{other}/opt/site/program'");
        await head.RegisterAsync("other", other);
        var before = head.StoredBytes();
        await head.BuildAsync("other");
        var added = head.StoredBytes() - before;
        Row("second image, 20 MB more than the first", $"{Mb(added)} MB stored", "stored once", added / 20_000_000.0, 1.3);
        Console.WriteLine($"    the first alone has {Mb(first.Archive.Length)} MB");
    }

    private async Task<(double Seconds, double Processor, long Length)> RivalAsync(string root)
    {
        var output = Path.Combine(_work, "rival.gz");
        var began = Stopwatch.GetTimestamp();
        var times = Shell($"cd '{root}' && find . -xdev | cpio -o -H newc --quiet | pigz -p 2 > '{output}'; times");
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var length = new FileInfo(output).Length;
        File.Delete(output);
        await Task.CompletedTask;

        // The second line is of the children: 0m1.500s 0m0.200s.
        var processor = times.Trim().Split('\n')[1].Split(' ').Sum(part =>
            (60 * double.Parse(part.Split('m')[0], CultureInfo.InvariantCulture)) + double.Parse(part.Split('m')[1].TrimEnd('s'), CultureInfo.InvariantCulture));
        return (seconds, processor, length);
    }

    private static async Task<Measured> MeasureAsync(string what, Func<Task<ImageBuild>> build)
    {
        GC.Collect();
        await File.WriteAllTextAsync("/proc/self/clear_refs", "5");
        using var process = Process.GetCurrentProcess();
        var processor = process.TotalProcessorTime;
        var began = Stopwatch.GetTimestamp();
        var result = await build();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        process.Refresh();
        var peak = (await File.ReadAllLinesAsync("/proc/self/status")).First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        return new Measured(
            what, seconds, (process.TotalProcessorTime - processor).TotalSeconds,
            double.Parse(peak.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024, result);
    }

    internal static string Shell(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", command]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"'{command}' exits with {process.ExitCode}.");
    }

    private static void Row(string what, string value, string target, double? ratio, double? limit = null)
    {
        var verdict = limit is null ? "" : ratio <= limit ? "met" : "NOT MET";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-46} {value,-44} {(ratio is null ? "" : $"{ratio:0.000}"),8}  {target,-26} {verdict}"));
    }

    private static string Mb(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Kb(long bytes) => (bytes / 1e3).ToString("0", CultureInfo.InvariantCulture);

    private sealed record Measured(string What, double Seconds, double Processor, double PeakMegabytes, ImageBuild Result);
}
