namespace Warewulf.Templates.Reads;

/// <summary>What an execution learned about a value of its data.</summary>
[Flags]
public enum ReadKinds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Its type, and whether it is there, absent or nil. Part of every other kind.</summary>
    Presence = 1,

    /// <summary>Whether it counts as true.</summary>
    Truth = 2,

    /// <summary>Its length.</summary>
    Length = 4,

    /// <summary>The set of its keys.</summary>
    Keys = 8,

    /// <summary>The value of a leaf: a string, a number, a truth, an address.</summary>
    Value = 16,

    /// <summary>All of a list, map or struct: it was printed, or handed to a function that may look at all of it.</summary>
    Whole = 32,
}
