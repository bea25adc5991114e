using Warewulf.Templates.Reads;

namespace Warewulf.Templates.Values;

/// <summary>A list over an array of values without slots.</summary>
internal sealed class GoValueList(GoType element, GoValue[] items) : GoList(element, items.Length, items.Length), IPathHolder
{
    public bool HoldsPaths { get; set; }

    public void Release(TemplateReads reads)
    {
        HoldsPaths = false;
        foreach (ref var item in items.AsSpan())
        {
            reads.Whole(item);
            item = item.WithPath(0);
        }
    }

    protected override GoValue Get(int index) => items[index];
}
