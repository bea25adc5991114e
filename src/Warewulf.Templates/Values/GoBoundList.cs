namespace Warewulf.Templates.Values;

/// <summary>A list over a C# list; items are converted when they are read.</summary>
internal sealed class GoBoundList<T>(GoType element, IReadOnlyList<T> items, Func<T, GoValue> convert) : GoList(element, items.Count, items.Count)
{
    private readonly T[]? _array = items as T[];

    protected override GoValue Get(int index) => convert(_array is null ? items[index] : _array[index]);
}
