using Warewulf.Templates.Execution;
using Warewulf.Templates.Reads;

namespace Warewulf.Templates.Values;

/// <summary>A map made by a template (dict, set) or by a reader of untyped data. The only value that can change while a template runs.</summary>
internal sealed class GoDictionary(GoType type) : GoMap, IPathHolder
{
    private readonly Dictionary<GoValue, GoValue> _entries = new(GoValueComparer.Instance);

    private readonly long _run = TemplateExecution.Current?.Run ?? 0;

    public bool HoldsPaths { get; set; }

    public override int Count => _entries.Count;

    public void Set(GoValue key, GoValue value)
    {
        NoteChange();
        _entries[key.Unwrap()] = value.Unwrap();
    }

    public void Remove(GoValue key)
    {
        NoteChange();
        _entries.Remove(key.Unwrap());
    }

    public void Release(TemplateReads reads)
    {
        HoldsPaths = false;
        foreach (var (key, value) in _entries.ToArray())
        {
            reads.Whole(value);
            _entries[key] = value.WithPath(0);
        }
    }

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

    // What an execution did not make itself is part of its data.
    private void NoteChange()
    {
        if (TemplateExecution.Current is { } execution && execution.Run != _run)
        {
            execution.Reads?.Refuse("the template changed its data");
        }
    }
}
