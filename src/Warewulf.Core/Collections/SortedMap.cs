using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Warewulf.Core.Collections;

/// <summary>
/// A small immutable map from text to values, sorted by ordinal key and compared by content. Two arrays instead of a tree: a site has
/// some ten thousand of them with a handful of entries each, and merging two is one walk over both.
/// </summary>
/// <typeparam name="T">The values.</typeparam>
public sealed class SortedMap<T> : IReadOnlyDictionary<string, T>, IEquatable<SortedMap<T>>
{
    private readonly string[] _keys;
    private readonly T[] _values;

    private SortedMap(string[] keys, T[] values)
    {
        _keys = keys;
        _values = values;
    }

    /// <summary>The map without entries.</summary>
    public static SortedMap<T> Empty { get; } = new([], []);

    /// <inheritdoc/>
    public int Count => _keys.Length;

    /// <summary>Whether it has no entry.</summary>
    public bool IsEmpty => _keys.Length == 0;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _keys;

    /// <inheritdoc/>
    public IEnumerable<T> Values => _values;

    /// <inheritdoc/>
    public T this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no '{key}'.");

    /// <summary>Makes a map; of entries with one key the last counts.</summary>
    public static SortedMap<T> From(IEnumerable<KeyValuePair<string, T>> entries) => From(CollectionsMarshal.AsSpan(entries.ToList()));

    /// <inheritdoc/>
    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        var index = IndexOf(key);
        value = index >= 0 ? _values[index] : default;
        return index >= 0;
    }

    /// <summary>The map with an entry added or replaced.</summary>
    public SortedMap<T> SetItem(string key, T value)
    {
        var index = IndexOf(key);
        if (index >= 0)
        {
            var values = (T[])_values.Clone();
            values[index] = value;
            return new SortedMap<T>(_keys, values);
        }

        return new SortedMap<T>([.. _keys.AsSpan(0, ~index), key, .. _keys.AsSpan(~index)], [.. _values.AsSpan(0, ~index), value, .. _values.AsSpan(~index)]);
    }

    /// <summary>The map without an entry; itself when there is none of that key.</summary>
    public SortedMap<T> Remove(string key)
    {
        var index = IndexOf(key);
        return index < 0
            ? this
            : new SortedMap<T>(
                [.. _keys.AsSpan(0, index), .. _keys.AsSpan(index + 1)], [.. _values.AsSpan(0, index), .. _values.AsSpan(index + 1)]);
    }

    /// <summary>The map with another one laid over it.</summary>
    /// <param name="high">What wins.</param>
    /// <param name="both">Makes the value of a key that both have, from the lower and the higher one; unset takes the higher.</param>
    public SortedMap<T> Under(SortedMap<T> high, Func<T, T, T>? both)
    {
        if (IsEmpty || high.IsEmpty)
        {
            return IsEmpty ? high : this;
        }

        // The size is found first, so that nothing is made that is thrown away: a site merges some ten thousand maps.
        var count = CountWith(high);
        var keys = count == Count ? _keys : count == high.Count ? high._keys : new string[count];
        var isNew = keys != _keys && keys != high._keys;
        var values = new T[count];
        int low = 0, top = 0;
        for (var i = 0; i < count; i++)
        {
            var order = low == Count ? 1 : top == high.Count ? -1 : Order(_keys[low], high._keys[top]);
            if (isNew)
            {
                keys[i] = order <= 0 ? _keys[low] : high._keys[top];
            }

            values[i] = order < 0 ? _values[low]
                : order > 0 || both is null ? high._values[top]
                : both(_values[low], high._values[top]);
            low += order <= 0 ? 1 : 0;
            top += order >= 0 ? 1 : 0;
        }

        return new SortedMap<T>(keys, values);
    }

    /// <inheritdoc/>
    public bool Equals(SortedMap<T>? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _keys.AsSpan().SequenceEqual(other._keys) && _values.SequenceEqual(other._values));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SortedMap<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var key in _keys)
        {
            hash.Add(key);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, T>> GetEnumerator()
    {
        for (var i = 0; i < _keys.Length; i++)
        {
            yield return KeyValuePair.Create(_keys[i], _values[i]);
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Makes a map; of entries with one key the last counts.</summary>
    internal static SortedMap<T> From(ReadOnlySpan<KeyValuePair<string, T>> entries)
    {
        if (entries.IsEmpty)
        {
            return Empty;
        }

        var keys = new string[entries.Length];
        var values = new T[entries.Length];
        var isSorted = true;
        for (var i = 0; i < entries.Length; i++)
        {
            (keys[i], values[i]) = entries[i];
            isSorted &= i == 0 || string.CompareOrdinal(keys[i - 1], keys[i]) < 0;
        }

        if (isSorted)
        {
            return new SortedMap<T>(keys, values);
        }

        var map = Empty;
        foreach (var (key, value) in entries)
        {
            map = map.SetItem(key, value);
        }

        return map;
    }

    // How many keys the two have together.
    private int CountWith(SortedMap<T> high)
    {
        int low = 0, top = 0, both = 0;
        while (low < Count && top < high.Count)
        {
            var order = Order(_keys[low], high._keys[top]);
            both += order == 0 ? 1 : 0;
            low += order <= 0 ? 1 : 0;
            top += order >= 0 ? 1 : 0;
        }

        return Count + high.Count - both;
    }

    // Keys that were read are mostly one object.
    private static int Order(string a, string b) => ReferenceEquals(a, b) ? 0 : string.CompareOrdinal(a, b);

    private int IndexOf(string key) => Array.BinarySearch(_keys, key, StringComparer.Ordinal);
}
