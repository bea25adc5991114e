namespace Warewulf.Templates.Functions.RegularExpressions;

/// <summary>One instruction of a compiled expression.</summary>
internal sealed class RegexInstruction(RegexOperation operation, int next)
{
    private readonly int[] _ranges = [];
    private readonly UInt128 _ascii;

    /// <summary>Makes an instruction that takes a character of a set.</summary>
    public RegexInstruction(int[] ranges, int next)
        : this(RegexOperation.Set, next)
    {
        _ranges = ranges;
        for (var i = 0; i < ranges.Length; i += 2)
        {
            for (var c = ranges[i]; c <= Math.Min(ranges[i + 1], 0x7F); c++)
            {
                _ascii |= UInt128.One << c;
            }
        }
    }

    public RegexOperation Operation { get; } = operation;

    /// <summary>Where to go on.</summary>
    public int Next { get; set; } = next;

    /// <summary>Of a fork, the second choice; of a save, the slot; of an assertion, its kind.</summary>
    public int Argument { get; set; }

    /// <summary>The only character of a set of one; -1 otherwise.</summary>
    public int Only => _ranges is [var low, var high] && low == high ? low : -1;

    public bool Takes(int rune)
    {
        if (rune < 0x80)
        {
            return (_ascii >> rune & UInt128.One) != 0;
        }

        // The ends of ranges alternate: found at an odd place or between the ends of a range, it is inside.
        var at = Array.BinarySearch(_ranges, rune);
        return at >= 0 || (~at & 1) == 1;
    }
}
