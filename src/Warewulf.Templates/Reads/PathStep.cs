namespace Warewulf.Templates.Reads;

/// <summary>How a path goes on from its parent.</summary>
internal enum PathStep
{
    /// <summary>The data given to the render.</summary>
    Root,

    /// <summary>A field, a method without arguments, or a map entry of that key.</summary>
    Name,

    /// <summary>A method called with arguments, which are part of the name.</summary>
    Call,

    /// <summary>All elements of a list.</summary>
    Elements,

    /// <summary>All entries of a map.</summary>
    Entries,

    /// <summary>No path: a function of this name was called.</summary>
    Function,

    /// <summary>No path: a method of this name was called on an object whose path is not known any more.</summary>
    Method,
}
