namespace Warewulf.Templates.Functions.RegularExpressions;

/// <summary>A set of characters under construction.</summary>
internal sealed class RuneSet
{
    private const int Last = 0x10FFFF;

    private List<(int Low, int High)> _ranges = [];

    public void Add(int low, int high) => _ranges.Add((low, high));

    /// <summary>Adds a range and everything equal to its characters but for case.</summary>
    public void AddFolded(int low, int high)
    {
        Add(low, high);
        var runes = CaseOrbits.Runes;
        var at = Array.BinarySearch(runes, low);
        for (at = at < 0 ? ~at : at; at < runes.Length && runes[at] <= high; at++)
        {
            foreach (var equal in CaseOrbits.Of(runes[at]))
            {
                if (equal < low || equal > high)
                {
                    Add(equal, equal);
                }
            }
        }
    }

    /// <summary>Adds a group given by its ranges, or all that is outside it.</summary>
    public void AddGroup(ReadOnlySpan<int> ranges, bool negated, bool folded)
    {
        var group = new RuneSet();
        for (var i = 0; i < ranges.Length; i += 2)
        {
            if (folded)
            {
                group.AddFolded(ranges[i], ranges[i + 1]);
            }
            else
            {
                group.Add(ranges[i], ranges[i + 1]);
            }
        }

        if (negated)
        {
            group.Negate();
        }

        _ranges.AddRange(group._ranges);
    }

    public void Negate()
    {
        var outside = new List<(int Low, int High)>();
        var next = 0;
        var ranges = ToRanges();
        for (var i = 0; i < ranges.Length; i += 2)
        {
            if (ranges[i] > next)
            {
                outside.Add((next, ranges[i] - 1));
            }

            next = ranges[i + 1] + 1;
        }

        if (next <= Last)
        {
            outside.Add((next, Last));
        }

        _ranges = outside;
    }

    /// <summary>First and last of each range, in order, none touching the next.</summary>
    public int[] ToRanges()
    {
        _ranges.Sort();
        var ranges = new List<int>(_ranges.Count * 2);
        foreach (var (low, high) in _ranges)
        {
            if (ranges.Count > 0 && low <= ranges[^1] + 1)
            {
                ranges[^1] = Math.Max(ranges[^1], high);
            }
            else
            {
                ranges.AddRange([low, high]);
            }
        }

        return [.. ranges];
    }
}
