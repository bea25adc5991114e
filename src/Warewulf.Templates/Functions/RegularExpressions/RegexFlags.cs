namespace Warewulf.Templates.Functions.RegularExpressions;

/// <summary>The flags of (?imsU).</summary>
[Flags]
internal enum RegexFlags
{
    None = 0,

    /// <summary>i: case does not matter.</summary>
    IgnoreCase = 1,

    /// <summary>m: ^ and $ match at each line.</summary>
    MultiLine = 2,

    /// <summary>s: the dot matches a newline.</summary>
    DotAll = 4,

    /// <summary>U: x* is as short as possible, x*? as long as possible.</summary>
    Ungreedy = 8,
}
