using System.Collections;

namespace Warewulf.Core.Tests.Overlays;

/// <summary>A list that counts how often an item is read.</summary>
internal sealed class CountingList<T>(IReadOnlyList<T> items) : IReadOnlyList<T>
{
    public IReadOnlyList<T> Items => items;

    public int Reads { get; private set; }

    public int Count => items.Count;

    public T this[int index]
    {
        get
        {
            Reads++;
            return items[index];
        }
    }

    public IEnumerator<T> GetEnumerator()
    {
        Reads += items.Count;
        return items.GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
