using Warewulf.Core.Archives;

namespace Warewulf.Core.Overlays.Rendering;

/// <summary>Orders paths as a walk finds them: a directory, all of its content, then its next sibling; names by their bytes.</summary>
internal sealed class EntryOrder : IComparer<BytePath>
{
    internal static readonly EntryOrder Instance = new();

    public int Compare(BytePath x, BytePath y)
    {
        var left = x.Bytes;
        var right = y.Bytes;
        var common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        // A slash ends a name, and the shorter name comes first.
        return Rank(left[common]).CompareTo(Rank(right[common]));
    }

    private static int Rank(byte value) => value == '/' ? -1 : value;
}
