namespace Warewulf.Templates.Values;

/// <summary>The items behind a slice or an array. Never changes after it was made: templates cannot write to elements.</summary>
internal sealed class GoList
{
    public static readonly GoList Empty = new(GoType.Any, 0, 0, static _ => default);

    private readonly Func<int, GoValue> _get;
    private readonly int _offset;
    private readonly GoType _element;

    private GoList(GoType element, int offset, int count, Func<int, GoValue> get, int capacity = -1)
    {
        _element = element;
        _offset = offset;
        Count = count;
        Capacity = capacity < 0 ? count : capacity;
        _get = get;
    }

    public int Count { get; }

    /// <summary>Go lets a slice be cut again up to its capacity.</summary>
    public int Capacity { get; }

    public GoValue this[int index] => _get(_offset + index).InSlot(_element);

    public static GoList Of(GoType element, IReadOnlyList<GoValue> items)
    {
        var unwrapped = new GoValue[items.Count];
        for (var i = 0; i < unwrapped.Length; i++)
        {
            unwrapped[i] = items[i].Unwrap();
        }

        return new GoList(element, 0, unwrapped.Length, i => unwrapped[i]);
    }

    public static GoList Bind<T>(GoType element, IReadOnlyList<T> items, Func<T, GoValue> convert) =>
        new(element, 0, items.Count, i => convert(items[i]));

    public static GoList Bytes(byte[] bytes) => new(GoType.Uint8, 0, bytes.Length, i => GoValue.Integer(GoType.Uint8, bytes[i]));

    public GoList Cut(int start, int end, int capacity) => new(_element, _offset + start, end - start, _get, capacity - start);

    public byte[] ToBytes()
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
}
