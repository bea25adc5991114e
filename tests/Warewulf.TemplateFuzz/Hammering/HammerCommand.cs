using System.IO.MemoryMappedFiles;

namespace Warewulf.TemplateFuzz.Hammering;

/// <summary>Hammers for long, and says which input it was when the process dies or an input never ends.</summary>
public static class HammerCommand
{
    private const int Capacity = 1 << 20;
    private const int MostSeconds = 60;

    public static int Run(ulong seed, int inputs, TextWriter output)
    {
        var path = Path.Combine(Path.GetTempPath(), $"template-hammer-{Environment.ProcessId}.bin");
        output.WriteLine($"The input being tried is in {path}: its length in 4 bytes, then itself.");
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, Capacity);
        using var view = file.CreateViewAccessor();
        long tried = 0;
        using var watchdog = new Timer(Watchdog(output, path), new Func<long>(() => Interlocked.Read(ref tried)), TimeSpan.FromSeconds(MostSeconds), TimeSpan.FromSeconds(MostSeconds));
        var report = Hammer.Run(seed, inputs, input =>
        {
            var length = Math.Min(input.Length, Capacity - 4);
            view.Write(0, length);
            view.WriteArray(4, input, 0, length);
            Interlocked.Increment(ref tried);
        });
        output.WriteLine($"seed {seed}: {inputs} inputs: {report}");
        report.Problems.ForEach(output.WriteLine);
        File.Delete(path);
        return report.Problems.Count == 0 ? 0 : 1;
    }

    private static TimerCallback Watchdog(TextWriter output, string path)
    {
        long before = 0;
        return state =>
        {
            var now = ((Func<long>)state!)();
            if (now == before)
            {
                output.WriteLine($"Input {now} has not ended for {MostSeconds} s: see {path}.");
                output.Flush();
                Environment.Exit(3);
            }

            before = now;
        };
    }
}
