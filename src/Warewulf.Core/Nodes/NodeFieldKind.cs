namespace Warewulf.Core.Nodes;

/// <summary>What kind of value a field holds, and so how its text is checked.</summary>
public enum NodeFieldKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>A list of texts, written with commas.</summary>
    List,

    /// <summary>An IPv4 or IPv6 address.</summary>
    Address,

    /// <summary>A hardware address.</summary>
    Mac,

    /// <summary>A yes/no word.</summary>
    YesNo,

    /// <summary>Yes, no or neither said.</summary>
    TriState,

    /// <summary>A whole number, not negative.</summary>
    Number,

    /// <summary>Pairs <c>key=value</c>, written with commas, added to a map.</summary>
    TagMap,

    /// <summary>Values of any shape by name; no flag sets them.</summary>
    ResourceMap,
}
