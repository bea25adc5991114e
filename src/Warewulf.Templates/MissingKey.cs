namespace Warewulf.Templates;

/// <summary>What reading an absent map key gives: Go's option <c>missingkey</c>.</summary>
public enum MissingKey
{
    /// <summary>The missing value, which prints as <c>&lt;no value&gt;</c> and is false (missingkey=default and =invalid).</summary>
    Default,

    /// <summary>The zero value of the map's element type (missingkey=zero).</summary>
    Zero,

    /// <summary>An error (missingkey=error).</summary>
    Error,
}
