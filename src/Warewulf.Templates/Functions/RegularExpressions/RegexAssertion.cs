namespace Warewulf.Templates.Functions.RegularExpressions;

/// <summary>A condition on the place between two characters.</summary>
internal enum RegexAssertion
{
    /// <summary>\A, and ^ without (?m).</summary>
    TextStart,

    /// <summary>\z, and $ without (?m).</summary>
    TextEnd,

    /// <summary>(?m)^.</summary>
    LineStart,

    /// <summary>(?m)$.</summary>
    LineEnd,

    /// <summary>\b, for ASCII words.</summary>
    WordBoundary,

    /// <summary>\B.</summary>
    NoWordBoundary,
}
