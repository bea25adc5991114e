namespace Warewulf.Templates.Parsing;

/// <summary>The variables visible at a place in a template. Each gets a numbered slot, used again when its block ends.</summary>
internal sealed class VariableScope
{
    private readonly List<string> _names = ["$"];
    private readonly List<string> _skipped = [];

    public int SlotCount { get; private set; } = 1;

    public (int Names, int Skipped) Mark() => (_names.Count, _skipped.Count);

    public void Release((int Names, int Skipped) mark)
    {
        _names.RemoveRange(mark.Names, _names.Count - mark.Names);
        _skipped.RemoveRange(mark.Skipped, _skipped.Count - mark.Skipped);
    }

    /// <summary>
    /// Begins the other branch of a statement. To the parser what the first branch declared is still there, but when this branch runs
    /// it is not: a name means the variable that it meant before.
    /// </summary>
    public void Skip((int Names, int Skipped) mark)
    {
        _skipped.AddRange(_names[mark.Names..]);
        _names.RemoveRange(mark.Names, _names.Count - mark.Names);
    }

    /// <summary>Whether the name may be written although there may be no such variable when it is read.</summary>
    public bool IsKnown(string name) => _names.Contains(name) || _skipped.Contains(name);

    /// <summary>The slot of the innermost variable of that name, or -1.</summary>
    public int Find(string name) => _names.LastIndexOf(name);

    public int Declare(string name)
    {
        _names.Add(name);
        SlotCount = Math.Max(SlotCount, _names.Count);
        return _names.Count - 1;
    }
}
