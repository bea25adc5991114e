using System.Globalization;

namespace Warewulf.Benchmarks.Templates;

/// <summary>What one operation costs.</summary>
/// <param name="Nanoseconds">CPU time of the process, collector and compiler included: the median of seven samples.</param>
/// <param name="Bytes">Bytes allocated.</param>
internal readonly record struct Measurement(double Nanoseconds, double Bytes)
{
    private const int Samples = 7;

    /// <summary>Runs an operation until it has been compiled for good, then measures it.</summary>
    /// <param name="seconds">About how much CPU time to spend; half of it again to warm up.</param>
    /// <param name="operation">The operation.</param>
    internal static Measurement Of(double seconds, Action operation)
    {
        for (var began = Cpu(); Cpu() - began < seconds / 2;)
        {
            operation();
        }

        var operations = 1;
        while (Time(operation, operations) < seconds / Samples)
        {
            operations *= 2;
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var samples = new double[Samples];
        for (var i = 0; i < Samples; i++)
        {
            samples[i] = Time(operation, operations) / operations * 1e9;
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Array.Sort(samples);
        return new Measurement(samples[Samples / 2], (double)bytes / Samples / operations);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Nanoseconds / 1000,10:#,0.00} µs {Bytes,11:#,0} B");

    private static double Time(Action operation, int operations)
    {
        var began = Cpu();
        for (var i = 0; i < operations; i++)
        {
            operation();
        }

        return Cpu() - began;
    }

    private static double Cpu() => Environment.CpuUsage.TotalTime.TotalSeconds;
}
