using System.Diagnostics;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Images;

namespace Warewulf.Benchmarks.Images;

/// <summary>What each level of compression costs and gains on a tree; nothing is stored.</summary>
internal sealed class LevelBenchmark(string tree) : ISegmentStore
{
    public void Run()
    {
        foreach (var level in Enumerable.Range(2, 7))
        {
            var began = Stopwatch.GetTimestamp();
            var built = ImageTree.Build(tree, this, new ImageTreeBuildOptions { CompressionLevel = level }, CancellationToken.None);
            Console.WriteLine($"level {level}: {Stopwatch.GetElapsedTime(began).TotalSeconds,6:0.0} s {built.Recipe.Length,12} bytes, {built.Recipe.Segments.Count} segments");
        }
    }

    public bool Has(RecipeSegment segment) => false;

    public void Put(RecipeSegment segment, ReadOnlySpan<byte> blocks)
    {
    }
}
