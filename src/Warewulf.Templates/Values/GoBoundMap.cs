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
        var keys = new string[Count];
        Array.Sort(keys, 0, CopyNames(keys), GoTextComparer.Instance);
        return Array.ConvertAll(keys, static k => GoValue.String(k));
    }

    public override int SortedNames(ref string[] names)
    {
        var count = Count;
        if (names.Length < count)
        {
            names = new string[Math.Max(count, names.Length * 2)];
        }

        count = CopyNames(names);
        if (count > 1)
        {
            Array.Sort(names, 0, count, GoTextComparer.Instance);
        }

        return count;
    }

    private int CopyNames(string[] names)
    {
        var count = 0;
        if (items is Dictionary<string, T> dictionary)
        {
            foreach (var (name, _) in dictionary)
            {
                names[count++] = name;
            }

            return count;
        }

        foreach (var (name, _) in items)
        {
            names[count++] = name;
        }

        return count;
    }
}
