namespace Warewulf.Cli.Commands.Nodes;

/// <summary>What a key of a node holds.</summary>
internal enum FieldShapeKind
{
    /// <summary>A value or a list of values.</summary>
    Value,

    /// <summary>Fields of its own.</summary>
    Group,

    /// <summary>Values by name.</summary>
    MapOfValues,

    /// <summary>Groups of fields by name.</summary>
    MapOfGroups,
}
