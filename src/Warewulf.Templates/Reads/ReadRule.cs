namespace Warewulf.Templates.Reads;

/// <summary>What a function of this library learns about its arguments.</summary>
internal enum ReadRule
{
    /// <summary>Everything, as far as anyone knows.</summary>
    Whole,

    /// <summary>Whether they are true (not, empty).</summary>
    Truth,

    /// <summary>Their length (len).</summary>
    Length,

    /// <summary>Whether they are true; the result is one of them (default, coalesce, ternary).</summary>
    Choice,

    /// <summary>The type of the last one (kindOf, typeIs).</summary>
    Type,

    /// <summary>An end of a list, which is the result (first, last).</summary>
    Element,

    /// <summary>An element of a list or entry of a map, which is the result (index).</summary>
    Index,

    /// <summary>The entry of a key, which is the result (get).</summary>
    Entry,

    /// <summary>Whether there is a key (hasKey).</summary>
    Key,

    /// <summary>The keys of maps (keys).</summary>
    Keys,

    /// <summary>Nothing; the result holds them (list).</summary>
    Hold,

    /// <summary>The keys; the result holds the values (dict).</summary>
    HoldPairs,

    /// <summary>Everything, and the first one is changed (set, merge).</summary>
    Change,
}
