using System.Diagnostics;
using Warewulf.Core.Images;
using Warewulf.Core.Images.Oci;

namespace Warewulf.Benchmarks.Images;

/// <summary>Imports an OCI layout of a root file system in several layers, against <c>skopeo copy</c> and <c>umoci unpack</c>, by turns.</summary>
/// <param name="root">The root file system.</param>
/// <param name="runs">How often.</param>
internal sealed class ImportBenchmark(string root, int runs)
{
    private const string Compose =
        """
        set -e
        umoci init --layout "$2/layout"
        umoci new --image "$2/layout:all"
        for part in usr/lib usr/share usr/bin etc; do
          [ -e "$1/$part" ] || continue
          mkdir -p "$2/part/$(dirname "$part")"
          cp -a "$1/$part" "$2/part/$part"
          umoci insert --image "$2/layout:all" "$2/part" /
          rm -rf "$2/part"
        done
        umoci gc --layout "$2/layout"
        """;

    /// <summary>Measures and writes a table.</summary>
    public async Task RunAsync()
    {
        var work = Directory.CreateTempSubdirectory("ww-import-").FullName;
        try
        {
            await ShellAsync(Compose, root, work);
            var layout = Path.Combine(work, "layout");
            for (var run = 0; run < runs; run++)
            {
                var (ourWall, ourCpu) = await OursAsync(layout, Path.Combine(work, "ours"));
                var before = Children();
                var started = Stopwatch.GetTimestamp();
                await ShellAsync(
                    "set -e; skopeo --insecure-policy copy -q \"oci:$1:all\" \"oci:$2/copy:all\"; umoci unpack --image \"$2/copy:all\" \"$2/theirs\" >/dev/null; sync -f \"$2\"",
                    layout,
                    work);
                var theirWall = Stopwatch.GetElapsedTime(started).TotalSeconds;
                var theirCpu = Children() - before;
                Console.WriteLine(
                    $"run {run + 1}: import {ourWall:0.00} s ({ourCpu:0.00} s CPU)   skopeo + umoci {theirWall:0.00} s ({theirCpu:0.00} s CPU)   ratio {ourWall / theirWall:0.00} ({ourCpu / theirCpu:0.00})");
                if (run == runs - 1)
                {
                    await ShellAsync(Compare, work, work);
                }

                await ShellAsync("rm -rf \"$2/ours\" \"$2/theirs\" \"$2/copy\"", layout, work);
            }
        }
        finally
        {
            await ShellAsync("rm -rf \"$1\"", work, work);
        }
    }

    // Names, types, modes, owners, link counts, times and targets of everything, and all content.
    private const string Compare =
        """
        set -e
        for tree in ours theirs/rootfs; do
          (cd "$2/$tree"; find . -mindepth 1 -printf '%P %y %m %U:%G %n %T@ %l\n' | sort >"$2/list-$(basename "$tree")")
        done
        diff "$2/list-ours" "$2/list-rootfs" | head -20
        diff -r --no-dereference "$2/ours" "$2/theirs/rootfs" | head -20
        echo "trees compared: $(wc -l <"$2/list-ours") entries"
        """;

    private static async Task<(double Wall, double Cpu)> OursAsync(string layout, string target)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        await Task.Run(() => OciUnpacker.Unpack(
            OciReader.Read(new OciDirectory(layout), "all", null), target, new ImageTreeWriteOptions { Suffix = "bench" }, CancellationToken.None));
        var wall = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        return (wall, (process.TotalProcessorTime - before).TotalSeconds);
    }

    // Fields 16 and 17 of stat: the processor time of children that were waited for, in hundredths of a second.
    private static double Children()
    {
        var fields = File.ReadAllText("/proc/self/stat").Split(") ")[1].Split(' ');
        return (long.Parse(fields[13], System.Globalization.CultureInfo.InvariantCulture) + long.Parse(fields[14], System.Globalization.CultureInfo.InvariantCulture)) / 100.0;
    }

    private static async Task ShellAsync(string script, string first, string second)
    {
        using var process = Process.Start("/bin/bash", ["-c", script, "import", first, second]);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The script ended with {process.ExitCode}: {script}");
        }
    }
}
