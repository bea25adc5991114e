using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Warewulf.Core.Artifacts;
using Warewulf.Core.Overlays;

namespace Warewulf.Silo.Overlays;

/// <summary>What the templates are now that are the same for every node, of those that archives were made of. Safe for many threads.</summary>
internal sealed class SharedResults
{
    // A site has some dozens. Of templates that are no more the results go when the others are noted again.
    private const int Most = 4096;

    private readonly ConditionalWeakTable<IReadOnlyList<SharedRecord>, object> _noted = [];
    private readonly ConcurrentDictionary<ArtifactDigest, SharedRecord> _latest = new();
    private readonly ConcurrentDictionary<string, SharedRecord> _unsaved = new(StringComparer.Ordinal);

    /// <summary>The latest result of each template.</summary>
    public IReadOnlyCollection<SharedRecord> Latest => [.. _latest.Values];

    /// <summary>Takes note of what an archive was made of.</summary>
    public void Note(OverlayBuild build)
    {
        var results = build.SharedResults;
        if (_noted.TryGetValue(results, out _))
        {
            return;
        }

        if (_latest.Count > Most)
        {
            _latest.Clear();
        }

        foreach (var result in results)
        {
            if (!_latest.TryGetValue(result.Template, out var last) || last.Id != result.Id)
            {
                _latest[result.Template] = result;
                _unsaved[result.Id] = result;
            }
        }

        _noted.AddOrUpdate(results, results);
    }

    /// <summary>What was noted since the last time.</summary>
    public IReadOnlyCollection<SharedRecord> TakeUnsaved()
    {
        var taken = _unsaved.ToArray();
        foreach (var pair in taken)
        {
            _unsaved.TryRemove(pair);
        }

        return [.. taken.Select(pair => pair.Value)];
    }
}
