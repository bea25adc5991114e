namespace Warewulf.Templates.Functions.RegularExpressions;

/// <summary>What a part of a regular expression is.</summary>
internal enum RegexNodeKind
{
    /// <summary>Matches the empty string.</summary>
    Empty,

    /// <summary>One character out of a set.</summary>
    Set,

    /// <summary>A condition on the place between two characters.</summary>
    Assertion,

    /// <summary>A group whose text is kept.</summary>
    Capture,

    /// <summary>Parts one after the other.</summary>
    Sequence,

    /// <summary>The first part that leads to a match.</summary>
    Choice,

    /// <summary>A part several times.</summary>
    Repeat,

    /// <summary>Only while parsing: an open parenthesis.</summary>
    OpenGroup,

    /// <summary>Only while parsing: a vertical bar.</summary>
    Bar,
}
