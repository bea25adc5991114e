namespace Warewulf.Templates.Values;

/// <summary>A map[string]T over a C# dictionary; values are converted when they are read.</summary>
internal sealed class GoBoundMap<T>(GoType element, IReadOnlyDictionary<string, T> items, Func<T, GoValue> convert) : GoMap
{
    public override int Count => items.Count;

    public override bool TryGet(GoValue key, out GoValue value) => TryGet(key.AsString, out value);

    public override bool TryGet(string key, out GoValue value)
    {
        if (items.TryGetValue(key, out var item))
        {
            value = convert(item).InSlot(element);
            return true;
        }

        value = default;
        return false;
    }

    public override GoValue[] SortedKeys()
    {
        var keys = items.Keys.ToArray();
        Array.Sort(keys, GoText.Compare);
        return Array.ConvertAll(keys, static k => GoValue.String(k));
    }
}
