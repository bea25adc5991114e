namespace Warewulf.Templates.Parsing;

/// <summary>The variables visible at a place in a template. Each gets a numbered slot, used again when its block ends.</summary>
internal sealed class VariableScope
{
    private readonly List<string> _names = ["$"];

    public int SlotCount { get; private set; } = 1;

    public int Mark() => _names.Count;

    public void Release(int mark) => _names.RemoveRange(mark, _names.Count - mark);

    /// <summary>The slot of the innermost variable of that name, or -1.</summary>
    public int Find(string name) => _names.LastIndexOf(name);

    public int Declare(string name)
    {
        _names.Add(name);
        SlotCount = Math.Max(SlotCount, _names.Count);
        return _names.Count - 1;
    }
}
