using System.Diagnostics;
using System.Globalization;
using Warewulf.Core.Images;
using Warewulf.Core.Images.Oci;

namespace Warewulf.Benchmarks.Images;

/// <summary>
/// An OCI layout imported by us, against <c>skopeo copy</c> and <c>umoci unpack</c>, which is what the import of other tools comes down to.
/// Needs root. What is measured here brings the tree to the disk in the end; the programs leave it to the system.
/// </summary>
internal sealed class ImportBenchmark(string directory, int runs)
{
    private const double TicksPerSecond = 100;

    private readonly string _work = Directory.CreateTempSubdirectory("warewulf-import-").FullName;

    public async Task RunAsync()
    {
        try
        {
            await ComposeAsync();
            var (ours, oursCpu) = (new Samples("import, wall", "s"), new Samples("import, processor", "s"));
            var (theirs, theirsCpu) = (new Samples("skopeo copy + umoci unpack, wall", "s"), new Samples("skopeo copy + umoci unpack, processor", "s"));
            var (ratio, ratioCpu) = (new Samples("ours of theirs, wall", "%"), new Samples("ours of theirs, processor", "%"));
            for (var run = 0; run <= runs; run++)
            {
                var (wall, cpu) = await MeasureAsync(() => Task.Run(Import));
                var (otherWall, otherCpu) = await MeasureAsync(OthersAsync);

                // The first run fills the page cache for both, and compiles ours.
                if (run > 0)
                {
                    ours.Add(wall);
                    oursCpu.Add(cpu);
                    theirs.Add(otherWall);
                    theirsCpu.Add(otherCpu);
                    ratio.Add(100 * wall / otherWall);
                    ratioCpu.Add(100 * cpu / otherCpu);
                }
            }

            Console.WriteLine($"{"",-52} {"min",8} {"median",8} {"max",8}");
            foreach (var samples in (Samples[])[ours, theirs, ratio, oursCpu, theirsCpu, ratioCpu])
            {
                Console.WriteLine(samples);
            }
        }
        finally
        {
            Directory.Delete(_work, recursive: true);
        }
    }

    // Processor time of this process and of the programs it waited for (proc(5), stat: fields 14 to 17).
    private static double Processor()
    {
        var fields = File.ReadAllText("/proc/self/stat").Split(") ")[1].Split(' ');
        return fields[11..15].Sum(field => double.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private static async Task ProgramAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} exits with {process.ExitCode}");
        }
    }

    private async Task<(double Wall, double Processor)> MeasureAsync(Func<Task> work)
    {
        await ProgramAsync("sync");
        var (began, used) = (Stopwatch.GetTimestamp(), Processor());
        await work();
        var result = (Stopwatch.GetElapsedTime(began).TotalSeconds, Processor() - used);
        foreach (var made in (string[])["ours", "copy", "bundle"])
        {
            await ProgramAsync("rm", "-rf", Path.Combine(_work, made));
        }

        return result;
    }

    // Two layers, as most images have at least; compressed by umoci, which writes what registries hold.
    private async Task ComposeAsync()
    {
        var (layout, tar) = (Path.Combine(_work, "layout"), Path.Combine(_work, "layer.tar"));
        await ProgramAsync("umoci", "init", "--layout", layout);
        await ProgramAsync("umoci", "new", "--image", $"{layout}:image");
        foreach (var part in (string[][])[["--exclude=./lib", "--exclude=./usr", "."], [Directory.Exists(Path.Combine(directory, "usr")) ? "./usr" : "./lib"]])
        {
            await ProgramAsync("tar", ["--one-file-system", "--xattrs", "-C", directory, "-cf", tar, .. part]);
            await ProgramAsync("umoci", "raw", "add-layer", "--image", $"{layout}:image", tar);
        }

        File.Delete(tar);
        var bytes = new DirectoryInfo(layout).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"layout of {directory}: {bytes / 1048576.0:0.0} MiB in two layers, compressed"));
    }

    private void Import()
    {
        var image = OciReader.Read(new OciDirectory(Path.Combine(_work, "layout")), "image", null);
        var result = OciUnpacker.Unpack(image, Path.Combine(_work, "ours"), new ImageTreeWriteOptions { Suffix = "bench" }, CancellationToken.None);
        if (result.Entries == 0)
        {
            throw new InvalidOperationException("The image is empty.");
        }
    }

    private async Task OthersAsync()
    {
        var copy = Path.Combine(_work, "copy");
        await ProgramAsync("skopeo", "--insecure-policy", "copy", "--quiet", $"oci:{Path.Combine(_work, "layout")}:image", $"oci:{copy}:image");
        await ProgramAsync("umoci", "unpack", "--image", $"{copy}:image", Path.Combine(_work, "bundle"));
    }
}
