namespace Warewulf.Templates.Functions.RegularExpressions;

/// <summary>A part of a regular expression.</summary>
internal sealed class RegexNode
{
    public RegexNode(RegexNodeKind kind, params IReadOnlyList<RegexNode> parts)
    {
        Kind = kind;
        Parts = parts;

        // Letters in a row count as one part, as in Go.
        var above = kind == RegexNodeKind.Sequence && parts.All(static p => p.Kind == RegexNodeKind.Set) ? 0 : 1;
        Height = above + parts.Select(static p => p.Height).DefaultIfEmpty(0).Max();
    }

    public RegexNodeKind Kind { get; }

    public IReadOnlyList<RegexNode> Parts { get; }

    /// <summary>How deep the parts nest.</summary>
    public int Height { get; }

    /// <summary>The ranges of a set.</summary>
    public int[] Ranges { get; init; } = [];

    public RegexAssertion Assertion { get; init; }

    /// <summary>The number of a capture or an open group; 0 for a group that keeps nothing.</summary>
    public int Group { get; init; }

    /// <summary>The flags to go back to after an open group.</summary>
    public RegexFlags Flags { get; init; }

    public int Min { get; init; }

    /// <summary>-1 for any number.</summary>
    public int Max { get; init; }

    public bool IsLazy { get; init; }

    /// <summary>True when the repetitions inside, multiplied, stay within the limit.</summary>
    public bool RepeatsAtMost(int limit)
    {
        if (Kind == RegexNodeKind.Repeat && IsCounted)
        {
            var most = Max < 0 ? Min : Max;
            if (Max == 0)
            {
                return true;
            }

            if (most > limit)
            {
                return false;
            }

            limit = most > 0 ? limit / most : limit;
        }

        return Parts.All(p => p.RepeatsAtMost(limit));
    }

    /// <summary>True for {n,m}, false for * + ?.</summary>
    public bool IsCounted { get; init; }
}
