using System.Diagnostics.CodeAnalysis;

namespace Warewulf.Core.Collections;

/// <summary>
/// An immutable map that costs little to change a little: a large map that is shared between versions, and a small one of what differs
/// from it. When the small one has grown to a share of the large one, both become one again.
/// </summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TValue">The values.</typeparam>
internal sealed class LayeredMap<TKey, TValue>
    where TKey : notnull
    where TValue : class
{
    private const int SmallestLimit = 64;
    private const int Share = 32;

    private static readonly Dictionary<TKey, TValue?> Nothing = [];
    private readonly Dictionary<TKey, TValue> _base;
    private readonly Dictionary<TKey, TValue?> _changed;

    /// <summary>Makes a map.</summary>
    /// <param name="entries">Its entries; the map keeps the dictionary, so nobody may change it any more.</param>
    public LayeredMap(Dictionary<TKey, TValue> entries)
        : this(entries, Nothing)
    {
    }

    private LayeredMap(Dictionary<TKey, TValue> entries, Dictionary<TKey, TValue?> changed)
    {
        _base = entries;
        _changed = changed;
    }

    /// <summary>Finds a value.</summary>
    public bool TryGetValue(TKey key, [NotNullWhen(true)] out TValue? value) =>
        _changed.TryGetValue(key, out value) ? value is not null : _base.TryGetValue(key, out value);

    /// <summary>The map with some entries set, or removed where the value is unset.</summary>
    public LayeredMap<TKey, TValue> With(IReadOnlyCollection<KeyValuePair<TKey, TValue?>> changes)
    {
        if (changes.Count == 0)
        {
            return this;
        }

        if (_changed.Count + changes.Count <= Math.Max(SmallestLimit, _base.Count / Share))
        {
            var changed = new Dictionary<TKey, TValue?>(_changed);
            foreach (var (key, value) in changes)
            {
                changed[key] = value;
            }

            return new LayeredMap<TKey, TValue>(_base, changed);
        }

        var whole = new Dictionary<TKey, TValue>(_base);
        foreach (var (key, value) in _changed.Concat(changes))
        {
            if (value is null)
            {
                whole.Remove(key);
            }
            else
            {
                whole[key] = value;
            }
        }

        return new LayeredMap<TKey, TValue>(whole);
    }
}
