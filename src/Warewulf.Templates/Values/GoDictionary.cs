namespace Warewulf.Templates.Values;

/// <summary>A map made by a template (dict, set) or by a reader of untyped data. The only value that can change while a template runs.</summary>
internal sealed class GoDictionary(GoType type) : GoMap
{
    private readonly Dictionary<GoValue, GoValue> _entries = new(GoValueComparer.Instance);

    public override int Count => _entries.Count;

    public void Set(GoValue key, GoValue value) => _entries[key.Unwrap()] = value.Unwrap();

    public void Remove(GoValue key) => _entries.Remove(key.Unwrap());

    public override bool TryGet(GoValue key, out GoValue value)
    {
        if (_entries.TryGetValue(key.Unwrap(), out value))
        {
            value = value.InSlot(type.Element!);
            return true;
        }

        return false;
    }

    public override GoValue[] SortedKeys()
    {
        var keys = _entries.Keys.ToArray();
        Array.Sort(keys, GoValueComparer.Order);
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = keys[i].InSlot(type.Key!);
        }

        return keys;
    }
}
