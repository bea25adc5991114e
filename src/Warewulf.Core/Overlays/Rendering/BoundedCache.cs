using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>
/// Keeps values until their cost reaches a limit, then drops all and starts anew: what is in use comes back with the next renders.
/// Safe for many threads; two may make the same value, one of which stays.
/// </summary>
internal sealed class BoundedCache<TKey, TValue>(long limit)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TValue> _values = new();
    private long _cost;

    internal int Count => _values.Count;

    internal bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => _values.TryGetValue(key, out value);

    internal TValue Add(TKey key, TValue value, long cost)
    {
        MakeRoom(cost);
        return _values.GetOrAdd(key, value);
    }

    /// <summary>Keeps a value in place of whatever there is.</summary>
    internal void Replace(TKey key, TValue value, long cost)
    {
        MakeRoom(cost);
        _values[key] = value;
    }

    private void MakeRoom(long cost)
    {
        if (Interlocked.Add(ref _cost, cost) > limit)
        {
            Interlocked.Exchange(ref _cost, cost);
            _values.Clear();
        }
    }
}
