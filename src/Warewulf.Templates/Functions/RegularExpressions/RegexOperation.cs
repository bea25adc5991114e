namespace Warewulf.Templates.Functions.RegularExpressions;

/// <summary>What an instruction of a compiled expression does.</summary>
internal enum RegexOperation
{
    /// <summary>Takes one character of a set.</summary>
    Set,

    /// <summary>Goes on in two places, the first preferred.</summary>
    Fork,

    /// <summary>Keeps the place in a slot.</summary>
    Save,

    /// <summary>Goes on where a condition holds.</summary>
    Assert,

    /// <summary>The whole expression has matched.</summary>
    Match,
}
