using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Warewulf.Edge.Boot;

/// <summary>
/// Remembers values by key, the recent ones for certain: after so many new keys the older half is forgotten, so that a made-up crowd cannot fill the
/// memory. For any number of threads.
/// </summary>
internal sealed class RecentMap<TKey, TValue>
    where TKey : notnull
{
    /// <summary>How many keys are remembered for certain.</summary>
    public const int Generation = 65_536;

    private readonly Lock _gate = new();
    private volatile Pages _pages = new([], []);

    /// <summary>Remembers a value.</summary>
    public void Note(TKey key, TValue value)
    {
        var pages = _pages;
        pages.Recent[key] = value;
        if (pages.Recent.Count <= Generation)
        {
            return;
        }

        lock (_gate)
        {
            if (ReferenceEquals(_pages, pages))
            {
                _pages = new Pages([], pages.Recent);
            }
        }
    }

    /// <summary>Finds a value that was remembered.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var pages = _pages;
        return pages.Recent.TryGetValue(key, out value) || pages.Older.TryGetValue(key, out value);
    }

    private sealed record Pages(ConcurrentDictionary<TKey, TValue> Recent, ConcurrentDictionary<TKey, TValue> Older);
}
