namespace Warewulf.Templates.Values;

/// <summary>The items behind a slice or an array. Never changes after it was made: templates cannot write to elements.</summary>
internal abstract class GoList(GoType element, int count, int capacity)
{
    public static readonly GoList Empty = new GoValueList(GoType.Any, []);

    public int Count { get; } = count;

    /// <summary>Go lets a slice be cut again up to its capacity.</summary>
    public int Capacity { get; } = capacity;

    /// <summary>The type of the items.</summary>
    public GoType Element { get; } = element;

    public GoValue this[int index] => Get(index).InSlot(Element);

    public static GoList Of(GoType element, IReadOnlyList<GoValue> items)
    {
        var unwrapped = new GoValue[items.Count];
        for (var i = 0; i < unwrapped.Length; i++)
        {
            unwrapped[i] = items[i].Unwrap();
        }

        return new GoValueList(element, unwrapped);
    }

    public static GoList Bind<T>(GoType element, IReadOnlyList<T> items, Func<T, GoValue> convert) => new GoBoundList<T>(element, items, convert);

    public static GoList Bytes(byte[] bytes) => new GoByteList(bytes);

    public GoList Cut(int start, int end, int capacity) => new GoListWindow(this, start, end - start, capacity - start);

    public virtual byte[] ToBytes()
    {
        var bytes = new byte[Count];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)this[i].AsInt;
        }

        return bytes;
    }

    public GoValue[] ToArray()
    {
        var items = new GoValue[Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = this[i];
        }

        return items;
    }

    /// <summary>The item without its slot; the index may go up to the capacity.</summary>
    protected abstract GoValue Get(int index);

    /// <summary>Items of another list from an offset on.</summary>
    private sealed class GoListWindow(GoList list, int offset, int count, int capacity) : GoList(list.Element, count, capacity)
    {
        protected override GoValue Get(int index) => list.Get(offset + index);
    }
}
