using System.Diagnostics;
using System.Globalization;
using Warewulf.TemplateFuzz.Generation;
using Warewulf.TemplateFuzz.Oracle;

namespace Warewulf.TemplateFuzz.Comparison;

/// <summary>Makes programs, asks both engines, and prints each distinct difference once in its smallest form.</summary>
public static class CompareCommand
{
    private const int Batch = 200;
    private const int MostPerClass = 3;
    private const int MostWithoutMessage = 30;

    public static int Run(ulong seed, int programs, TextWriter output)
    {
        using var oracle = new GoOracle();
        var comparer = new Comparer(oracle);
        var minimizer = new Minimizer(comparer);
        var classes = new Dictionary<string, int>(StringComparer.Ordinal);
        var shapes = new HashSet<string>(StringComparer.Ordinal);
        var ends = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var watch = Stopwatch.StartNew();
        for (var done = 0; done < programs; done += Batch)
        {
            var batch = Enumerable.Range(done, Math.Min(Batch, programs - done)).Select(i => ProgramGenerator.Make(seed * 1_000_000_007 + (ulong)i)).ToList();
            var asking = Task.Run(() => oracle.Ask(batch));
            var own = batch.Select(OwnEngine.Run).ToList();
            var go = asking.Result;
            for (var i = 0; i < batch.Count; i++)
            {
                var kind = go[i].Kind.Length == 0 ? "completed" : go[i].Kind;
                ends[kind] = ends.GetValueOrDefault(kind) + 1;
                if (comparer.Compare(batch[i], go[i], own[i]) is not { } difference)
                {
                    continue;
                }

                var known = classes[difference.Class] = classes.GetValueOrDefault(difference.Class) + 1;
                if (known <= (difference.Go.Message == difference.Own.Message ? MostWithoutMessage : MostPerClass))
                {
                    var smallest = minimizer.Minimize(difference);
                    if (shapes.Add(smallest.Shape))
                    {
                        output.WriteLine(smallest);
                        output.Flush();
                    }
                }
            }
        }

        var counts = string.Join(", ", ends.Concat(comparer.Skipped.Select(s => KeyValuePair.Create("not compared: " + s.Key, s.Value))).Select(e => $"{e.Key} {e.Value}"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {programs} programs in {watch.Elapsed.TotalSeconds:F0} s, {classes.Values.Sum()} differ in {shapes.Count} ways; {counts}; Go started again {oracle.Restarts} times"));
        return shapes.Count == 0 ? 0 : 1;
    }
}
