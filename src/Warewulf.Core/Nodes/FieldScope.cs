namespace Warewulf.Core.Nodes;

/// <summary>What part of a node or profile a field belongs to.</summary>
public enum FieldScope
{
    /// <summary>The node itself.</summary>
    Own,

    /// <summary>Its kernel.</summary>
    Kernel,

    /// <summary>Its management controller.</summary>
    Ipmi,

    /// <summary>One of its network devices.</summary>
    Net,

    /// <summary>One of its disks.</summary>
    Disk,

    /// <summary>A partition of one of its disks.</summary>
    Partition,

    /// <summary>One of its file systems.</summary>
    FileSystem,
}
